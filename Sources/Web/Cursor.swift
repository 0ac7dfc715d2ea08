import Crypto

/// A place in a list as clients carry it: opaque, and good for the query it was given for alone.
public struct Cursor: Hashable, Sendable {
    public var parts: [[UInt8]]

    public init(parts: [[UInt8]]) {
        self.parts = parts
    }

    private static let digestLength = 8

    /// - Parameter query: everything that the list depends on, the place left out.
    public func text(for query: String) -> String {
        var bytes = Self.digest(of: query)
        for part in parts {
            bytes.append(UInt8(truncatingIfNeeded: part.count >> 8))
            bytes.append(UInt8(truncatingIfNeeded: part.count))
            bytes += part
        }
        return Base64URL.encode(bytes + Self.digest(bytes: bytes).prefix(4))
    }

    /// - Returns: nil for what is no cursor, or one of another query.
    public init?(_ text: String, for query: String) {
        guard text.utf8.count <= 4096, let bytes = Base64URL.decode(text), bytes.count >= Self.digestLength + 4,
            Self.digest(bytes: bytes.dropLast(4)).prefix(4) == bytes.suffix(4),
            bytes.prefix(Self.digestLength) == Self.digest(of: query)[...]
        else { return nil }
        var rest = bytes.dropFirst(Self.digestLength).dropLast(4)
        parts = []
        while !rest.isEmpty {
            guard rest.count >= 2 else { return nil }
            let count = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            rest = rest.dropFirst(2)
            guard rest.count >= count else { return nil }
            parts.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
    }

    private static func digest(of query: String) -> [UInt8] {
        Array(digest(bytes: Array(query.utf8)[...]).prefix(digestLength))
    }

    private static func digest(bytes: some Collection<UInt8>) -> [UInt8] {
        Array(SHA256.hash(data: Array(bytes)))
    }
}

/// Base64 for URLs without padding (RFC 4648 §5).
public enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(buffer >> UInt32(bits) & 63)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(buffer << UInt32(6 - bits) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }

    public static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for letter in text.utf8 {
            guard let value = alphabet.firstIndex(of: letter) else { return nil }
            buffer = buffer << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        // What is left over is padding of zero bits, fewer than a letter holds.
        guard bits < 6, buffer & (1 << UInt32(bits) - 1) == 0 else { return nil }
        return bytes
    }
}
