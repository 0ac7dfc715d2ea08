extension String {
    /// Two lower-case digits for each byte.
    init(hexadecimal bytes: some Sequence<UInt8>) {
        var digits: [UInt8] = []
        digits.reserveCapacity(2 * bytes.underestimatedCount)
        for byte in bytes {
            for nibble in [byte >> 4, byte & 0xF] {
                digits.append(nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10)
            }
        }
        self.init(decoding: digits, as: UTF8.self)
    }
}
