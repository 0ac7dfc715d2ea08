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
        one.bytes.withUnsafeBufferPointer { one in
            other.bytes.withUnsafeBufferPointer { other in
                for index in 0..<min(one.count, other.count) where one[index] != other[index] {
                    return one[index] < other[index]
                }
                return one.count < other.count
            }
        }
    }
}

/// One record's place in one order: its sort key, NUL, its id. Records of the same key follow their ids.
///
/// All in one array, because a tree that is shared between states counts a reference for each that a key holds.
struct IndexKey: Hashable, Sendable {
    private let bytes: [UInt8]

    init(key: SortKey, id: String) {
        bytes = key.bytes + [0] + Array(id.utf8)
    }

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
        SortKey(bytes: one.bytes) < SortKey(bytes: other.bytes)
    }
}
