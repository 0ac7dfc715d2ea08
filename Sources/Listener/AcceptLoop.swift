import FlyingSocks
import Glibc
import Logging

/// Takes connections from one listening socket until told to stop; no shortage ends it.
///
/// A descriptor is kept in reserve: when there are no more, it is given up for the moment that it takes to accept a
/// connection and to tell it so, instead of leaving the client waiting.
struct AcceptLoop {
    let listening: Int32
    let service: Service
    let deadlines: Deadlines
    let accept: @Sendable (Int32) -> ListeningSocket.Accepted
    let pause: @Sendable (Duration) async throws -> Void
    let isStopping: @Sendable () -> Bool

    private static let shortestPause = Duration.milliseconds(10)
    private static let longestPause = Duration.seconds(1)
    /// Clients that are told so before the next pause.
    private static let mostShed = 64

    /// Fails when the socket itself is no good, or the pool.
    func run() async throws {
        var reserve = openReserve()
        defer { if reserve >= 0 { close(reserve) } }
        var wait = Self.shortestPause
        var turns = 0
        var mayWarn = service.now
        while !isStopping() {
            switch accept(listening) {
            case .connection(let descriptor, let peer):
                admit(descriptor, peer)
                wait = Self.shortestPause
                turns += 1
                if turns.isMultiple(of: 64) { await Task.yield() }
            case .nothing:
                try await untilReady()
            case .failed(let code):
                switch code {
                case EINTR, ECONNABORTED, EPROTO:
                    continue
                case EBADF, EINVAL, ENOTSOCK, EFAULT:
                    if isStopping() { return }
                    throw ListenError("accept failed: \(String(cString: strerror(code)))")
                default:
                    if service.now >= mayWarn {
                        warn(code)
                        mayWarn = service.now + Self.longestPause
                    }
                    if code == EMFILE || code == ENFILE { shed(&reserve) }
                    do { try await pause(wait) } catch { if !isStopping() { throw error } }
                    wait = min(wait * 2, Self.longestPause)
                }
            }
        }
    }

    private func warn(_ code: Int32) {
        service.log.warning(
            "cannot accept connections, going on",
            metadata: ["error": "\(String(cString: strerror(code)))", "connections": "\(deadlines.count)"]
        )
    }

    private func untilReady() async throws {
        do {
            try await service.pool.untilReadable(listening)
        } catch {
            // Shut down or cancelled by stop(); or accept will say what is wrong.
            guard isStopping() || error as? SocketError == .disconnected else { throw error }
        }
    }

    private func admit(_ descriptor: Int32, _ peer: Peer) {
        let connection = Connection(descriptor: descriptor, peer: peer, service: service)
        let admission = deadlines.admit(connection)
        guard admission != .dropped else {
            connection.watch.close(with: service.pool.close)
            return
        }
        let task = Task(executorPreference: service.pool.executor) { [deadlines] in
            if admission == .served { await connection.run() } else { await connection.turnAway() }
            deadlines.remove(connection)
        }
        connection.watch.setTask(task)
    }

    private func shed(_ reserve: inout Int32) {
        if reserve >= 0 {
            close(reserve)
            let refusal = Refusal(.tooManyConnections, "there are no more descriptors")
            let bytes = service.bytes(service.refuse(refusal), hidesBody: false, closes: true)
            for _ in 0..<Self.mostShed {
                guard case .connection(let descriptor, _) = accept(listening) else { break }
                _ = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                shutdown(descriptor, Int32(SHUT_WR))
                _ = Wire(descriptor: descriptor, pool: service.pool).read()  // what is left unread would reset
                close(descriptor)
            }
        }
        reserve = openReserve()
    }

    private func openReserve() -> Int32 { open("/dev/null", O_RDONLY | O_CLOEXEC) }
}
