import HTTPTypes
import Logging
import Synchronization

@testable import Listener

/// A listener on a free port of loopback, with a clock that stands still until it is moved.
struct Server: Sendable {
    let listener: Listener
    let port: UInt16
    let clock: TestClock

    func client() async throws -> Client { try await Client(port: port) }

    /// Waits until a connection has come to `phase`, and lets all the time pass that it has for it.
    func runOut(_ phase: Watch.Phase, of time: Duration) async {
        await untilOne(in: phase)
        clock.advance(time)
        listener.sweep()
    }

    /// Until a connection has come to `phase`.
    func untilOne(in phase: Watch.Phase) async {
        while !listener.phases.contains(phase) { await Task.yield() }
    }

    /// Runs `event` while time passes, however far the server has come.
    func passTime<Result: Sendable>(
        until event: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let passing = Task {
            while !Task.isCancelled {
                clock.advance(.seconds(1))
                listener.sweep()
                await Task.yield()
            }
        }
        defer { passing.cancel() }
        return try await event()
    }

    /// Until as many connections are open.
    func untilOpen(_ count: Int) async {
        while listener.connections != count { await Task.yield() }
    }
}

final class TestClock: Sendable {
    private let time = Mutex(Duration.zero)
    var now: Duration { time.withLock { $0 } }
    func advance(_ step: Duration) { time.withLock { $0 += step } }
}

/// Something that happens once, and can be waited for; waiting ends with the waiting task.
final class Event: Sendable {
    private let stream = AsyncStream<Void>.makeStream()
    func happen() { stream.continuation.finish() }
    func wait() async { for await _ in stream.stream {} }
}

func makeListener(
    _ limits: Limits = Limits(),
    host: String = "127.0.0.1",
    port: UInt16 = 0,
    address: Address? = nil,
    proxies: TrustedProxies = .none,
    clock: TestClock = TestClock(),
    accept: @escaping @Sendable (Int32) -> ListeningSocket.Accepted = ListeningSocket.accept,
    pause: @escaping @Sendable (Duration) async throws -> Void = { _ in await Task.yield() },
    respond: @escaping @Sendable (Request) async -> Response = echo
) -> Listener {
    Listener(
        address: address ?? .tcp(host: host, port: port),
        limits: limits,
        proxies: proxies,
        log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        clocks: Clocks(now: { clock.now }, date: { 784_111_777 }),
        accept: accept,
        pause: pause,
        respond: respond,
        refuse: { Response(head: HTTPResponse(status: $0.status), body: Array($0.code.rawValue.utf8)) }
    )
}

/// Runs a server for as long as `body` takes; what is open then is cut off.
func withServer(
    _ limits: Limits = Limits(),
    host: String = "127.0.0.1",
    address: Address? = nil,
    proxies: TrustedProxies = .none,
    accept: @escaping @Sendable (Int32) -> ListeningSocket.Accepted = ListeningSocket.accept,
    pause: @escaping @Sendable (Duration) async throws -> Void = { _ in await Task.yield() },
    beforeRunning: (Server) async throws -> Void = { _ in },
    respond: @escaping @Sendable (Request) async -> Response = echo,
    _ body: @escaping @Sendable (Server) async throws -> Void
) async throws {
    let clock = TestClock()
    let listener = makeListener(
        limits,
        host: host,
        address: address,
        proxies: proxies,
        clock: clock,
        accept: accept,
        pause: pause,
        respond: respond
    )
    let server = Server(listener: listener, port: try listener.bind().port, clock: clock)
    try await beforeRunning(server)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await listener.run() }
        do {
            try await body(server)
        } catch {
            listener.stop()
            group.cancelAll()
            throw error
        }
        listener.stop()
        clock.advance(limits.stopGrace)
        listener.sweep()
        clock.advance(.seconds(2))
        listener.sweep()
        try await group.waitForAll()
    }
}

extension BoundAddress {
    /// 0 for a Unix socket, which has none.
    var port: UInt16 {
        if case .tcp(_, let port) = self { port } else { 0 }
    }

    /// Empty for a Unix socket.
    var host: String {
        if case .tcp(let host, _) = self { host } else { "" }
    }
}

/// Answers with the method, the path and the body.
@Sendable func echo(_ request: Request) async -> Response {
    await answer(request, atMost: 1 << 20)
}

func answer(_ request: Request, atMost limit: Int) async -> Response {
    do throws(Refusal) {
        let body = try await request.body.collect(atMost: limit)
        let line = "\(request.head.method) \(request.head.path ?? "") "
        return Response(head: HTTPResponse(status: .ok), body: Array(line.utf8) + body)
    } catch {
        return Response(head: HTTPResponse(status: error.status), body: Array(error.code.rawValue.utf8))
    }
}

func ok(_ text: String = "", _ status: HTTPResponse.Status = .ok) -> Response {
    Response(head: HTTPResponse(status: status), body: Array(text.utf8))
}
