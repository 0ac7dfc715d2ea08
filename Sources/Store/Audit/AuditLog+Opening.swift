public import Councils
import Dispatch
public import IssueReporting
public import Journal
import Synchronization

extension AuditLog {
    /// Where it is in a data directory.
    public static func directory(in data: String) -> String { data + "/audit" }

    /// The id of the audit log of a store, by which one that was put there from elsewhere is known.
    public static func storeID(of store: String) -> String { store + "/audit" }

    /// Opens the audit log of a data directory that is open, or makes it.
    ///
    /// - Parameters:
    ///   - data: the data directory.
    ///   - store: the id of its store.
    ///   - holder: what the lock file says of this process, one line of JSON.
    ///   - failed: called when nothing more can be written; the process should end.
    /// - Throws: `JournalFault`, each of which says place and remedy; `.otherStore` for the audit log of another store.
    public static func open(
        in data: String,
        of store: String,
        settings: Settings = .init(),
        disk: Disk = .live,
        holder: [UInt8],
        now: @escaping @Sendable () -> Instant,
        failed: @escaping Store.Failed,
        report: @escaping Store.Failed = { reportIssue($0) }
    ) throws(JournalFault) -> (log: AuditLog, recovery: Recovery) {
        var options = Journal.Options()
        options.segmentBytes = settings.segmentBytes
        options.opensAtEnd = true
        var last: Instant?
        let id = storeID(of: store)
        let (journal, recovery) = try Journal.open(
            directory(in: data),
            disk: disk,
            options: options,
            storeID: { id },
            expecting: id,
            holder: holder,
            now: { now().milliseconds },
            snapshotLine: { _ in },
            group: { group in
                let entries = try AuditEntry.read(group: group)
                guard let first = entries.first?.entry, let final = entries.last?.entry else {
                    throw Undecodable(description: "no entries")
                }
                last = final.at
                return first.seq...final.seq
            }
        )
        let hasReserve = journal.makeReserve(bytes: settings.reserveBytes)
        let point = journal.head
        let log = AuditLog(
            journal: JournalBox(journal, label: "audit"),
            head: Head(storeID: id, seq: point.seq, sum: point.sum, at: last),
            past: AuditQueue(journal.reader(), report: report),
            settings: settings,
            failed: failed,
            report: report
        )
        if !hasReserve {
            log.writer.withLock { $0.condition = .reserve }
            report("there is no room for the reserve of the audit log: changes are taken once there is")
            log.tryAgainLater()
        }
        return (log, recovery)
    }
}
