import HTTPTypes
import Store
import Synchronization

/// Counts of what was asked and how long it took, for `/metrics`.
final class Metrics: Sendable {
    struct Counts: Sendable {
        var requests: [Route: Answers] = [:]
        var inFlight = 0
        /// What the listener refused before there was a whole request, by status.
        var refused: [Int: Int] = [:]
    }

    struct Route: Hashable, Comparable {
        var method: String
        var path: String

        static func < (one: Route, other: Route) -> Bool {
            (one.path, one.method) < (other.path, other.method)
        }
    }

    struct Answers: Sendable {
        var byStatus: [Int: Int] = [:]
        var seconds = Histogram([0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5])
    }

    private let counts = Mutex(Counts())

    func begin() {
        counts.withLock { $0.inFlight += 1 }
    }

    func end(_ trace: Trace) {
        // Methods are the client's words: only those that a route has are counted by name.
        let method = trace.route == "-" ? "-" : trace.method.rawValue
        counts.withLock { counts in
            counts.inFlight -= 1
            counts.requests[Route(method: method, path: trace.route), default: Answers()].add(trace)
        }
    }

    func refused(_ status: Int) {
        counts.withLock { $0.refused[status, default: 0] += 1 }
    }

    func now() -> Counts {
        counts.withLock { $0 }
    }
}

extension Metrics.Answers {
    fileprivate mutating func add(_ trace: Trace) {
        byStatus[trace.status, default: 0] += 1
        seconds.observe(trace.duration)
    }
}
