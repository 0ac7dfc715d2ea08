/// The addresses that begin with the same bits: `192.0.2.0/24`, `2001:db8::/32`, or a single one.
struct AddressBlock: Hashable, Sendable {
    private let first: IPAddress
    /// Bits that count, of the 128 of an IPv6 address.
    private let length: Int

    /// Reads an address or a block. Fails with what is wrong: with the block that is probably meant where bits are set
    /// behind its prefix, and for a block of all addresses.
    init(_ text: String) throws(Fault) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = parts.first.flatMap({ IPAddress(utf8: $0) }) else {
            throw Fault("it is no IPv4 or IPv6 address, and no block of them")
        }
        first = address
        let isIPv6 = text.utf8.contains(UInt8(ascii: ":"))
        guard parts.count == 2 else {
            length = 128
            return
        }
        let longest = isIPv6 ? 128 : 32
        guard parts[1].count <= 3, parts[1].allSatisfy(\.isDigit),
            let prefix = Int(String(decoding: parts[1], as: UTF8.self)),
            0...longest ~= prefix
        else { throw Fault("the length of its prefix is not from 0 to \(longest)") }
        length = prefix + 128 - longest
        guard prefix > 0, length > 96 || !address.isIPv4 else { throw Fault("these are all addresses there are") }
        let block = IPAddress(bits: address.bits & mask)
        guard block == address else {
            let name = isIPv6 && address.isIPv4 && length > 96 ? "\(block)/\(length - 96)" : "\(block)/\(prefix)"
            throw Fault("it has bits set behind its prefix; the block is \(name)")
        }
    }

    struct Fault: Error {
        let sentence: String
        init(_ sentence: String) { self.sentence = sentence }
    }

    private var mask: UInt128 { ~UInt128(0) << (128 - length) }

    /// A block of IPv6 that is so wide that IPv4 lies within it (`::/64`) means IPv6 only.
    func contains(_ address: IPAddress) -> Bool {
        address.bits & mask == first.bits && (length > 96 || !address.isIPv4)
    }
}

extension IPAddress {
    /// See `init(text:)`.
    init?(utf8: some Sequence<UInt8>) {
        guard let address = Array(utf8).withUnsafeBytes({ IPAddress(text: $0) }) else { return nil }
        self = address
    }
}
