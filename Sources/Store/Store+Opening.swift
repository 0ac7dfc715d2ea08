public import Councils
import Dispatch
public import Journal
public import IssueReporting
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
        let loader = Loader()
        let (journal, recovery) = try Journal.open(
            path,
            disk: disk,
            options: options,
            storeID: storeID,
            holder: holder,
            now: { now().milliseconds },
            snapshotLine: loader.line,
            snapshotEnd: loader.endOfLines,
            group: loader.group
        )
        let state = loader.finish(seq: journal.lastSeq)
        let past = PastQueue(journal.reader(), report: report)
        let older = FeedPast(journal.reader(), last: journal.lastSeq, settings: settings, report: report)
        let feed = Feed(limit: settings.changesKept, past: older, salt: journal.storeID)
        let store = Store(
            state: state,
            journal: JournalBox(journal),
            past: past,
            feed: feed,
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

    public var storeID: String { journal.storeID }

    public var condition: Condition {
        writer.withLock { $0.condition }
    }

    public var isWritable: Bool { condition == .writable }
}
