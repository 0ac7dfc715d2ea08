/// How far a journal has come: everything before this place is on the disk and stays as it is, as a journal only grows.
public struct SealedPoint: Hashable, Sendable {
    /// The last entry before it.
    public let seq: UInt64
    /// The segment that it is in.
    public let segment: UInt64
    /// The bytes of that segment before it.
    public let bytes: Int64
    /// The sum of the last line before it.
    public let sum: String

    public init(seq: UInt64, segment: UInt64, bytes: Int64, sum: String) {
        self.seq = seq
        self.segment = segment
        self.bytes = bytes
        self.sum = sum
    }

    init(_ segment: Segment) {
        self.init(seq: segment.end.seq, segment: segment.number, bytes: segment.length, sum: segment.end.sum.text)
    }

    /// The one line of `END`.
    var line: [UInt8] {
        Array(#"{"seq":\#(seq),"segment":\#(segment),"bytes":\#(bytes),"sum":"\#(sum)"}"#.utf8) + [Format.newline]
    }

    /// Nil unless it is exactly what `line` writes.
    init?(line: [UInt8]) {
        guard let fields = Format.fields(of: line), let seq = fields.seq, let segment = fields.segment,
            let bytes = fields.bytes, let sum = fields.sum
        else { return nil }
        self.init(seq: seq, segment: segment, bytes: bytes, sum: sum)
        guard self.line == line else { return nil }
    }
}
