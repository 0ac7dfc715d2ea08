import HTTPTypes
import Logging
import Synchronization

/// What all connections of one listener share.
final class Service: Sendable {
    let limits: Limits
    let proxies: TrustedProxies
    let log: Logger
    let clocks: Clocks
    let pool: Pool
    let respond: @Sendable (Request) async -> Response
    let refuse: @Sendable (Refusal) -> Response
    private let date = HTTPDate()
    let refusals: RefusalLog
    private let requestsInHand = Atomic(0)
    private let bytesHeld = Atomic(0)

    init(
        limits: Limits,
        proxies: TrustedProxies,
        log: Logger,
        clocks: Clocks,
        pool: Pool,
        respond: @escaping @Sendable (Request) async -> Response,
        refuse: @escaping @Sendable (Refusal) -> Response
    ) {
        self.limits = limits
        self.proxies = proxies
        self.log = log
        refusals = RefusalLog(log)
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

    /// Accounts for memory that bodies take, or give back where `count` is negative. False where it is too much, and
    /// nothing was accounted for.
    func holdBytes(_ count: Int) -> Bool {
        let held = bytesHeld.add(count, ordering: .relaxed).newValue
        guard count > 0, held > limits.bodies else { return true }
        bytesHeld.subtract(count, ordering: .relaxed)
        return false
    }

    /// The bytes of the head of an answer.
    func head(_ head: HTTPResponse, _ framing: ResponseWriter.Framing, closes: Bool) -> [UInt8] {
        ResponseWriter.head(head, framing, date: date.bytes(at: clocks.date()), closes: closes)
    }

    /// The bytes of an answer whose body is here.
    func bytes(_ response: Response, hidesBody: Bool, closes: Bool) -> [UInt8] {
        ResponseWriter.bytes(response, date: date.bytes(at: clocks.date()), hidesBody: hidesBody, closes: closes)
    }
}
