import FlyingSocks
import Glibc
import Synchronization

/// A pool of sockets on Linux's epoll, whose threads run the tasks that wait there, too: see `EventTable` for the one
/// and `EventExecutor` for the other.
final class EventPool: AsyncSocketPool {
    let table: EventTable
    /// Where tasks that mostly wait for sockets are best run.
    let executor: EventExecutor
    private let serials = Atomic<UInt64>(0)
    private let isOver = Atomic(false)
    private let running = AsyncStream<Never>.makeStream()

    init() {
        table = EventTable()
        executor = EventExecutor(table)
    }

    /// Fails with `ListenError` where the system has no descriptors left.
    func prepare() async throws {
        if table.fault != 0 { throw ListenError("cannot open epoll: \(String(cString: strerror(table.fault)))") }
    }

    /// Serves the waits until the calling task is cancelled, which ends them all. Fails with `CancellationError`, and
    /// with `ListenError` where there are no threads.
    func run() async throws {
        defer {
            executor.stop()
            isOver.store(true, ordering: .sequentiallyConsistent)
            for waiter in table.removeAll() { waiter.resume(with: .cancelled) }
        }
        try executor.start()
        for await _ in running.stream {}  // ends by being cancelled
        throw CancellationError()
    }

    func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
        var wanted: EventSlot.Readiness = []
        if events.contains(.read) { wanted.insert(.read) }
        if events.contains(.write) { wanted.insert(.write) }
        try await untilReady(socket.file.rawValue, for: wanted)
    }

    /// Returns when the socket may be ready for one of `wanted`, or its connection has ended.
    ///
    /// One task a direction may wait on a socket at a time. Fails with `CancellationError`, with
    /// `SocketError.disconnected` where the descriptor is closed meanwhile, and with `SocketError.failed` where it can't
    /// be waited on.
    func untilReady(_ descriptor: Int32, for wanted: EventSlot.Readiness) async throws {
        let serial = serials.add(1, ordering: .relaxed).newValue
        let outcome = await withTaskCancellationHandler {
            // Resumed once: by whoever takes the waiter out of the table.
            await withUnsafeContinuation { continuation in
                let waiter = EventSlot.Waiter(serial: serial, wanted: wanted, continuation: continuation)
                if let outcome = table.add(waiter, for: descriptor) {
                    continuation.resume(returning: outcome)
                } else if Task.isCancelled || isOver.load(ordering: .sequentiallyConsistent) {
                    cancel(serial, descriptor)  // whoever looked for it before has not found it
                }
            }
        } onCancel: {
            cancel(serial, descriptor)
        }
        switch outcome {
        case .ready: return
        case .cancelled: throw CancellationError()
        case .forgotten: throw SocketError.disconnected
        case .failed(let code):
            throw SocketError.failed(type: "epoll", errno: code, message: String(cString: strerror(code)))
        }
    }

    /// Ends the waits on a descriptor, or the next one, as if it were ready.
    func wake(_ descriptor: Int32) {
        for waiter in table.wake(descriptor) { waiter.resume(with: .ready) }
    }

    private func cancel(_ serial: UInt64, _ descriptor: Int32) {
        table.remove(serial, from: descriptor)?.resume(with: .cancelled)
    }

    /// Closes a descriptor of which the pool may know, and ends the waits on it.
    func close(_ descriptor: Int32) {
        let waiters = table.forget(descriptor)
        Glibc.close(descriptor)
        for waiter in waiters { waiter.resume(with: .forgotten) }
    }
}
