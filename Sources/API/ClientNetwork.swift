/// Whom the limits by address count as one: an IPv4 address, or the /64 of an IPv6 address, all of which is usually one
/// client's to choose from.
enum ClientNetwork: Hashable, Sendable {
    case ipv4(UInt32)
    /// The first 64 bits.
    case ipv6(UInt64)
    /// Whoever comes by a Unix socket, and everything else that is no address.
    case local

    /// - Parameter address: as the listener gives it, without port or brackets. IPv4 within IPv6 is IPv4.
    init(_ address: String) {
        if let bits = Self.ipv4(Substring(address)) {
            self = .ipv4(bits)
        } else if let groups = Self.ipv6(address) {
            let isMapped = groups[..<5].allSatisfy { $0 == 0 } && groups[5] == 0xFFFF
            self =
                isMapped
                ? .ipv4(UInt32(groups[6]) << 16 | UInt32(groups[7]))
                : .ipv6(groups[..<4].reduce(0) { $0 << 16 | UInt64($1) })
        } else {
            self = .local
        }
    }

    private static func ipv4(_ text: Substring) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.utf8.count), let byte = UInt8(part), part.first != "+" else { return nil }
            bits = bits << 8 | UInt32(byte)
        }
        return bits
    }

    /// The eight groups.
    private static func ipv6(_ text: String) -> [UInt16]? {
        let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = halves.first.flatMap(groups) else { return nil }
        if halves.count == 1 { return first.count == 8 ? first : nil }
        guard let last = groups(halves[1]), first.count + last.count < 8 else { return nil }
        return first + repeatElement(0, count: 8 - first.count - last.count) + last
    }

    private static func groups(_ text: Substring) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, let bits = ipv4(part) {
                groups += [UInt16(bits >> 16), UInt16(truncatingIfNeeded: bits)]
            } else {
                guard (1...4).contains(part.utf8.count), let group = UInt16(part, radix: 16), part.first != "+" else {
                    return nil
                }
                groups.append(group)
            }
        }
        return groups
    }
}
