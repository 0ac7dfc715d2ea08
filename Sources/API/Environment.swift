public import Councils
import IssueReporting
import Synchronization

/// What the API takes from outside: the time and chance. A test sets what it expects to be asked for.
public struct Environment: Sendable {
    public var now: @Sendable () -> Instant
    /// 64 random bits that nobody can foresee.
    public var random: @Sendable () -> UInt64

    public init(now: @escaping @Sendable () -> Instant, random: @escaping @Sendable () -> UInt64) {
        self.now = now
        self.random = random
    }

    /// The clock and the randomness of the system.
    public static let live = Environment(
        now: {
            let now = SystemClock.now()
            return Instant(milliseconds: now)
        },
        random: { UInt64.random(in: .min ... .max) }
    )

    /// Fails a test that asks it anything.
    public static let unimplemented = Environment(
        now: IssueReporting.unimplemented("Environment.now", placeholder: Instant(milliseconds: 0)),
        random: IssueReporting.unimplemented("Environment.random", placeholder: 0)
    )
}

/// Gives ids that grow in the order in which they are given, within a millisecond too (RFC 9562 §6.2).
final class IDSource: Sendable {
    private let environment: Environment
    private let last = Mutex<(milliseconds: Int64, counter: UInt64)>((0, 0))

    init(_ environment: Environment) {
        self.environment = environment
    }

    func next<Entity>(_ type: Entity.Type = Entity.self) -> ID<Entity> {
        let now = environment.now().milliseconds
        let (milliseconds, counter) = last.withLock { last in
            if now > last.milliseconds {
                last = (now, 0)
            } else if last.counter < 0xFFF {
                last.counter += 1
            } else {
                last = (last.milliseconds + 1, 0)
            }
            return last
        }
        return ID(at: Instant(milliseconds: milliseconds), random: (counter, environment.random()))
    }
}
