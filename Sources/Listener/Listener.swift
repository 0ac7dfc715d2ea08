import FlyingSocks
import Glibc
public import Logging
import Synchronization

/// An HTTP/1.1 server on one address, for any `respond` function.
///
/// `bind()` takes the address, `run()` serves until `stop()`. Strict and bounded: what RFC 9112 does not allow, what is
/// above its limit and what takes too long gets an answer of its own, made by `refuse`, and the connection closes.
public final class Listener: Sendable {
    private enum Stage {
        case new
        case bound(ListeningSocket)
        case running(ListeningSocket)
        case over
    }

    private let address: Address
    private let service: Service
    private let deadlines: Deadlines
    private let accept: @Sendable (Int32) -> ListeningSocket.Accepted
    private let pause: @Sendable (Duration) async throws -> Void
    private let stage = Mutex(Stage.new)

    /// A listener that is not yet bound.
    /// - Parameters:
    ///   - limits: what it bears with.
    ///   - proxies: whose word is taken for who asks.
    ///   - log: constant messages with metadata; never bodies, targets or fields.
    ///   - respond: answers one request. Its task is cancelled after `Limits.handlerTimeout`.
    ///   - refuse: makes the listener's own answers; their connections close.
    public convenience init(
        address: Address,
        limits: Limits,
        proxies: TrustedProxies = .none,
        log: Logger,
        respond: @escaping @Sendable (Request) async -> Response,
        refuse: @escaping @Sendable (Refusal) -> Response
    ) {
        self.init(
            address: address,
            limits: limits,
            proxies: proxies,
            log: log,
            clocks: .system,
            respond: respond,
            refuse: refuse
        )
    }

    init(
        address: Address,
        limits: Limits,
        proxies: TrustedProxies = .none,
        log: Logger,
        clocks: Clocks,
        pool: some AsyncSocketPool = EventPool(),
        accept: @escaping @Sendable (Int32) -> ListeningSocket.Accepted = ListeningSocket.accept,
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        respond: @escaping @Sendable (Request) async -> Response,
        refuse: @escaping @Sendable (Refusal) -> Response
    ) {
        self.address = address
        self.accept = accept
        self.pause = pause
        deadlines = Deadlines(connections: limits.connections)
        service = Service(
            limits: limits,
            proxies: proxies,
            log: log,
            clocks: clocks,
            pool: Pool(pool),
            respond: respond,
            refuse: refuse
        )
    }

    deinit {
        if case .bound(let socket) = stage.withLock({ $0 }) { socket.close() }
    }

    /// Takes the address; clients may connect from now on. Fails with `ListenError`, whose description is a sentence for
    /// the person who starts the process.
    public func bind() throws -> BoundAddress {
        try stage.withLock { stage in
            guard case .new = stage else { throw ListenError("the listener is bound already, or over") }
            let socket = try ListeningSocket.open(address)
            stage = .bound(socket)
            return socket.bound
        }
    }

    /// Serves until `stop()`, then until the requests in hand are answered or `Limits.stopGrace` is over. Ignores SIGPIPE
    /// in the whole process. Fails on what cannot be gone on from: the listening socket or the pool is no good, or the
    /// calling task was cancelled, which cuts everything off.
    public func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        guard let listening = try start() else { return }
        defer {
            closeListening()
            deadlines.abort()
        }
        try await service.pool.prepare()
        let loop = AcceptLoop(
            listening: listening,
            service: service,
            deadlines: deadlines,
            accept: accept,
            pause: pause,
            isStopping: { [self] in isOver }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { [self] in
                try await accepting(loop)
                closeListening()
                await deadlines.untilOver()
            }
            group.addTask { [service] in try await service.pool.run() }
            group.addTask { [self] in
                while true {
                    try await Task.sleep(for: .seconds(1))
                    sweep()
                }
            }
            try await group.next()
        }
    }

    /// Takes no more connections from this moment on, ends the idle ones, lets requests in hand finish; `run()` returns
    /// when that is done. Returns at once; once stopped, a listener cannot be used again.
    public func stop() {
        isStopRequested.store(true, ordering: .sequentiallyConsistent)  // before the accept loop is woken
        stage.withLock { stage in
            switch stage {
            case .running(let socket):
                socket.refuseClients()  // `run` closes it
            case .bound(let socket):
                socket.close()
                stage = .over
            case .new, .over:
                stage = .over
            }
        }
        stopping.continuation.finish()
        deadlines.stop(graceEnds: service.now + service.limits.stopGrace)
    }

    /// Runs the loop until `stop()`, which ends it by cancelling: an inherited socket is not shut down and hangs up on
    /// nobody, and FlyingSocks' pool loses a hang-up where the wait for it began during a poll.
    private func accepting(_ loop: AcceptLoop) async throws {
        try await withThrowingTaskGroup(of: Void.self) { [stopping, service] group in
            defer { group.cancelAll() }
            group.addTask(executorPreference: service.pool.executor) { try await loop.run() }
            group.addTask { for await _ in stopping.stream {} }
            try await group.next()
        }
    }

    private let isStopRequested = Atomic(false)
    private let stopping = AsyncStream<Never>.makeStream()

    private var isOver: Bool { isStopRequested.load(ordering: .sequentiallyConsistent) }

    /// Looks at every deadline; `run()` calls it once a second.
    func sweep() {
        deadlines.sweep(service.now)
        service.refusals.sweep()
    }

    /// How many connections are being served.
    var connections: Int { deadlines.count }

    /// What they are doing.
    var phases: [Watch.Phase] { deadlines.phases }

    private func start() throws -> Int32? {
        try stage.withLock { stage in
            switch stage {
            case .bound(let socket):
                stage = .running(socket)
                return socket.descriptor
            case .over: return nil
            case .new, .running: throw ListenError("run() is called once, behind bind()")
            }
        }
    }

    /// Under the lock, so that `stop()` never shuts down a descriptor that was given to something else.
    private func closeListening() {
        stage.withLock { stage in
            guard case .running(let socket) = stage else { return }
            socket.close(with: service.pool.close)
            stage = .over
        }
    }
}
