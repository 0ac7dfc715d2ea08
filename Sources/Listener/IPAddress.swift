import Glibc

/// An IPv4 or IPv6 address. IPv4 is kept as IPv6 has it (`::ffff:192.0.2.1`), so that the two are one and the same.
struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    let bits: UInt128

    init(bits: UInt128) {
        self.bits = bits
    }

    /// Four or sixteen bytes in network order.
    init(_ bytes: Bytes) {
        let bits = bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        self.init(bits: bytes.count == 4 ? Self.mapped | bits : bits)
    }

    /// Four decimal numbers, or IPv6 without brackets and zone; nil for anything else.
    init?(text: Bytes) {
        let isIPv6 = text.contains(UInt8(ascii: ":"))
        guard 2...45 ~= text.count, text.allSatisfy({ $0.hexDigit != nil || $0 == 0x2E || $0 == 0x3A }) else {
            return nil
        }
        let name = Array(text) + [0]
        let address = withUnsafeTemporaryAllocation(byteCount: 16, alignment: 1) { buffer in
            let isRead = name.withUnsafeBytes { name in
                inet_pton(isIPv6 ? AF_INET6 : AF_INET, name.bindMemory(to: CChar.self).baseAddress, buffer.baseAddress)
            }
            return isRead == 1 ? IPAddress(Bytes(buffer).part(0..<(isIPv6 ? 16 : 4))) : nil
        }
        guard let address else { return nil }
        self = address
    }

    private static let mapped: UInt128 = 0xFFFF << 32

    var isIPv4: Bool { bits >> 32 == Self.mapped >> 32 }

    /// In its usual text form.
    var description: String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { buffer in
            withUnsafeBytes(of: bits.bigEndian) { bytes in
                let part = isIPv4 ? bytes.part(12..<16) : bytes
                let text = inet_ntop(
                    isIPv4 ? AF_INET : AF_INET6,
                    part.baseAddress,
                    buffer.baseAddress,
                    socklen_t(buffer.count)
                )
                return text.map { String(cString: $0) } ?? ""
            }
        }
    }
}
