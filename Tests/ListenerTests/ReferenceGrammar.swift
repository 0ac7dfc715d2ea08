import Glibc

/// The grammar's small parts for the references: sets, and texts split at what separates them.
enum Grammar {
    private static let alphanumerics = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    private static let tokens = set(alphanumerics + "!#$%&'*+-.^_`|~")
    private static let targets = set(alphanumerics + "-._~!$&'()*+,;=:@/?")
    private static let hosts = set(alphanumerics + "-._~")
    private static let digits = set("0123456789")
    private static let hexDigits = set("0123456789ABCDEFabcdef")

    /// By byte: whether it is one of the characters.
    private static func set(_ characters: String) -> [Bool] {
        var set = [Bool](repeating: false, count: 256)
        for byte in characters.utf8 { set[Int(byte)] = true }
        return set
    }

    private static func consists(_ bytes: some Sequence<UInt8>, of set: [Bool]) -> Bool {
        !bytes.contains { !set[Int($0)] }
    }

    static func isToken(_ bytes: [UInt8]) -> Bool { !bytes.isEmpty && consists(bytes, of: tokens) }

    static func isNumber(_ bytes: [UInt8]) -> Bool { !bytes.isEmpty && consists(bytes, of: digits) }

    static func isHexDigit(_ byte: UInt8) -> Bool { hexDigits[Int(byte)] }

    static func isFieldValue(_ bytes: [UInt8]) -> Bool {
        !bytes.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }
    }

    static func split(_ bytes: [UInt8], by separator: Unicode.Scalar) -> [[UInt8]] {
        bytes.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: false).map(Array.init)
    }

    static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        let rest = bytes.drop { $0 == 0x20 || $0 == 0x09 }
        return rest.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
    }

    static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    static func isPathAndQuery(_ bytes: [UInt8]) -> Bool {
        let parts = split(bytes, by: "%")
        let areEncoded = parts.dropFirst().allSatisfy { $0.count >= 2 && consists($0.prefix(2), of: hexDigits) }
        return areEncoded && parts.allSatisfy { consists($0, of: targets) }
    }

    /// A name, an IPv4 or a bracketed IPv6 address, and perhaps a port of at most five digits.
    static func isHost(_ bytes: [UInt8]) -> Bool {
        let isAddress = bytes.first == UInt8(ascii: "[")
        var parts = split(bytes, by: isAddress ? "]" : ":")
        guard parts.count <= 2 else { return false }
        if isAddress {
            guard parts.count == 2, isIPv6(Array(parts[0].dropFirst())) else { return false }
            if parts[1].isEmpty { return true }
            guard parts[1].removeFirst() == UInt8(ascii: ":") else { return false }
        } else {
            guard !parts[0].isEmpty, consists(parts[0], of: hosts) else { return false }
            if parts.count == 1 { return true }
        }
        return parts[1].count <= 5 && consists(parts[1], of: digits) && (Int(text(parts[1])) ?? 0) <= 65_535
    }

    private static func isIPv6(_ bytes: [UInt8]) -> Bool {
        var address = in6_addr()
        return !bytes.contains(0) && inet_pton(AF_INET6, text(bytes), &address) == 1
    }

    /// Decimal digits; what no `Int` can hold is the largest one.
    static func number(_ digits: [UInt8]) -> Int { Int(text(digits)) ?? .max }
}
