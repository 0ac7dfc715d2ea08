public import Councils
import Dispatch
public import Journal
public import IssueReporting
import JSONText
import Synchronization

extension Store {
    /// Opens a data directory: takes its lock, reads the newest snapshot that verifies and what the journal has since.
    ///
    /// - Parameters:
    ///   - holder: what the lock file says of this process, one line of JSON.
    ///   - storeID: a new id, should the directory be new.
    /// - Throws: `JournalFault`, each of which says place and remedy.
    public static func open(
        _ path: String,
        journal options: Journal.Options = .init(),
        settings: Settings = .init(),
        disk: Disk = .live,
        holder: [UInt8],
        storeID: () -> String,
        now: @escaping @Sendable () -> Instant,
        failed: @escaping Failed,
        report: @escaping Failed = { reportIssue($0) }
    ) throws(JournalFault) -> (store: Store, recovery: Recovery) {
        var state = State()
        let tables = Dictionary(uniqueKeysWithValues: State.tables.map { ($0.name, $0) })

        func take(_ change: JSONValue, of seq: UInt64?, at pointer: String) throws {
            let stored = try StoredObject(change, at: pointer)
            let name = try stored.required("table", StoredObject.text)
            guard let table = tables[name] else { throw Undecodable(description: "\(pointer): unknown table \(name)") }
            try table.apply(stored, of: seq, to: &state)
        }

        let (journal, recovery) = try Journal.open(
            path,
            disk: disk,
            options: options,
            storeID: storeID,
            holder: holder,
            now: { now().milliseconds },
            snapshotLine: { line in try take(JSONValue(parsing: line), of: nil, at: "") },
            group: { entries in
                guard let entries = try JSONValue(parsing: entries).arrayValue, !entries.isEmpty else {
                    throw Undecodable(description: "no entries")
                }
                var seqs: [UInt64] = []
                for (index, entry) in entries.enumerated() {
                    let stored = try StoredObject(entry, at: "/entries/\(index)")
                    let seq = try stored.required("seq", StoredObject.seq)
                    seqs.append(seq)
                    for change in try stored.list("changes", { $0 }) {
                        try take(change, of: seq, at: "/entries/\(index)")
                    }
                }
                guard let first = seqs.first, let last = seqs.last,
                    zip(seqs, seqs.dropFirst()).allSatisfy({ $0.addingReportingOverflow(1) == ($1, false) })
                else {
                    throw Undecodable(description: "the entries' numbers do not follow each other")
                }
                return first...last
            }
        )
        state.seq = journal.lastSeq
        let past = PastQueue(journal.reader())
        let store = Store(
            state: state,
            journal: JournalBox(journal),
            past: past,
            settings: settings,
            failed: failed,
            report: report
        )
        return (store, recovery)
    }

    /// Who holds the lock, for those who find it taken: one line of JSON.
    public func updateHolder(_ line: [UInt8]) {
        queue.async { self.journal.value.updateHolder(line) }
    }

    public var isWritable: Bool {
        writer.withLock { $0.condition == .writable }
    }
}
