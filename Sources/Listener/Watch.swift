import Glibc
import Synchronization

/// What one connection is doing and until when: its row in the table of deadlines, and the owner of its descriptor.
///
/// Whoever is not the connection's own task never closes the descriptor: it only wakes the task that waits on it, or
/// shuts the socket down, under the same lock under which the owner closes. So no descriptor is touched after it was
/// given to another connection.
final class Watch: Sendable {
    enum Phase {
        case idle
        case head
        case body
        case handling
        case writing
        /// Waiting for the next bytes of an answer that is made while it is sent.
        case streaming
        case lingering
    }

    private struct State {
        var descriptor: Int32?
        var phase = Phase.idle
        var deadline: Duration
        var hasExpired = false
        /// Nothing more is to be waited for from the client …
        var isReadingOver = false
        /// … because its time is over.
        var isClientLate = false
        var isStopping = false
        var hasClientEnded = false
        /// The sweep answers in place of `respond`.
        var isTakenOver = false
        var task: Task<Void, Never>?
        var substitute: Task<Void, Never>?
    }

    private let state: Mutex<State>
    private let wakeReader: @Sendable (Int32) -> Void

    /// Owns `descriptor` from here on; idle until `deadline`.
    /// - Parameter wakeReader: ends a wait for bytes, the present or the next one.
    init(
        descriptor: Int32,
        idleUntil deadline: Duration,
        wakeReader: @escaping @Sendable (Int32) -> Void = { shutdown($0, Int32(SHUT_RD)) }
    ) {
        self.wakeReader = wakeReader
        state = Mutex(State(descriptor: descriptor, deadline: deadline))
    }

    /// The task that runs the connection, to cancel it.
    func setTask(_ task: Task<Void, Never>) {
        state.withLock { if $0.descriptor != nil { $0.task = task } }
    }

    /// The connection goes over to another phase. False when it should end instead: the answer was taken over, or the
    /// listener stops and nothing is in hand.
    func enter(_ phase: Phase, until deadline: Duration) -> Bool {
        state.withLock { state in
            guard !state.isTakenOver, !(phase == .idle && state.isStopping) else { return false }
            state.phase = phase
            state.deadline = deadline
            state.hasExpired = false
            if phase == .handling {
                // The head came in time, so that its body is waited for, whatever happened to the wait for the head.
                state.isReadingOver = false
                state.isClientLate = false
            }
            return true
        }
    }

    /// Waits for the next bytes of a stream: for as long as it takes, or until `deadline` where the client has ended its
    /// side.
    func enterStreaming(until deadline: Duration) {
        state.withLock { state in
            state.phase = .streaming
            state.deadline = state.hasClientEnded ? deadline : .seconds(Int64.max / 2)
            state.hasExpired = false
        }
    }

    /// The client has ended its side: it has left, unless more of what is streamed to it comes by `deadline`.
    func clientEnded(until deadline: Duration) {
        state.withLock { state in
            state.hasClientEnded = true
            if state.phase == .streaming { state.deadline = deadline }
        }
    }

    /// Puts the deadline of the present phase off.
    func extend(until deadline: Duration) {
        state.withLock { if !$0.hasExpired { $0.deadline = deadline } }
    }

    var phase: Phase { state.withLock { $0.phase } }

    /// Whether the present phase ran out of time.
    var hasExpired: Bool { state.withLock { $0.hasExpired } }

    /// Goes over to writing the answer. Nil when the answer was taken over; else whether the listener is stopping.
    func beginAnswer(until deadline: Duration) -> Bool? {
        state.withLock { state in
            guard !state.isTakenOver else { return nil }
            state.phase = .writing
            state.deadline = deadline
            state.hasExpired = false
            return state.isStopping
        }
    }

    /// Ends the phase if its time is over; called once a second. Where `respond` took too long, the answer is taken over:
    /// `substitute` starts the task that gives it, and the connection's own task is returned, to be cancelled.
    func sweep(
        _ now: Duration,
        writeTimeout: Duration,
        substitute: () -> Task<Void, Never>
    ) -> Task<Void, Never>? {
        state.withLock { state in
            guard !state.hasExpired, now >= state.deadline, state.descriptor != nil else { return nil }
            switch state.phase {
            case .idle, .head, .body:
                state.hasExpired = true
                state.isClientLate = true
                endReading(&state)
            case .writing:
                state.hasExpired = true
                reset(state)
            case .lingering:
                state.hasExpired = true
                cut(state, SHUT_RDWR)
            case .streaming:
                state.hasExpired = true
                return state.task
            case .handling:
                state.isTakenOver = true
                state.phase = .writing
                state.deadline = now + writeTimeout
                state.substitute = substitute()
                return state.task
            }
            return nil
        }
    }

    /// The task that gives the answer which was taken over; the connection waits for it before it closes.
    var substitute: Task<Void, Never>? { state.withLock { $0.substitute } }

    /// The listener stops: an idle connection ends, any other behind its next answer.
    func stop() {
        state.withLock { state in
            state.isStopping = true
            if state.phase == .idle { endReading(&state) }
        }
    }

    /// Ends the connection whatever it does. The task is cancelled outside of the lock: its handlers may call anything.
    func abort() {
        let task = state.withLock { state in
            reset(state)
            return state.task
        }
        task?.cancel()
    }

    /// Ends the wait for bytes; the connection is to be closed.
    func endReading() { state.withLock { endReading(&$0) } }

    private func endReading(_ state: inout State) {
        state.isReadingOver = true
        if let descriptor = state.descriptor { wakeReader(descriptor) }
    }

    /// Whether nothing more is to be waited for from the client.
    var isReadingOver: Bool { state.withLock { $0.isReadingOver } }

    /// Whether the client took too long with what it had to send.
    var isClientLate: Bool { state.withLock { $0.isClientLate } }

    /// Says that nothing more is coming, and goes on reading until `deadline`. False when the time is over already.
    /// - Parameter isSubstitute: says so for the answer that was taken over.
    func endWriting(until deadline: Duration, isSubstitute: Bool = false) -> Bool {
        state.withLock { state in
            guard !state.hasExpired, !state.isTakenOver || isSubstitute else { return false }
            state.phase = .lingering
            state.deadline = deadline
            cut(state, SHUT_WR)
            return true
        }
    }

    /// The answer is not whole, and the client is to see that: closing resets the connection.
    func breakOff() { state.withLock { giveUp($0) } }

    /// What the client has not taken is given up when the descriptor is closed, so that the kernel does not keep it.
    private func giveUp(_ state: State) {
        guard let descriptor = state.descriptor else { return }
        var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    }

    private func reset(_ state: State) {
        giveUp(state)
        cut(state, SHUT_RDWR)
    }

    private func cut(_ state: State, _ how: Int) {
        if let descriptor = state.descriptor { shutdown(descriptor, Int32(how)) }
    }

    /// Closes the descriptor. Only the connection calls it, once, when nobody waits on the socket.
    func close(with close: (Int32) -> Void = { Glibc.close($0) }) {
        state.withLock { state in
            if let descriptor = state.descriptor { close(descriptor) }
            state.descriptor = nil
            state.task = nil
            state.substitute = nil
        }
    }
}
