import FlyingSocks
import Glibc

/// Where the listener's tasks wait for their sockets.
enum Pool: Sendable {
    /// Our own, on Linux's epoll.
    case events(EventPool)
    /// Another of FlyingSocks' kind: its own one where there is no epoll, or a test's.
    case other(any AsyncSocketPool)

    init(_ pool: some AsyncSocketPool) {
        self = (pool as? EventPool).map(Pool.events) ?? .other(pool)
    }

    func prepare() async throws {
        switch self {
        case .events(let pool): try await pool.prepare()
        case .other(let pool): try await pool.prepare()
        }
    }

    func run() async throws {
        switch self {
        case .events(let pool): try await pool.run()
        case .other(let pool): try await pool.run()
        }
    }

    /// Where the tasks that wait there are run; nil for Swift's own executor.
    var executor: (any TaskExecutor)? {
        if case .events(let pool) = self { pool.executor } else { nil }
    }

    func untilReadable(_ descriptor: Int32) async throws {
        switch self {
        case .events(let pool):
            try await pool.untilReady(descriptor, for: .read)
        case .other(let pool):
            try await pool.suspendSocket(Socket(file: .init(rawValue: descriptor)), untilReadyFor: .read)
        }
    }

    func untilWritable(_ descriptor: Int32) async throws {
        switch self {
        case .events(let pool):
            try await pool.untilReady(descriptor, for: .write)
        case .other(let pool):
            try await pool.suspendSocket(Socket(file: .init(rawValue: descriptor)), untilReadyFor: .write)
        }
    }

    /// Ends a wait for bytes on a descriptor, the present or the next one.
    var wakeReader: @Sendable (Int32) -> Void {
        switch self {
        case .events(let pool): { pool.wake($0) }
        case .other: { shutdown($0, Int32(SHUT_RD)) }
        }
    }

    /// Closes a descriptor that may have been waited on.
    func close(_ descriptor: Int32) {
        switch self {
        case .events(let pool): pool.close(descriptor)
        case .other: Glibc.close(descriptor)
        }
    }
}
