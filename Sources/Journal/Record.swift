internal import Crypto
internal import Glibc

/// One line of a segment: `{"entries":[…],"prev":"<64 digits>","sum":"<64 digits>"}`, without its line end.
///
/// Only the head and the tail have to be looked at, and both have a fixed length, so a line is never parsed.
struct Record {
    static let head = Array(#"{"entries":["#.utf8)
    private static let beforePrev = Array(#"],"prev":""#.utf8)
    private static let afterPrev = Array(#"""#.utf8)
    private static let beforeSum = Array(#","sum":""#.utf8)
    private static let end = Array(#""}"#.utf8)

    /// From `],"prev"` to the quotation mark after its digits.
    private static let prevCount = beforePrev.count + Sum.count + afterPrev.count
    /// From `,"sum"` to the end.
    private static let sumCount = beforeSum.count + Sum.count + end.count
    private static let tailCount = prevCount + sumCount

    /// Where `[…]` stands in the line.
    let entries: Range<Int>
    let prev: Sum
    let sum: Sum

    /// A seal: no entry in it.
    var isSeal: Bool { entries.count == 2 }

    /// Nil unless the line has this form and `sum` is the sum of what stands before `,"sum"`.
    init?(verifying line: UnsafeRawBufferPointer) {
        guard let start = line.baseAddress, line.count >= Self.head.count + Self.tailCount,
            line.stands(Self.head, at: 0), Self.tailStands(in: line, at: line.count - Self.tailCount)
        else { return nil }
        let prev = line.count - Self.tailCount
        let summed = prev + Self.prevCount
        sum = Sum(at: start + summed + Self.beforeSum.count)
        guard Sum(of: UnsafeRawBufferPointer(rebasing: line[..<summed])) == sum else { return nil }
        self.prev = Sum(at: start + prev + Self.beforePrev.count)
        entries = (Self.head.count - 1)..<(prev + 1)
    }

    /// Puts the line for a group, with its line end, in the place of what `line` held. Answers its sum.
    static func encode(_ entries: [[UInt8]], after prev: Sum, into line: inout [UInt8]) -> Sum {
        line.removeAll(keepingCapacity: true)
        line.reserveCapacity(entries.reduce(head.count + tailCount + 1) { $0 + $1.count + 1 })
        line += head
        for (index, entry) in entries.enumerated() {
            if index > 0 { line.append(UInt8(ascii: ",")) }
            line += entry
        }
        line += beforePrev
        prev.append(to: &line)
        line += afterPrev
        let sum = line.withUnsafeBytes { Sum(of: $0) }
        line += beforeSum
        sum.append(to: &line)
        line += end
        line.append(Format.newline)
        return sum
    }

    /// Whether a whole record stands anywhere in a line that is none itself: the line ends between two records can rot
    /// too, and then two that were acknowledged look like one that was cut off.
    static func stands(within line: UnsafeRawBufferPointer) -> Bool {
        var start = 0
        var hashed = 0
        var hasher = SHA256()
        var search = 0
        while let tail = line.find(beforePrev, from: search) {
            search = tail + 1
            guard tailStands(in: line, at: tail), let base = line.baseAddress else { continue }
            let summed = tail + prevCount
            hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: line[hashed..<summed]))
            hashed = summed
            if Sum(hasher) == Sum(at: base + summed + beforeSum.count) { return true }
            // The next record can begin right behind this tail, or behind the byte that was a line end.
            let next = tail + tailCount
            if let begin = [next, next + 1].first(where: { line.stands(head, at: $0) }) {
                start = begin
                hashed = start
                hasher = SHA256()
            }
        }
        return false
    }

    private static func tailStands(in line: UnsafeRawBufferPointer, at position: Int) -> Bool {
        let sum = position + prevCount
        return line.stands(beforePrev, at: position) && line.stands(afterPrev, at: sum - afterPrev.count)
            && line.stands(beforeSum, at: sum) && line.stands(end, at: sum + sumCount - end.count)
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func stands(_ bytes: [UInt8], at position: Int) -> Bool {
        guard position >= 0, position + bytes.count <= count, let baseAddress else { return false }
        return memcmp(baseAddress + position, bytes, bytes.count) == 0
    }

    fileprivate func find(_ bytes: [UInt8], from position: Int) -> Int? {
        guard let baseAddress, let first = bytes.first else { return nil }
        var position = position
        while position < count, let hit = memchr(baseAddress + position, Int32(first), count - position) {
            position = UnsafeRawPointer(hit) - baseAddress
            if stands(bytes, at: position) { return position }
            position += 1
        }
        return nil
    }
}
