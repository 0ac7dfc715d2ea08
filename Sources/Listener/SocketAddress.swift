import Glibc

/// An IPv4 or IPv6 address with its port, or the path of a Unix socket, as the kernel has it.
struct SocketAddress {
    private var storage = sockaddr_storage()
    private var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

    var family: Int32 { Int32(storage.ss_family) }

    /// The addresses of a literal or a name, IPv4 first. Fails with a sentence.
    static func resolve(_ host: String, port: UInt16) throws(ListenError) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &list)
        guard code == 0 else {
            throw ListenError("cannot resolve the host \(host): \(String(cString: gai_strerror(code)))")
        }
        defer { freeaddrinfo(list) }
        var found: [SocketAddress] = []
        var next = list
        while let info = next?.pointee {
            if let address = info.ai_addr, info.ai_family == AF_INET || info.ai_family == AF_INET6 {
                var copy = SocketAddress()
                copy.length = info.ai_addrlen
                withUnsafeMutableBytes(of: &copy.storage) {
                    $0.copyMemory(from: UnsafeRawBufferPointer(start: address, count: Int(info.ai_addrlen)))
                }
                found.append(copy)
            }
            next = info.ai_next
        }
        return found.filter { $0.family == AF_INET } + found.filter { $0.family == AF_INET6 }
    }

    private init() {}

    /// The longest path of a Unix socket in bytes; one more ends it.
    static let longestPath = MemoryLayout<sockaddr_un>.size - pathOffset - 1
    private static let pathOffset = MemoryLayout<sa_family_t>.size

    /// The path of a Unix socket; nil if it is too long.
    init?(unix path: String) {
        let bytes = Array(path.utf8)
        guard bytes.count <= Self.longestPath else { return nil }
        storage.ss_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &storage) { storage in
            UnsafeMutableRawBufferPointer(rebasing: storage[Self.pathOffset...]).copyBytes(from: bytes)
        }
        length = socklen_t(Self.pathOffset + bytes.count + 1)
    }

    /// The address a socket is bound to.
    static func local(_ descriptor: Int32) -> SocketAddress? {
        let (result, address) = filled { getsockname(descriptor, $0, $1) }
        return result == 0 ? address : nil
    }

    /// The address that a system call fills in, and what the call returned.
    static func filled(
        _ call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> (Int32, SocketAddress) {
        var address = SocketAddress()
        let result = withUnsafeMutablePointer(to: &address.storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, &address.length) }
        }
        return (result, address)
    }

    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    /// Who connects from this address. Whoever does by a Unix socket has none.
    var peer: Peer { family == AF_UNIX ? Peer(host: "unix") : Peer(host: host, port: port) }

    /// Of a Unix socket with a file; nil for an abstract name.
    var path: String? {
        withUnsafeBytes(of: storage) { storage in
            let bytes = storage.part(Self.pathOffset..<max(Int(length), Self.pathOffset)).prefix { $0 != 0 }
            return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
        }
    }

    /// In network order at the same place in both families.
    var port: UInt16 {
        withUnsafeBytes(of: storage) { UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self)) }
    }

    /// In text form; an IPv4 address within IPv6 as IPv4.
    var host: String {
        withUnsafeBytes(of: storage) { IPAddress($0.part(family == AF_INET6 ? 8..<24 : 4..<8)).description }
    }
}
