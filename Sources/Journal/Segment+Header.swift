extension Segment {
    /// The `firstSeq` of a header without its line end; nil unless it is exactly what `header` writes for this segment.
    static func firstSeq(inHeader line: [UInt8], store: String, number: UInt64) -> UInt64? {
        guard let fields = Format.fields(of: line), let firstSeq = fields.firstSeq, firstSeq > 0,
            let text = fields.follows, let follows = Sum(text: text)
        else { return nil }
        let start = Position(seq: firstSeq - 1, sum: follows)
        return header(store: store, number: number, after: start).line.dropLast() == line[...] ? firstSeq : nil
    }
}
