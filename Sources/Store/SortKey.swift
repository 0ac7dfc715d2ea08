import Councils

/// Bytes that compare as the values do that they were made from. No key is the beginning of another: texts, which have
/// no NUL, are compared with the NUL that follows them; numbers all have eight bytes.
struct SortKey: Hashable, Sendable {
    let bytes: [UInt8]

    static let none = SortKey(bytes: [0xFF])

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// In the order of Unicode scalars.
    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// By a text that has no NUL, among equals by a number.
    init(_ text: String, then number: Int) {
        bytes = Array(text.utf8) + [0] + SortKey(number).bytes
    }

    init(_ line: Line) {
        self.init(line.text)
    }

    init(_ number: some BinaryInteger) {
        let ordered = UInt64(bitPattern: Int64(truncatingIfNeeded: number)) ^ 1 << 63
        bytes = (0..<8).map { UInt8(truncatingIfNeeded: ordered >> UInt64(56 - 8 * $0)) }
    }

    init(_ day: Day) {
        self.init(day.number)
    }

    init(_ instant: Instant) {
        self.init(instant.milliseconds)
    }
}

extension SortKey: Comparable {
    static func < (one: SortKey, other: SortKey) -> Bool {
        one.bytes.precedes(other.bytes)
    }
}

/// One record's place in one order: its sort key, NUL, its id. Records of the same key follow their ids.
///
/// All in one array, because a tree that is shared between states counts a reference for each that a key holds.
struct IndexKey: Hashable, Sendable {
    private let bytes: [UInt8]

    init(key: SortKey, id: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(key.bytes.count + 1 + id.utf8.count)
        bytes += key.bytes
        bytes.append(0)
        bytes += id.utf8
        self.bytes = bytes
    }

    /// Where the prefixes of two keys differ, they differ as the keys do.
    var prefix: UInt128 { bytes.withUnsafeBytes { UInt128(prefix: $0) } }

    private var separator: Int { bytes.lastIndex(of: 0) ?? bytes.startIndex }

    var key: SortKey { SortKey(bytes: Array(bytes[..<separator])) }
    var id: String { String(decoding: bytes[(separator + 1)...], as: UTF8.self) }

    var isMissing: Bool { key == .none }

    func hasKey(of other: IndexKey) -> Bool {
        bytes[..<separator] == other.bytes[..<other.separator]
    }
}

extension IndexKey: Comparable {
    static func < (one: IndexKey, other: IndexKey) -> Bool {
        one.bytes.precedes(other.bytes)
    }
}

extension UInt128 {
    /// The first sixteen bytes as a number, zeros behind fewer.
    init(prefix bytes: UnsafeRawBufferPointer) {
        var prefix: UInt128 = 0
        withUnsafeMutableBytes(of: &prefix) { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix(16))) }
        self = UInt128(bigEndian: prefix)
    }
}

extension [UInt8] {
    /// Byte by byte, eight at a time; what ends first comes first.
    fileprivate func precedes(_ other: [UInt8]) -> Bool {
        withUnsafeBytes { one in
            other.withUnsafeBytes { other in
                let shared = Swift.min(one.count, other.count)
                var place = 0
                while place &+ 8 <= shared {
                    let left = UInt64(bigEndian: one.loadUnaligned(fromByteOffset: place, as: UInt64.self))
                    let right = UInt64(bigEndian: other.loadUnaligned(fromByteOffset: place, as: UInt64.self))
                    if left != right { return left < right }
                    place &+= 8
                }
                while place < shared {
                    if one[place] != other[place] { return one[place] < other[place] }
                    place &+= 1
                }
                return one.count < other.count
            }
        }
    }
}
