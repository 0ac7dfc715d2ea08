import Synchronization

/// What the operations of a batch came to, for the audit log: each is written down as if it had been sent alone.
final class BatchTrace: Sendable {
    struct Part: Sendable {
        let endpoint: Endpoint
        /// What stands in its path in the place of `{…}`, or of what it has made.
        let id: String?
        let status: Int
    }

    private let collected = Mutex<[Part]>([])

    var parts: [Part] { collected.withLock { $0 } }

    func add(_ endpoint: Endpoint, _ id: String?, status: Int) {
        collected.withLock { $0.append(Part(endpoint: endpoint, id: id, status: status)) }
    }
}
