/// Where to listen.
public enum Address: Hashable, Sendable {
    /// `host` is an IPv4 or IPv6 address without brackets, or a name such as "localhost" (its first address, IPv4 before
    /// IPv6); "::" takes IPv4 clients, too. `port` 0 lets the kernel choose.
    case tcp(host: String, port: UInt16)
    /// A file that is made for the socket, and removed when the listener stops. `path` has at most 107 bytes; `mode` are
    /// its permission bits, such as 0o660: whoever may write may connect.
    case unix(path: String, mode: UInt16)
    /// A listening stream socket that the process was given, by systemd's socket activation for example: IPv4, IPv6 or
    /// Unix. The listener closes it; the socket itself goes on in whoever else holds it.
    case inherited(descriptor: Int32)
}

/// Where the listener listens.
public enum BoundAddress: Hashable, Sendable, CustomStringConvertible {
    /// `host` in text form, without brackets; the actual port.
    case tcp(host: String, port: UInt16)
    /// The socket's file.
    case unix(path: String)

    /// `127.0.0.1:8080`, `[::1]:8080`, `unix:/run/kyogikai.sock`
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}

/// Why the listener cannot listen, in a sentence for the person who starts it.
public struct ListenError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sentence.
    public var description: String

    init(_ description: String) {
        self.description = description
    }
}
