import CLinux
import Glibc

/// A bound, listening, non-blocking descriptor, and the system calls around it.
struct ListeningSocket: Sendable {
    let descriptor: Int32
    let bound: BoundAddress
    /// Of a Unix socket that is ours.
    private let file: SocketFile?
    private let isInherited: Bool

    init(_ descriptor: Int32, _ bound: BoundAddress, file: SocketFile? = nil, isInherited: Bool = false) {
        self.descriptor = descriptor
        self.bound = bound
        self.file = file
        self.isInherited = isInherited
    }

    /// Takes an address. Fails with a sentence.
    static func open(_ address: Address) throws(ListenError) -> ListeningSocket {
        switch address {
        case .tcp(let host, let port): try tcp(host, port)
        case .unix(let path, let mode): try unix(path, mode)
        case .inherited(let descriptor): try inherited(descriptor)
        }
    }

    /// Refuses clients from this moment on, ahead of `close`.
    ///
    /// The file goes while we still accept: as long as somebody does, no other process takes its place, so that what is
    /// removed is ours. An inherited socket is left alone: whoever gave it has it, too, and goes on listening; clients
    /// that wait then are the next process's.
    func refuseClients() {
        file?.remove()
        if !isInherited { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    /// Gives the descriptor back, and removes the file if it is still there.
    func close(with close: (Int32) -> Void = { Glibc.close($0) }) {
        file?.remove()
        close(descriptor)
    }

    enum Accepted {
        case connection(descriptor: Int32, peer: Peer)
        case nothing
        case failed(errno: Int32)
    }

    /// One waiting connection, non-blocking and closed on exec.
    static func accept(_ listening: Int32) -> Accepted {
        let (descriptor, address) = SocketAddress.filled { accept4(listening, $0, $1, flags) }
        guard descriptor >= 0 else {
            let code = errno
            return code == EAGAIN ? .nothing : .failed(errno: code)
        }
        return .connection(descriptor: descriptor, peer: address.peer)
    }

    static let flags = Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)

    /// What the connections inherit (Linux). Left to itself the kernel keeps up to 4 MiB for a client that doesn't read.
    static func tune(_ descriptor: Int32) {
        set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        set(descriptor, SOL_SOCKET, SO_SNDBUF, 256 * 1024)
    }

    static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Nil when the descriptor is no socket.
    static func option(_ descriptor: Int32, _ option: Int32) -> Int32? {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, option, &value, &length) == 0 ? value : nil
    }

    static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}
