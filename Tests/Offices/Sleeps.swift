import Synchronization

/// Time that passes when a test says so.
final class Sleeps: Sendable {
    private struct State {
        var isHeld = false
        var next = 0
        var sleeping: [Int: CheckedContinuation<Void, Never>] = [:]
        var asked: [Duration] = []
        var watching: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

        mutating func seen() -> [CheckedContinuation<Void, Never>] {
            let count = sleeping.count
            defer { watching.removeAll { $0.count <= count } }
            return watching.filter { $0.count <= count }.map(\.continuation)
        }
    }

    private let state = Mutex(State())

    /// From now on nobody wakes by himself.
    func hold() { state.withLock { $0.isHeld = true } }

    /// How long was asked for, each time.
    var asked: [Duration] { state.withLock { $0.asked } }

    /// Returns when so many sleep at one time.
    func untilAsleep(_ count: Int = 1) async {
        await withCheckedContinuation { continuation in
            let seen = state.withLock { state in
                state.watching.append((count, continuation))
                return state.seen()
            }
            for continuation in seen { continuation.resume() }
        }
    }

    /// The time of all who sleep is over.
    func pass() {
        let sleeping = state.withLock { state in
            defer { state.sleeping = [:] }
            return state.sleeping.values
        }
        for continuation in sleeping { continuation.resume() }
    }

    func sleep(_ duration: Duration) async {
        let number = state.withLock { state in
            state.asked.append(duration)
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (sleeps, seen) = state.withLock { state in
                    guard state.isHeld, !Task.isCancelled else { return (false, state.seen()) }
                    state.sleeping[number] = continuation
                    return (true, state.seen())
                }
                if !sleeps { continuation.resume() }
                for continuation in seen { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.sleeping.removeValue(forKey: number) }?.resume()
        }
    }
}
