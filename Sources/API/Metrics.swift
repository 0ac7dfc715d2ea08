import HTTPTypes
import Synchronization

/// Counts of what was asked and how long it took, for `/metrics`.
final class Metrics: Sendable {
    private struct Key: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    private struct Counts {
        var requests: [Key: Int] = [:]
        /// How many took at most ``Metrics/bounds`` seconds each, and the longest ones last.
        var durations = [Int](repeating: 0, count: Metrics.bounds.count + 1)
        var seconds = 0.0
        var inFlight = 0
        var refused: [Int: Int] = [:]
    }

    private static let bounds = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5]
    private let counts = Mutex(Counts())

    func begin() {
        counts.withLock { $0.inFlight += 1 }
    }

    func end(_ trace: Trace) {
        let seconds = trace.milliseconds / 1000
        let key = Key(method: trace.method.rawValue, route: trace.route, status: trace.status)
        counts.withLock { counts in
            counts.inFlight -= 1
            // Methods are the client's words: only those that a route has are counted by name.
            counts.requests[
                trace.route == "-" ? Key(method: "-", route: "-", status: trace.status) : key,
                default: 0
            ] += 1
            counts.durations[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
            counts.seconds += seconds
        }
    }

    func refused(_ status: Int) {
        counts.withLock { $0.refused[status, default: 0] += 1 }
    }

    /// Prometheus' text format.
    func text(seq: UInt64, records: [(table: String, count: Int)]) -> String {
        let counts = counts.withLock { $0 }
        var lines = ["# TYPE kyogikai_requests_total counter"]
        for (key, count) in counts.requests.sorted(by: {
            ($0.key.route, $0.key.method, $0.key.status) < ($1.key.route, $1.key.method, $1.key.status)
        }) {
            lines.append(
                #"kyogikai_requests_total{method="\#(key.method)",route="\#(key.route)",status="\#(key.status)"} \#(count)"#
            )
        }
        lines.append("# TYPE kyogikai_refused_total counter")
        for (status, count) in counts.refused.sorted(by: { $0.key < $1.key }) {
            lines.append(#"kyogikai_refused_total{status="\#(status)"} \#(count)"#)
        }
        lines.append("# TYPE kyogikai_request_seconds histogram")
        var sum = 0
        for (bound, count) in zip(Self.bounds.map(\.description) + ["+Inf"], counts.durations) {
            sum += count
            lines.append(#"kyogikai_request_seconds_bucket{le="\#(bound)"} \#(sum)"#)
        }
        lines += ["kyogikai_request_seconds_sum \(counts.seconds)", "kyogikai_request_seconds_count \(sum)"]
        lines += ["# TYPE kyogikai_requests_in_flight gauge", "kyogikai_requests_in_flight \(counts.inFlight)"]
        lines += [
            "# TYPE kyogikai_journal_seq counter", "kyogikai_journal_seq \(seq)", "# TYPE kyogikai_records gauge",
        ]
        lines += records.map { #"kyogikai_records{table="\#($0.table)"} \#($0.count)"# }
        return lines.joined(separator: "\n") + "\n"
    }
}
