public import Councils
import Dispatch
import Journal

/// A part of the audit log, the newest first.
public struct AuditPage: Sendable {
    public let entries: [AuditEntry]
    /// Where the next page begins: with what stands before this number. nil at the end of the log.
    public let next: UInt64?

    public init(entries: [AuditEntry], next: UInt64?) {
        self.entries = entries
        self.next = next
    }
}

/// What was written before, on a queue of its own: reading it holds up neither who writes nor the threads that answer.
struct AuditQueue: Sendable {
    let journal: JournalReader
    let report: Store.Failed
    let queue = DispatchQueue(label: "audit reading")

    init(_ journal: JournalReader, report: @escaping Store.Failed) {
        self.journal = journal
        self.report = report
    }
}

extension AuditLog {
    /// Entries, the newest first.
    ///
    /// - Parameters:
    ///   - bound: only those before this number; nil for all that are on disk now.
    ///   - limit: at most so many. There may be fewer and more to come: one page reads ``Settings/pageBytes`` at most.
    /// - Throws: ``Refusal/unreadable``.
    public func page(
        before bound: UInt64? = nil,
        limit: Int,
        where includes: @escaping @Sendable (AuditEntry) -> Bool = { _ in true }
    ) async throws(Refusal) -> AuditPage {
        let newest = head.seq
        let last = min(bound.map { $0 > 0 ? $0 - 1 : 0 } ?? newest, newest)
        let result: Result<AuditPage, Refusal> = await withCheckedContinuation { continuation in
            past.queue.async {
                do {
                    let page = try self.read(from: last, limit: limit, where: includes)
                    continuation.resume(returning: .success(page))
                } catch {
                    self.past.report("reading the audit log: \(error)")
                    continuation.resume(returning: .failure(.unreadable))
                }
            }
        }
        return try result.get()
    }

    private func read(
        from last: UInt64,
        limit: Int,
        where includes: (AuditEntry) -> Bool
    ) throws -> AuditPage {
        var entries: [AuditEntry] = []
        var next = last
        var bytes = 0
        while next > 0, bytes < settings.pageBytes {
            let groups = try past.journal.groups(upTo: next)
            if groups.isEmpty { throw Undecodable(description: "entry \(next) is not there any more") }
            for group in groups.reversed() {
                bytes += group.entries.count
                for (entry, _) in try AuditEntry.read(group: group.entries[...]).reversed() where entry.seq <= next {
                    next = entry.seq - 1
                    if includes(entry) { entries.append(entry) }
                    if entries.count == limit { return AuditPage(entries: entries, next: next > 0 ? next + 1 : nil) }
                }
            }
        }
        return AuditPage(entries: entries, next: next > 0 ? next + 1 : nil)
    }
}
