extension JSONValue {
    /// Reads one JSON text (RFC 8259), strictly, in linear time.
    ///
    /// Refused are: what is not UTF-8, a byte order mark, duplicate names, nesting deeper than `maximumDepth` (at most
    /// 512), integers beyond ±2^53, numbers that no finite double is near to, unpaired surrogates, noncharacters,
    /// control characters (TAB, LF and CR may come as escapes), Unicode's bidi controls, more than 30 combining
    /// characters in a row. A number without fraction and exponent is `.integer`, `-0` too; any other is `.number`.
    /// Strings and names come out in NFC.
    ///
    /// Fails with every fault found. One that leaves the rest without meaning ends reading, and so does the hundredth,
    /// or one with which the pointers are longer than ``JSONFaults/longest``.
    public init(parsing bytes: some Collection<UInt8>, maximumDepth: Int = 32) throws(JSONFaults) {
        let read = bytes.withContiguousStorageIfAvailable { Self.read($0, maximumDepth: maximumDepth) }
        let result = read ?? Array(bytes).withUnsafeBufferPointer { Self.read($0, maximumDepth: maximumDepth) }
        self = try result.get()
    }

    private static func read(_ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) -> Result<JSONValue, JSONFaults> {
        var reader = JSONReader(bytes, maximumDepth: maximumDepth)
        return reader.text()
    }
}
