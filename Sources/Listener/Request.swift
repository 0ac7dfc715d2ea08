public import HTTPTypes

/// One request as it came in.
public struct Request: Sendable {
    /// Method, target and fields. `path` includes the query, exactly as sent; `*` for `OPTIONS *`. `authority` is the
    /// Host (or that of an absolute target), which is not among the fields again; nil where an HTTP/1.0 client named
    /// none. Field names are in lower case.
    public var head: HTTPRequest
    /// The body, not yet read where it did not come along with the head.
    public var body: RequestBody
    /// Who is at the other end of the connection.
    public var peer: Peer
    /// Who asked, as far as trusted proxies tell; the peer where none stands between.
    public var client: Peer

    /// A request; for tests, too.
    public init(head: HTTPRequest, body: RequestBody = RequestBody(), peer: Peer, client: Peer? = nil) {
        self.head = head
        self.body = body
        self.peer = peer
        self.client = client ?? peer
    }
}

/// The other end of a connection.
public struct Peer: Hashable, Sendable {
    /// An IPv4 or IPv6 address in its usual text form, without brackets; an IPv4 client of an IPv6 socket is shown as
    /// IPv4. Whoever connects by a Unix socket is "unix".
    public var host: String
    /// The port; nil where there is none, or where a proxy does not name it.
    public var port: UInt16?

    /// A peer; for tests, too.
    public init(host: String, port: UInt16? = nil) {
        self.host = host
        self.port = port
    }
}
