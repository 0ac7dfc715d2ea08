import Glibc
import Synchronization

/// What one connection is doing and until when: its row in the table of deadlines, and the owner of its descriptor.
///
/// Whoever is not the connection's own task never closes the descriptor: it only shuts the socket down, which wakes
/// the task that waits on it, under the same lock under which the owner closes. So no descriptor is shut down after it
/// was given to another connection.
final class Watch: Sendable {
    enum Phase {
        case idle
        case head
        case body
        case handling
        case writing
        case lingering
    }

    private struct State {
        var descriptor: Int32?
        var phase = Phase.idle
        var deadline: Duration
        var hasExpired = false
        var isStopping = false
        /// The sweep answers in place of `respond`.
        var isTakenOver = false
        var task: Task<Void, Never>?
        var substitute: Task<Void, Never>?
    }

    private let state: Mutex<State>

    /// Owns `descriptor` from here on; idle until `deadline`.
    init(descriptor: Int32, idleUntil deadline: Duration) {
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
            return true
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
                cut(state, SHUT_RD)
            case .writing, .lingering:
                state.hasExpired = true
                cut(state, SHUT_RDWR)
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
            if state.phase == .idle { cut(state, SHUT_RD) }
        }
    }

    /// Ends the connection whatever it does. The task is cancelled outside of the lock: its handlers may call anything.
    func abort() {
        let task = state.withLock { state in
            cut(state, SHUT_RDWR)
            return state.task
        }
        task?.cancel()
    }

    /// Wakes whoever reads; the connection is to be closed.
    func cutReading() { state.withLock { cut($0, SHUT_RD) } }

    /// Says that nothing more is coming, and goes on reading until `deadline`. False when the time is over already.
    func endWriting(until deadline: Duration) -> Bool {
        state.withLock { state in
            guard !state.hasExpired, !state.isTakenOver else { return false }
            state.phase = .lingering
            state.deadline = deadline
            cut(state, SHUT_WR)
            return true
        }
    }

    /// Says that nothing more is coming, and leaves the rest to the connection.
    func endWriting() { state.withLock { cut($0, SHUT_WR) } }

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
