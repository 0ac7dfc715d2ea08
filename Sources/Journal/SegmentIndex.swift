/// Where the groups of one segment stand: of one about every 64 KiB its first `seq` and its place. 16 bytes each, so about
/// 16 KiB for a segment of 64 MiB.
///
/// It grows with the segment, and never beyond what was asked for: what is being written behind it is not looked at.
struct SegmentIndex: Sendable {
    /// How far apart the places are, and how much is read at a time, in bytes.
    static let spacing = 64 << 10

    private var places: [(seq: UInt64, offset: Int64)] = []
    /// The first `seq` of the last group that was passed.
    private var passed: UInt64 = 0
    /// Where the first line begins that was not passed.
    private var end: Int64 = 0

    /// A whole line, without its line end, and where it begins. Whether it is what was written is not checked.
    typealias Line = (bytes: ArraySlice<UInt8>, offset: Int64)

    /// The line of the group that a `seq` stands in; nil if there is none.
    mutating func line(of seq: UInt64, in file: File) throws(CallFailure) -> Line? {
        try lines(upTo: seq, in: file).last
    }

    /// The lines of the group that a `seq` stands in and of those shortly before it, in order: about as many as stand in
    /// 64 KiB.
    mutating func lines(upTo seq: UInt64, in file: File) throws(CallFailure) -> [Line] {
        if seq > passed { try extend(to: seq, in: file) }
        guard let start = place(of: seq) else { return [] }
        var reader = LineReader(file, at: start, chunk: Self.spacing)
        var found: [Line] = []
        while reader.offset < end, let line = try reader.next(), line.isEnded {
            switch Record.head(of: line.bytes) {
            case .seal: continue
            // The header; anything else like that is a bad line, which may be the one.
            case .other where line.offset == 0: continue
            case .group(let first) where first > seq: return found
            case .group, .other: found.append((Array(line.bytes)[...], line.offset))
            }
        }
        return found
    }

    /// Passes every group that begins at or before a `seq`.
    private mutating func extend(to seq: UInt64, in file: File) throws(CallFailure) {
        var reader = LineReader(file, at: end, chunk: Self.spacing)
        while let line = try reader.next(), line.isEnded {
            if case .group(let first) = Record.head(of: line.bytes) {
                if first > seq { return }
                if line.offset - (places.last?.offset ?? -Int64(Self.spacing)) >= Int64(Self.spacing) {
                    places.append((first, line.offset))
                }
                passed = first
            }
            end = reader.offset
        }
    }

    /// The last place at or before a `seq`.
    private func place(of seq: UInt64) -> Int64? {
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            if places[middle].seq <= seq { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? places[low - 1].offset : nil
    }
}
