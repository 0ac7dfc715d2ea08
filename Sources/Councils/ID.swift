/// The name of one entity, opaque to everyone who holds it.
///
/// A council's is a slug chosen by whoever creates it (`gunma`); every other entity's is a UUIDv7 in lower case.
public struct ID<Entity>: Hashable, Sendable {
    public let text: String

    /// Takes a text that is known to name an entity, for example one that was read from the store.
    public init(trusted text: String) {
        self.text = text
    }
}

extension ID: Comparable {
    public static func < (one: ID, other: ID) -> Bool { one.text < other.text }
}

extension ID: CustomStringConvertible {
    public var description: String { text }
}

extension ID where Entity == Council {
    /// A slug: 2 to 63 of a–z, 0–9 and inner hyphens, beginning with a letter.
    public init(slug text: String) throws(Invalid) {
        let bytes = Array(text.utf8)
        let isSlug =
            (2...63).contains(bytes.count)
            && bytes.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
            && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[0])
            && bytes.last != UInt8(ascii: "-")
        guard isSlug else { throw .format("[a-z][a-z0-9-]*[a-z0-9]") }
        self.text = text
    }
}

extension ID {
    /// A UUID of version 7 (RFC 9562) in lower case with hyphens.
    public init(uuid text: String) throws(Invalid) {
        let bytes = Array(text.utf8)
        guard bytes.count == 36 else { throw .format("UUIDv7") }
        for (index, byte) in bytes.enumerated() {
            let fits =
                switch index {
                case 8, 13, 18, 23: byte == UInt8(ascii: "-")
                case 14: byte == UInt8(ascii: "7")
                case 19: [UInt8]("89ab".utf8).contains(byte)
                default:
                    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
                }
            guard fits else { throw .format("UUIDv7") }
        }
        self.text = text
    }

    /// A UUIDv7 of a moment and 74 random bits; only these bits of `random` are used.
    public init(at moment: Instant, random: (UInt64, UInt64)) {
        let high = UInt64(truncatingIfNeeded: moment.milliseconds) << 16 | 0x7000 | random.0 & 0x0FFF
        let low = 0x8000_0000_0000_0000 | random.1 & 0x3FFF_FFFF_FFFF_FFFF
        text = String(unsafeUninitializedCapacity: 36) { bytes in
            var place = 0
            for (word, start) in [(high, 0), (low, 16)] {
                for nibble in 0..<16 {
                    if [8, 12, 16, 20].contains(start + nibble) {
                        bytes[place] = UInt8(ascii: "-")
                        place += 1
                    }
                    let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * nibble) & 0xF)
                    bytes[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
                    place += 1
                }
            }
            return place
        }
    }
}
