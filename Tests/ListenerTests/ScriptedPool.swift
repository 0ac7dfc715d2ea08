import FlyingSocks
import Glibc
import Synchronization

@testable import Listener

/// Both ends of one connection, without a network and without time: whenever the connection waits for its client, the
/// pool it waits in has the client do the next thing. So every piece arrives as a read of its own, in a fixed order.
///
/// Nothing here blocks: both ends are non-blocking, and the client's end is read whenever the connection waits.
final class ScriptedPool: AsyncSocketPool {
    enum Step {
        case send(ArraySlice<UInt8>)
        /// Time passes, and the sweep looks at the deadlines.
        case pass(Duration)
        /// The client reads nothing from now on but what it is told to, until the script is over.
        case stopReading
        case read(Int)
        case call(@Sendable () -> Void)
    }

    struct Seen: Equatable {
        /// All that came.
        var bytes: [UInt8] = []
        /// How much of it had come when the client had done everything, and waited.
        var countBeforeEnd: Int?
        /// The listener ended its side before the client did.
        var hasEndedFirst = false
    }

    private struct State {
        var steps: ArraySlice<Step>
        var seen = Seen()
        var hasEnded = false
        var readsNothing = false
    }

    /// The end that is the connection's.
    let descriptor: Int32
    private let client: Int32
    private let state: Mutex<State>
    private let pass: @Sendable (Duration) -> Bool

    /// `pass` lets time pass and says whether the connection was woken by it.
    init(_ steps: [Step], pass: @escaping @Sendable (Duration) -> Bool = { _ in false }) {
        var pair: [Int32] = [-1, -1]
        socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &pair)
        (descriptor, client) = (pair[0], pair[1])
        state = Mutex(State(steps: steps[...]))
        self.pass = pass
    }

    deinit { close(client) }

    func prepare() async throws {}
    func run() async throws {}

    func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
        if events.contains(.write) {
            takeTurn { $0.readsNothing }
        } else {
            takeTurn { _ in true }
        }
    }

    /// What came until now.
    var seen: Seen {
        state.withLock { state in
            receive(&state)
            return state.seen
        }
    }

    private func takeTurn(_ isScripted: (borrowing State) -> Bool) {
        while let step = nextStep(isScripted) {
            switch step {
            case .send(let bytes):
                let count = bytes.withUnsafeBytes { send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                precondition(count == bytes.count || errno == EPIPE, "the pieces of a script fit the socket's buffer")
                return
            case .pass(let time):
                if pass(time) { return }
            case .stopReading: state.withLock { $0.readsNothing = true }
            case .read(let count):
                state.withLock { receive(&$0, atMost: count) }
                return
            case .call(let call): call()
            }
        }
    }

    /// The next step, outside of the lock: it may look at the connection. Ends the client's side behind the last.
    private func nextStep(_ isScripted: (borrowing State) -> Bool) -> Step? {
        state.withLock { state in
            if !state.readsNothing { receive(&state) }
            guard isScripted(state) else { return nil }
            if let step = state.steps.popFirst() { return step }
            state.readsNothing = false
            receive(&state)
            if !state.hasEnded {
                state.seen.countBeforeEnd = state.seen.bytes.count
                state.hasEnded = true
                shutdown(client, Int32(SHUT_WR))
            }
            return nil
        }
    }

    private func receive(_ state: inout State, atMost limit: Int = .max) {
        var received = 0
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
            while received < limit {
                let count = recv(client, buffer.baseAddress, min(buffer.count, limit - received), 0)
                received += max(count, 0)
                if count > 0 { state.seen.bytes += buffer[..<count] }
                if count == 0, !state.hasEnded { state.seen.hasEndedFirst = true }
                if count <= 0 { return }
            }
        }
    }
}
