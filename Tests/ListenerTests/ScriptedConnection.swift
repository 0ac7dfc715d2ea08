import Logging
import Synchronization

@testable import Listener

/// A connection whose client follows a script, under a clock that only the script and the handler move.
final class ScriptedConnection: Sendable {
    private let clock = TestClock()
    private let connection = Mutex<Connection?>(nil)

    private static let silence = Logger(label: "script") { _ in SwiftLogNoOpLogHandler() }

    /// Runs a connection to its end, and says what the client saw of it.
    static func play(
        _ steps: [ScriptedPool.Step],
        respond: @escaping @Sendable (Request, ScriptedConnection) async -> Response = { request, _ in
            await echo(request)
        },
        refuse: @escaping @Sendable (Refusal) -> Response = { ok($0.code.rawValue, $0.status) }
    ) async -> ScriptedPool.Seen {
        let script = ScriptedConnection()
        let pool = ScriptedPool(steps) { [weak script] time in script?.pass(time) ?? false }
        let service = Service(
            limits: Limits(),
            proxies: .none,
            log: silence,
            clocks: Clocks(now: { [clock = script.clock] in clock.now }, date: { 784_111_777 }),
            pool: Pool(pool),
            respond: { [unowned script] in await respond($0, script) },
            refuse: refuse
        )
        let connection = Connection(descriptor: pool.descriptor, peer: Peer(host: "127.0.0.1"), service: service)
        script.connection.withLock { $0 = connection }
        await connection.run()
        return withExtendedLifetime(script) { pool.seen }
    }

    /// Lets time pass, and the sweep look at the deadlines. Whether the present one is over.
    @discardableResult func pass(_ time: Duration) -> Bool {
        clock.advance(time)
        guard let connection = connection.withLock({ $0 }) else { return false }
        connection.sweep(clock.now)
        return connection.watch.hasExpired
    }
}
