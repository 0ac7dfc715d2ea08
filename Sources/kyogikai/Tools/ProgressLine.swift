import Foundation
import Journal
import Synchronization

/// How far long work has come, in a line of a terminal that is written over and removed at the end.
final class ProgressLine: Sendable {
    private struct State {
        var done: Int64 = 0
        var total: Int64 = 0
        var shown: ContinuousClock.Instant
    }

    private let start = ContinuousClock.now
    private let isShown = isatty(STDERR_FILENO) == 1
    private let state = Mutex(State(shown: .now))

    var progress: WorkProgress {
        guard isShown else { return WorkProgress() }
        return WorkProgress(
            expect: { bytes in self.state.withLock { $0.total += bytes } },
            add: { bytes in self.add(bytes) }
        )
    }

    /// Not before a second has passed: what is quick needs no words.
    private func add(_ bytes: Int64) {
        let line: String? = state.withLock { state in
            state.done += bytes
            guard state.shown.duration(to: .now) > .seconds(1) else { return nil }
            state.shown = .now
            return Self.line(done: state.done, total: state.total, after: start.duration(to: .now))
        }
        if let line { FileHandle.standardError.write(Data("\r\(line)\u{1B}[K".utf8)) }
    }

    func end() {
        if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }

    static func line(done: Int64, total: Int64, after time: Duration) -> String {
        let seconds = max(Double(time.components.seconds), 1)
        let mebibytes = { (bytes: Int64) in String(bytes >> 20) }
        let share = total > 0 ? min(done * 100 / total, 100) : 100
        let rate = Int64(Double(done) / seconds)
        return "\(mebibytes(done)) / \(mebibytes(max(total, done))) MiB  \(share) %  \(mebibytes(rate)) MiB/s"
    }
}
