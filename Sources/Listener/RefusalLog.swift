import Logging
import Synchronization

/// Says in the log what is refused, and how much where it is much: a flood must not become one of lines.
final class RefusalLog: Sendable {
    private struct Second {
        var lines = 0
        var unsaid: [Refusal.Code: Int] = [:]
    }

    private let log: Logger
    private let second = Mutex(Second())

    /// Refusals that get a line of their own, a second.
    private static let mostLines = 20

    init(_ log: Logger) {
        self.log = log
    }

    func note(_ refusal: Refusal, from peer: Peer) {
        let isSaid = second.withLock { second in
            second.lines += 1
            if second.lines > Self.mostLines { second.unsaid[refusal.code, default: 0] += 1 }
            return second.lines <= Self.mostLines
        }
        guard isSaid else { return }
        log.info(
            "request refused",
            metadata: ["code": "\(refusal.code)", "reason": "\(refusal.reason)", "peer": "\(peer.host)"]
        )
    }

    /// A second is over.
    func sweep() {
        let unsaid = second.withLock { second in
            defer { second = Second() }
            return second.unsaid
        }
        guard !unsaid.isEmpty else { return }
        log.info("more requests refused", metadata: ["codes": .dictionary(unsaid.metadata)])
    }
}

extension [Refusal.Code: Int] {
    fileprivate var metadata: Logger.Metadata {
        Logger.Metadata(uniqueKeysWithValues: map { ($0.key.rawValue, "\($0.value)") })
    }
}
