/// Where to listen.
public enum Address: Hashable, Sendable {
    /// `host` is an IPv4 or IPv6 address without brackets, or a name such as "localhost" (its first address, IPv4 before
    /// IPv6); "::" takes IPv4 clients, too. `port` 0 lets the kernel choose.
    case tcp(host: String, port: UInt16)
}

/// Where the listener listens.
public struct BoundAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address in text form, without brackets.
    public var host: String
    /// The actual port.
    public var port: UInt16

    /// An address; for tests, too.
    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// `127.0.0.1:8080`, `[::1]:8080`
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// Why the listener cannot listen, in a sentence for the person who starts it.
public struct ListenError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sentence.
    public var description: String

    init(_ description: String) {
        self.description = description
    }
}
