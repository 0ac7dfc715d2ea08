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

    /// Whether a text holds what could be a token, percent-encoded or not. Asked of every target.
    ///
    /// - Parameter digits: how many hexadecimal digits must follow the prefix.
    static func isIn(_ text: String, digits: Int = 0) -> Bool {
        let wanted = prefixBytes
        var matched = 0
        let bytes = text.utf8
        var place = bytes.startIndex
        while place < bytes.endIndex {
            let byte = decoded(bytes, &place)
            if matched < wanted.count ? byte == wanted[matched] : hexadecimal(byte) != nil {
                matched += 1
            } else {
                // No letter of the prefix but the first begins it again.
                matched = byte == wanted[0] ? 1 : 0
            }
            if matched == wanted.count + digits { return true }
        }
        return false
    }

    /// The byte at a place, which moves on behind it. A `%` that encodes nothing is itself.
    private static func decoded(_ bytes: String.UTF8View, _ place: inout String.Index) -> UInt8 {
        let byte = bytes[place]
        place = bytes.index(after: place)
        guard byte == UInt8(ascii: "%"), let end = bytes.index(place, offsetBy: 2, limitedBy: bytes.endIndex),
            let high = hexadecimal(bytes[place]), let low = hexadecimal(bytes[bytes.index(after: place)])
        else { return byte }
        place = end
        return high << 4 | low
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
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
