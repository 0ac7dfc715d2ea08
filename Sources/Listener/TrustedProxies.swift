public import HTTPTypes

/// The proxies whose word is taken for who asks, and the field in which they say it.
///
/// Each proxy adds the address that it was asked from at the right end of the field. So it is read from the right: what
/// a trusted proxy has added is believed, and what stands left of the first address that is not trusted was sent by
/// that client, and may be anything. Where an element does not name an address (`unknown`, `_hidden`, malformed, empty),
/// the client is the last proxy that is known, and nothing left of the element is believed.
///
/// **Only one field is read.** A proxy that sets the one passes the other one through as its client sent it: reading
/// whichever is there would let everybody choose an address.
public struct TrustedProxies: Sendable {
    /// The field that the proxies set.
    public enum Field: Sendable {
        /// `X-Forwarded-For: 192.0.2.1, 2001:db8::1`
        case xForwardedFor
        /// `Forwarded: for=192.0.2.1;proto=https, for="[2001:db8::1]:4711"` (RFC 7239)
        case forwarded
    }

    /// What is wrong with entries, a sentence for each.
    public struct Faults: Error, Hashable, Sendable {
        /// Each begins with the entry.
        public var sentences: [String]
    }

    /// Nobody is believed: the client is the peer.
    public static let none = TrustedProxies(blocks: [], trustsUnix: false, field: .xForwardedFor)

    private let blocks: [AddressBlock]
    private let trustsUnix: Bool
    private let field: Field

    private init(blocks: [AddressBlock], trustsUnix: Bool, field: Field) {
        self.blocks = blocks
        self.trustsUnix = trustsUnix
        self.field = field
    }

    /// - Parameters:
    ///   - entries: IPv4 and IPv6 addresses, CIDR blocks of them with no bits set behind the prefix, or `unix` for whoever
    ///     connects by a Unix socket. A block of all addresses (`/0`) is refused: everybody would be believed.
    ///   - field: the one that the proxies set.
    /// - Throws: ``Faults`` with all that is wrong.
    public init(_ entries: [String], field: Field = .xForwardedFor) throws(Faults) {
        var faults: [String] = []
        var blocks: [AddressBlock] = []
        for entry in entries where entry != Self.unix {
            do throws(AddressBlock.Fault) { blocks.append(try AddressBlock(entry)) } catch {
                faults.append("\(entry): \(error.sentence)")
            }
        }
        guard faults.isEmpty else { throw Faults(sentences: faults) }
        self.init(blocks: blocks, trustsUnix: entries.contains(Self.unix), field: field)
    }

    private static let unix = "unix"

    /// Who asked: the peer, or where that is a trusted proxy, whoever asked it, as far as trusted proxies tell. Its cost
    /// is linear in the bytes of the field, and next to nothing for a peer that is not trusted.
    public func client(of peer: Peer, _ fields: HTTPFields) -> Peer {
        guard trusts(peer) else { return peer }
        var client = peer
        for value in fields[values: field.name].reversed() {
            guard Array(value.utf8).withUnsafeBytes({ follow($0, from: &client) }) else { break }
        }
        return client
    }

    /// Goes from hop to hop. True when the next line is to be read: all in this one are trusted.
    private func follow(_ line: Bytes, from client: inout Peer) -> Bool {
        var end = line.count
        while end >= 0 {
            let start = field.lastElement(of: line.part(0..<end))
            guard let hop = field.hop(line.part(start..<end).trimmed) else { return false }
            client = hop
            guard trusts(hop) else { return false }
            end = start - 1
        }
        return true
    }

    private func trusts(_ peer: Peer) -> Bool {
        if peer.host == Self.unix { return trustsUnix }
        guard !blocks.isEmpty, let address = IPAddress(utf8: peer.host.utf8) else { return false }
        return blocks.contains { $0.contains(address) }
    }
}
