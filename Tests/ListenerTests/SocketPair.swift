import Glibc
import Testing

@testable import Listener

/// Two connected sockets that do not block.
final class SocketPair: Sendable {
    let own: Int32
    let other: Int32

    init() {
        var pair: [Int32] = [0, 0]
        socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &pair)
        (own, other) = (pair[0], pair[1])
    }

    deinit {
        close(own)
        close(other)
    }

    func send() { write(other, "x", 1) }

    /// What can be read; nil where the other side has ended.
    @discardableResult func receive() -> Int? {
        var all = 0
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(own, &buffer, buffer.count)
            if count == 0 { return nil }
            if count < 0 { return all }
            all += count
        }
    }

    /// Sends until no more goes.
    func fill() { while write(own, [UInt8](repeating: 0, count: 4096), 4096) > 0 {} }

    func drain() {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while read(other, &buffer, buffer.count) > 0 {}
    }
}

/// Runs a pool for as long as `body` takes.
func withPool(_ body: (EventPool) async throws -> Void) async throws {
    let pool = EventPool()
    try await pool.prepare()
    let running = Task { try await pool.run() }
    try await body(pool)
    running.cancel()
    await #expect(throws: CancellationError.self) { try await running.value }
}

extension EventPool {
    /// Until so many wait.
    func untilWaiting(_ count: Int = 1, on descriptor: Int32) async {
        while table.waiters(on: descriptor) != count { await Task.yield() }
    }
}

/// A copy of a descriptor with a number that no other test is given meanwhile, also while it is closed: each test that
/// asks for one has a place of its own.
func farDescriptor(_ descriptor: Int32, place: Int32) -> Int32 { fcntl(descriptor, F_DUPFD, farthest + place * 10) }

private let farthest: Int32 = {
    var limit = rlimit()
    let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    getrlimit(kind, &limit)
    limit.rlim_cur = min(limit.rlim_max, 65_536)
    setrlimit(kind, &limit)
    return Int32(limit.rlim_cur) - 500
}()
