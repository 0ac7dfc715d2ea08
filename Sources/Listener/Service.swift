import Logging
import Synchronization

/// What all connections of one listener share.
final class Service: Sendable {
    let limits: Limits
    let log: Logger
    let clocks: Clocks
    let pool: Pool
    let respond: @Sendable (Request) async -> Response
    let refuse: @Sendable (Refusal) -> Response
    private let date = HTTPDate()
    private let requestsInHand = Atomic(0)

    init(
        limits: Limits,
        log: Logger,
        clocks: Clocks,
        pool: Pool,
        respond: @escaping @Sendable (Request) async -> Response,
        refuse: @escaping @Sendable (Refusal) -> Response
    ) {
        self.limits = limits
        self.log = log
        self.clocks = clocks
        self.pool = pool
        self.respond = respond
        self.refuse = refuse
    }

    var now: Duration { clocks.now() }

    /// False when too many requests are in hand. Else `letGo()` is to be called once for it.
    func takeInHand() -> Bool {
        let (_, count) = requestsInHand.add(1, ordering: .relaxed)
        guard count > limits.requestsInHand else { return true }
        letGo()
        return false
    }

    func letGo() { requestsInHand.subtract(1, ordering: .relaxed) }

    /// The bytes of an answer.
    func bytes(_ response: Response, hidesBody: Bool, closes: Bool) -> [UInt8] {
        ResponseWriter.bytes(response, date: date.bytes(at: clocks.date()), hidesBody: hidesBody, closes: closes)
    }
}
