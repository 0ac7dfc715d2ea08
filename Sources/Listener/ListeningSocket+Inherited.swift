import Glibc

extension ListeningSocket {
    /// A socket that somebody else has bound, once it is seen to be one that connections can be accepted from.
    static func inherited(_ descriptor: Int32) throws(ListenError) -> ListeningSocket {
        let name = "the given descriptor \(descriptor)"
        guard fcntl(descriptor, F_GETFD) >= 0 else { throw ListenError("\(name) is not open") }
        guard let type = option(descriptor, SO_TYPE) else { throw ListenError("\(name) is no socket") }
        guard type == Int32(SOCK_STREAM.rawValue) else { throw ListenError("\(name) is no stream socket") }
        guard option(descriptor, SO_ACCEPTCONN) == 1 else { throw ListenError("\(name) does not listen") }
        guard let address = SocketAddress.local(descriptor), let bound = try bound(address, name) else {
            throw ListenError("\(name) is neither an IPv4, an IPv6 nor a Unix socket")
        }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        if case .tcp = bound { tune(descriptor) }
        return ListeningSocket(descriptor, bound, isInherited: true)
    }

    private static func bound(_ address: SocketAddress, _ name: String) throws(ListenError) -> BoundAddress? {
        switch address.family {
        case AF_INET, AF_INET6: return .tcp(host: address.host, port: address.port)
        case AF_UNIX:
            // An abstract name has no permissions: whoever is on the machine could connect, and nobody would see it.
            guard let path = address.path else { throw ListenError("\(name) is a Unix socket without a file") }
            return .unix(path: path)
        default: return nil
        }
    }
}
