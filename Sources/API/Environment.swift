public import Councils
import IssueReporting
import Synchronization
import Web

/// What the API takes from outside: the time, chance and the process. A test sets what it expects to be asked for.
public struct Environment: Sendable {
    public var now: @Sendable () -> Instant
    /// 64 random bits that nobody can foresee.
    public var random: @Sendable () -> UInt64
    /// Returns after so long, or when the task is cancelled.
    public var sleep: @Sendable (Duration) async -> Void
    /// What `/metrics` tells of the process; nil where nobody looks at it.
    public var process: @Sendable () -> ProcessFigures?

    public init(
        now: @escaping @Sendable () -> Instant,
        random: @escaping @Sendable () -> UInt64,
        sleep: @escaping @Sendable (Duration) async -> Void,
        process: @escaping @Sendable () -> ProcessFigures? = { nil }
    ) {
        self.now = now
        self.random = random
        self.sleep = sleep
        self.process = process
    }

    /// The clock and the randomness of the system.
    public static let live = Environment(
        now: {
            let now = SystemClock.now()
            return Instant(milliseconds: now)
        },
        random: { UInt64.random(in: .min ... .max) },
        // Cancelled, it has no more to wait for.
        sleep: { duration in do { try await Task.sleep(for: duration) } catch {} }
    )

    /// Fails a test that asks it anything.
    public static let unimplemented = Environment(
        now: IssueReporting.unimplemented("Environment.now", placeholder: Instant(milliseconds: 0)),
        random: IssueReporting.unimplemented("Environment.random", placeholder: 0),
        sleep: { _ in reportIssue("Environment.sleep is not implemented") },
        process: IssueReporting.unimplemented("Environment.process", placeholder: nil)
    )
}

/// Gives ids that grow in the order in which they are given, within a millisecond too (RFC 9562 §6.2).
final class IDSource: Sendable {
    private struct Last {
        var milliseconds: Int64 = 0
        var counter: UInt64 = 0
        /// What the requests of this millisecond share.
        var random: UInt64 = 0
    }

    private let environment: Environment
    private let last = Mutex(Last())

    init(_ environment: Environment) {
        self.environment = environment
    }

    /// An id that nobody can foresee, whatever other ids they know.
    func next<Entity>(_ type: Entity.Type = Entity.self, at moment: Instant) -> ID<Entity> {
        let last = advance(to: moment)
        return ID(at: Instant(milliseconds: last.milliseconds), random: (last.counter, environment.random()))
    }

    /// A request's id. It need not be hard to guess, only the one of its kind: within a millisecond the counter sees to
    /// that, so that the system is asked for chance once a millisecond and not for each request.
    func nextRequestID(at moment: Instant) -> String {
        let last = advance(to: moment)
        let id = ID<WebRequest>(at: Instant(milliseconds: last.milliseconds), random: (last.counter, last.random))
        return id.text
    }

    private func advance(to moment: Instant) -> Last {
        last.withLock { last in
            if moment.milliseconds > last.milliseconds {
                last = Last(milliseconds: moment.milliseconds, counter: 0, random: environment.random())
            } else if last.counter < 0xFFF {
                last.counter += 1
            } else {
                last = Last(milliseconds: last.milliseconds + 1, counter: 0, random: environment.random())
            }
            return last
        }
    }
}
