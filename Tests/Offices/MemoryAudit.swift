import API
import Councils
import Store
import Synchronization

/// An audit log that is kept in memory, and fails when a test wants it to.
final class MemoryAudit: Sendable {
    private struct State {
        var entries: [AuditEntry] = []
        var condition = AuditLog.Condition.writable
        var fault: Refusal?
    }

    private let state = Mutex(State())

    var entries: [AuditEntry] { state.withLock { $0.entries } }

    /// What came before is of no interest.
    func forget() { state.withLock { $0.entries = [] } }

    /// What every entry is refused with from now on; nil for none.
    func fail(with fault: Refusal?) { state.withLock { $0.fault = fault } }
    func become(_ condition: AuditLog.Condition) { state.withLock { $0.condition = condition } }

    var auditing: Auditing {
        Auditing(
            record: { (entry) async throws(Refusal) in
                let fault: Refusal? = self.state.withLock { state in
                    if let fault = state.fault { return fault }
                    var entry = entry
                    entry.seq = UInt64(state.entries.count + 1)
                    state.entries.append(entry)
                    return nil
                }
                if let fault { throw fault }
            },
            condition: { self.state.withLock { $0.condition } },
            head: {
                let last = self.entries.last
                let sum = String(repeating: "0", count: 64)
                return AuditLog.Head(storeID: "memory/audit", seq: last?.seq ?? 0, sum: sum, at: last?.at)
            },
            page: { (bound, limit, includes) async throws(Refusal) in
                let before = self.entries.reversed().filter { $0.seq < bound ?? .max }
                let found = before.filter(includes).prefix(limit)
                let hasMore = found.last.map { last in before.last.map { $0.seq < last.seq } ?? false } ?? false
                return AuditPage(entries: Array(found), next: hasMore ? found.last?.seq : nil)
            },
            figures: {
                AuditFigures(
                    condition: self.state.withLock { $0.condition },
                    seq: UInt64(self.entries.count),
                    groupEntries: Histogram([1]),
                    syncSeconds: Histogram([1]),
                    bytes: 0
                )
            }
        )
    }
}
