public import Councils
import Dispatch
import Journal
import Synchronization

/// What is kept of requests for ever, on disk before anybody is told what they asked for.
///
/// It is a journal of its own beside the store's, in the directory `audit` of the data directory, with the same files and
/// the same chain. It has no state and so no snapshots, nothing of it is ever removed, and opening reads its last two
/// segments alone. Entries gather while the group before them is on its way to disk.
///
/// On a full disk its reserve is given up, so that what is read goes on being written down while nothing is changed any
/// more. After a failed sync it refuses for ever.
public final class AuditLog: Sendable {
    public struct Settings: Sendable {
        /// How many bytes of the disk are kept for when it is full.
        public var reserveBytes: Int64 = 8 << 20
        /// A segment that has reached this length gets no further group.
        public var segmentBytes = 16 << 20
        /// How long it is quiet before it is sealed.
        public var sealAfterMilliseconds = 100
        /// How often a full disk is tried again.
        public var retryAfterMilliseconds = 1000
        /// How much is read at most for one page, in bytes.
        public var pageBytes = 4 << 20

        public init() {}
    }

    /// Whether entries are taken, or why not.
    public enum Condition: String, Sendable, CaseIterable {
        case writable
        /// The disk is full, and what is written takes the reserve.
        case reserve
        /// The reserve is used up.
        case diskFull
        case failed, closed
    }

    /// The last line of the chain, as it can be kept elsewhere to see later that nothing was cut off or changed.
    public struct Head: Hashable, Sendable {
        public let storeID: String
        public let seq: UInt64
        /// The sum of the line, 64 hexadecimal digits.
        public let sum: String
        /// When the request of the last entry came; nil before the first.
        public let at: Instant?

        public init(storeID: String, seq: UInt64, sum: String, at: Instant?) {
            self.storeID = storeID
            self.seq = seq
            self.sum = sum
            self.at = at
        }
    }

    /// An entry that waits for the disk.
    struct Pending {
        let tail: [UInt8]
        let at: Instant
        let answer: @Sendable (Result<Void, Refusal>) -> Void
    }

    struct Writer {
        var pending: [Pending] = []
        /// Whether the queue has been asked to write.
        var isWriting = false
        var condition = Condition.writable
        var head: Head
    }

    let writer: Mutex<Writer>
    let journal: JournalBox
    let past: AuditQueue
    let settings: Settings
    let failed: Store.Failed
    let report: Store.Failed

    init(
        journal: JournalBox,
        head: Head,
        past: AuditQueue,
        settings: Settings,
        failed: @escaping Store.Failed,
        report: @escaping Store.Failed
    ) {
        writer = Mutex(Writer(head: head))
        self.journal = journal
        self.past = past
        self.settings = settings
        self.failed = failed
        self.report = report
    }

    public var condition: Condition { writer.withLock { $0.condition } }
    /// The last line that is on the disk.
    public var head: Head { writer.withLock { $0.head } }

    /// Returns when the entry is on disk.
    ///
    /// - Throws: ``Refusal/diskFull``, ``Refusal/unavailable``, and ``Refusal/outcomeUnknown`` after a failed sync. In each
    ///   case nothing of what the entry tells of may be given away.
    public func record(_ entry: AuditEntry) async throws(Refusal) {
        let (tail, at) = (entry.tail, entry.at)
        let result: Result<Void, Refusal> = await withCheckedContinuation { continuation in
            submit(Pending(tail: tail, at: at) { continuation.resume(returning: $0) })
        }
        try result.get()
    }

    func submit(_ pending: Pending) {
        let queued: Result<Bool, Refusal> = writer.withLock { writer in
            if let refusal = writer.condition.refusal { return .failure(refusal) }
            writer.pending.append(pending)
            defer { writer.isWriting = true }
            return .success(!writer.isWriting)
        }
        switch queued {
        case .success(let isFirst): if isFirst { journal.queue.async { self.writePending() } }
        case .failure(let refusal): pending.answer(.failure(refusal))
        }
    }
}

extension AuditLog.Condition {
    /// What an entry is answered that is not taken.
    var refusal: Refusal? {
        switch self {
        case .writable, .reserve: nil
        case .diskFull: .diskFull
        case .failed, .closed: .unavailable
        }
    }
}
