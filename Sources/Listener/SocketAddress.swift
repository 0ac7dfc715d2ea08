import Glibc

/// An IPv4 or IPv6 address with its port, as the kernel has it.
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

    /// In network order at the same place in both families.
    var port: UInt16 {
        withUnsafeBytes(of: storage) { UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self)) }
    }

    /// In text form; an IPv4 address within IPv6 as IPv4.
    var host: String {
        withUnsafeBytes(of: storage) { bytes in
            guard family == AF_INET6 else { return Self.text(AF_INET, bytes.part(4..<8)) }
            let address = bytes.part(8..<24)
            let isMapped = address[..<10].allSatisfy { $0 == 0 } && address[10] == 0xFF && address[11] == 0xFF
            return isMapped ? Self.text(AF_INET, address.part(12..<16)) : Self.text(AF_INET6, address)
        }
    }

    private static func text(_ family: Int32, _ bytes: Bytes) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { buffer in
            guard let base = buffer.baseAddress,
                let text = inet_ntop(family, bytes.baseAddress, base, socklen_t(buffer.count))
            else { return "" }
            return String(cString: text)
        }
    }
}
