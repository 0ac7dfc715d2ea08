import Glibc

extension ListeningSocket {
    static func tcp(_ host: String, _ port: UInt16) throws(ListenError) -> ListeningSocket {
        var failure = ListenError("\(host) has no address")
        for address in try SocketAddress.resolve(host, port: port) {
            let descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue) | flags, 0)
            guard descriptor >= 0 else {
                failure = fault(host, port)
                continue
            }
            set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
            tune(descriptor)
            if address.family == AF_INET6 { set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, host == "::" ? 0 : 1) }
            if address.withPointer({ bind(descriptor, $0, $1) }) == 0, listen(descriptor, SOMAXCONN) == 0,
                let local = SocketAddress.local(descriptor)
            {
                return ListeningSocket(descriptor, .tcp(host: local.host, port: local.port))
            }
            failure = fault(host, port)
            Glibc.close(descriptor)
        }
        throw failure
    }

    private static func fault(_ host: String, _ port: UInt16) -> ListenError {
        let place = BoundAddress.tcp(host: host, port: port)
        return switch errno {
        case EADDRINUSE: ListenError("cannot listen on \(place): the address is in use by another process")
        case EACCES, EPERM: ListenError("cannot listen on \(place): no permission (ports below 1024 are privileged)")
        case EADDRNOTAVAIL: ListenError("cannot listen on \(place): this machine does not have the address")
        case let code: ListenError("cannot listen on \(place): \(text(code))")
        }
    }
}
