/// Eight bytes looked at together, to run over plain text quickly.
enum ByteWord {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let tops: UInt64 = 0x8080_8080_8080_8080

    /// How many bytes from the lowest on are printable ASCII other than `"` and `\`; 8 if all are.
    @inline(__always)
    static func plainForReading(_ word: UInt64) -> Int {
        leading(
            controls(word) | zeros(word ^ (ones &* 0x22)) | zeros(word ^ (ones &* 0x5C))
                | zeros(word ^ (ones &* 0x7F)) | word
        )
    }

    /// How many bytes from the lowest on need no escape, taking 0xE2 (where U+2028 begins) as one that may; 8 if none.
    @inline(__always)
    static func plainForWriting(_ word: UInt64) -> Int {
        leading(
            controls(word) | zeros(word ^ (ones &* 0x22)) | zeros(word ^ (ones &* 0x5C))
                | zeros(word ^ (ones &* 0xE2))
        )
    }

    /// The lowest top bit that is set is right; those above it may be set by a borrow.
    @inline(__always)
    private static func controls(_ word: UInt64) -> UInt64 { (word &- ones &* 0x20) & ~word }

    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }

    @inline(__always)
    private static func leading(_ marks: UInt64) -> Int { (marks & tops).trailingZeroBitCount &>> 3 }
}
