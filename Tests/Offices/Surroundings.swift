import API
import Councils
import Logging
import Synchronization

/// What an office takes from outside: a clock that is moved by hand, chance from a seed, and a log that is kept.
final class Surroundings: Sendable {
    private let moment: Mutex<Instant>
    private let random: Mutex<SeededRandom>
    private let lines = Mutex<[String]>([])
    /// No time passes, so that every wait is over at once, until a test holds it.
    let sleeps = Sleeps()

    init(seed: UInt64, at moment: String) throws {
        self.moment = Mutex(try Instant(moment))
        random = Mutex(SeededRandom(seed: seed))
    }

    var environment: Environment {
        var environment = Environment.unimplemented
        environment.now = { self.moment.withLock { $0 } }
        environment.random = { self.random.withLock { $0.next() } }
        environment.sleep = { duration in await self.sleeps.sleep(duration) }
        environment.process = {
            var figures = ProcessFigures()
            figures.processorSeconds = 1.5
            figures.residentBytes = 1 << 26
            figures.openDescriptors = 12
            figures.startedAtSeconds = 1_763_600_000.25
            return figures
        }
        return environment
    }

    func move(to moment: String) throws {
        let there = try Instant(moment)
        self.moment.withLock { $0 = there }
    }

    /// Chance goes on from another seed.
    func reseed(_ seed: UInt64) {
        random.withLock { $0 = SeededRandom(seed: seed) }
    }

    var logger: Logger { Logger(label: "test") { _ in Log(self) } }

    var logged: String { lines.withLock { $0.joined(separator: "\n") } }

    struct Log: LogHandler {
        let surroundings: Surroundings
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        init(_ surroundings: Surroundings) {
            self.surroundings = surroundings
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let facts = (event.metadata ?? [:]).map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
            surroundings.lines.withLock { $0.append("\(event.level) \(event.message) \(facts)") }
        }
    }
}
