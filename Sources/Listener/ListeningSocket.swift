import CLinux
import Glibc

/// The system calls around a listening TCP socket.
enum ListeningSocket {
    enum Accepted {
        case connection(descriptor: Int32, peer: Peer)
        case nothing
        case failed(errno: Int32)
    }

    /// A bound, listening, non-blocking descriptor, its TCP_NODELAY inherited by the connections (Linux).
    static func open(_ address: Address) throws(ListenError) -> (descriptor: Int32, bound: BoundAddress) {
        guard case .tcp(let host, let port) = address else { throw ListenError("unknown address") }
        var failure = ListenError("\(host) has no address")
        for address in try SocketAddress.resolve(host, port: port) {
            let descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue) | flags, 0)
            guard descriptor >= 0 else {
                failure = fault(host, port)
                continue
            }
            set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
            set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
            // Left to itself the kernel keeps up to 4 MiB for each client that does not read.
            set(descriptor, SOL_SOCKET, SO_SNDBUF, 256 * 1024)
            if address.family == AF_INET6 { set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, host == "::" ? 0 : 1) }
            if address.withPointer({ bind(descriptor, $0, $1) }) == 0, listen(descriptor, SOMAXCONN) == 0,
                let local = SocketAddress.local(descriptor)
            {
                return (descriptor, BoundAddress(host: local.host, port: local.port))
            }
            failure = fault(host, port)
            close(descriptor)
        }
        throw failure
    }

    /// One waiting connection, non-blocking and closed on exec.
    static func accept(_ listening: Int32) -> Accepted {
        let (descriptor, address) = SocketAddress.filled { accept4(listening, $0, $1, flags) }
        guard descriptor >= 0 else {
            let code = errno
            return code == EAGAIN ? .nothing : .failed(errno: code)
        }
        return .connection(descriptor: descriptor, peer: Peer(host: address.host, port: address.port))
    }

    private static let flags = Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)

    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func fault(_ host: String, _ port: UInt16) -> ListenError {
        let place = BoundAddress(host: host, port: port)
        return switch errno {
        case EADDRINUSE: ListenError("cannot listen on \(place): the address is in use by another process")
        case EACCES, EPERM: ListenError("cannot listen on \(place): no permission (ports below 1024 are privileged)")
        case EADDRNOTAVAIL: ListenError("cannot listen on \(place): this machine does not have the address")
        case let code: ListenError("cannot listen on \(place): \(String(cString: strerror(code)))")
        }
    }
}
