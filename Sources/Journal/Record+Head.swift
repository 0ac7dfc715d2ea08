extension Record {
    /// What a line of a segment says of itself in its first bytes.
    enum Head: Hashable {
        case seal
        /// The `seq` of its first entry.
        case group(first: UInt64)
        /// Another line, or one of which too little is there.
        case other
    }

    private static let firstSeq = head + Array(#"{"seq":"#.utf8)
    private static let noEntries = head + Array("]".utf8)

    /// Looks at the first bytes alone: whether the rest is whole, only its sum can say.
    static func head(of line: ArraySlice<UInt8>) -> Head {
        if line.starts(with: noEntries) { return .seal }
        guard line.starts(with: firstSeq) else { return .other }
        var seq: UInt64 = 0
        var digits = 0
        for byte in line.dropFirst(firstSeq.count) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
                return digits > 0 && (byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}"))
                    ? .group(first: seq) : .other
            }
            digits += 1
            // No seq has more: beyond 19 digits it might not fit.
            guard digits < 20 else { return .other }
            seq = seq * 10 + UInt64(byte - UInt8(ascii: "0"))
        }
        return .other
    }
}
