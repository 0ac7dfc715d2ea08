import Crypto

/// The text that a caller shows: `kyg_`, 256 random bits, and a check that tells a mistyped one from a wrong one.
struct TokenSecret {
    static let prefix = "kyg_"
    private static let prefixBytes = Array(prefix.utf8)
    let text: String

    init(random: () -> UInt64) {
        let bits = (0..<4).map { _ in random() }
        let body = bits.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        text = Self.prefix + body + Self.check(body)
    }

    /// Whether a text holds what could be a token. Asked of every target.
    static func isIn(_ text: String) -> Bool {
        var matched = 0
        let wanted = prefixBytes
        for byte in text.utf8 {
            // No letter of the prefix but the first begins it again.
            matched = byte == wanted[matched] ? matched + 1 : byte == wanted[0] ? 1 : 0
            if matched == wanted.count { return true }
        }
        return false
    }

    /// - Returns: nil for a text of another form, or whose check does not fit.
    init?(_ text: String) {
        guard text.hasPrefix(Self.prefix), text.utf8.count == Self.prefix.utf8.count + 72 else { return nil }
        let body = text.dropFirst(Self.prefix.count).prefix(64)
        let isHex = body.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
        guard isHex, text.hasSuffix(Self.check(String(body))) else { return nil }
        self.text = text
    }

    /// What is kept in its place: SHA-256, in hexadecimal digits.
    var digest: String { String(hexadecimal: SHA256.hash(data: Array(text.utf8))) }

    private static func check(_ body: String) -> String {
        String(hexadecimal: SHA256.hash(data: Array(("kyogikai" + body).utf8)).prefix(4))
    }

    /// Whether two digests are the same, in a time that does not tell where they differ.
    static func isSame(_ one: String, _ other: String) -> Bool {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(UInt8(0)) { $0 | $1.0 ^ $1.1 } == 0
    }
}
