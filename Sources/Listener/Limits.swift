/// How much, and how long, the listener bears with one client and with all of them. Each limit has its own answer.
public struct Limits: Sendable {
    /// Bytes of a request line, without its CRLF (414 above).
    public var requestLine = 8 * 1024
    /// Bytes of a whole head, from the first byte through the empty line (431 above). Also bounds the trailer section
    /// and the sum of the chunk extensions of one body.
    public var head = 16 * 1024
    /// Header fields in one head, and fields in one trailer section (431 above).
    public var fields = 64
    /// Bytes of one body that are ever read into memory (413 above).
    public var body = 1024 * 1024
    /// Bytes of all bodies together that are in memory, or on their way there (503 above).
    public var bodies = 64 * 1024 * 1024
    /// Bytes of an unwanted body that are read and dropped to keep the connection; above, it is closed.
    public var drain = 64 * 1024

    /// Open connections; the newest above gets 503 and is closed.
    public var connections = 2048
    /// Requests given to `respond` and not yet answered; one more gets 503 and its connection is closed.
    public var requestsInHand = 1000

    /// From the first byte of a head to its last (408).
    public var headTimeout: Duration = .seconds(10)
    /// For a body to come in whole, lengthened by one second for every `bodyMinimumRate` bytes that came (408).
    public var bodyTimeout: Duration = .seconds(30)
    /// Bytes a second that keep a long body going beyond `bodyTimeout`.
    public var bodyMinimumRate = 1024
    /// From the last answer, or from accepting, to the next request's first byte (closed without an answer).
    public var idleTimeout: Duration = .seconds(60)
    /// Without a byte of an answer taken by the client (closed).
    public var writeTimeout: Duration = .seconds(30)
    /// For `respond`, not counting the time its body takes to come in (503; its task is cancelled).
    public var handlerTimeout: Duration = .seconds(45)
    /// For the client to close after our last answer, so that it reads the answer rather than a reset (closed).
    public var lingerTimeout: Duration = .seconds(2)
    /// For requests in hand to finish once `stop()` was called; then their tasks are cancelled.
    public var stopGrace: Duration = .seconds(10)

    /// The product's defaults.
    public init() {}
}
