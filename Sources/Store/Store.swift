public import Councils
import Dispatch
import Journal
import JSONText
import Synchronization

/// The memory of the process, and its one way to disk.
///
/// Writes gather while the group before them is on its way to disk. One queue then runs them, one after the other on the
/// state that is on disk, appends what they changed to the journal as one group, and when that is on disk, too, publishes
/// the state it led to and lets the writers answer. So nobody is shown a state that a crash could undo, what queues
/// during one sync is the next group, and no lock is held but to queue.
public final class Store: Sendable {
    /// Called when the journal has failed and nothing more can be written; the process should end.
    public typealias Failed = @Sendable (_ reason: String) -> Void

    let writer: Mutex<Writer>
    private let published: Mutex<Published>
    let journal: JournalBox
    let past: PastQueue
    /// What has changed, for those who follow it.
    public let feed: Feed
    var queue: DispatchQueue { journal.queue }
    let settings: Settings
    let failed: Failed
    /// Takes what went wrong without harm, for the log.
    let report: Failed

    public struct Settings: Sendable {
        /// A snapshot is written when the journal has grown by so many bytes since the last one.
        public var snapshotAfterBytes = 64 << 20
        /// How fast a snapshot is written at most, and then read back, so that others hardly wait for it.
        public var snapshotMebibytesPerSecond = 16
        /// How long the store is quiet before the journal is sealed.
        public var sealAfterMilliseconds = 100
        /// How often a full disk is tried again.
        public var retryAfterMilliseconds = 1000
        /// How many events of each level in each council can be asked for later.
        public var changesKept = 10_000

        public init() {}
    }

    /// A state by reference: to hand it out costs one count, where a copy costs one for each tree of each table.
    public final class Published: Sendable {
        public let state: State
        init(_ state: State) { self.state = state }
    }

    struct Writer {
        var pending: [Pending] = []
        /// Whether the queue has been asked to commit.
        var isCommitting = false
        var condition = Condition.writable
    }

    /// Whether writes are taken, or why not.
    public enum Condition: String, Sendable, CaseIterable { case writable, diskFull, failed, closed }

    /// A write that waits for its turn.
    struct Pending {
        /// Changes the state, or leaves it as it was.
        var run: @Sendable (_ state: inout State) -> Ran
        /// For a write that never ran.
        var refuse: @Sendable (Refusal) -> Void
    }

    /// A write that has run and waits for the disk.
    struct Ran {
        /// nil for one that changed nothing or was refused.
        var entry: [UInt8]?
        /// What is told of it once it is on disk.
        var events: [FeedEvent]
        /// Answers: with what it did, or with why nothing of it counts.
        var finish: @Sendable (Result<Void, Refusal>) -> Void
    }

    init(
        state: State,
        journal: JournalBox,
        past: PastQueue,
        feed: Feed,
        settings: Settings,
        failed: @escaping Failed,
        report: @escaping Failed
    ) {
        writer = Mutex(Writer())
        published = Mutex(Published(state))
        self.journal = journal
        self.past = past
        self.feed = feed
        self.settings = settings
        self.failed = failed
        self.report = report
    }

    /// What is on disk, as it stands now: it stays as it is while others write.
    public func read() -> Published {
        published.withLock { $0 }
    }

    func publish(_ state: State) {
        let next = Published(state)
        published.withLock { $0 = next }
    }

    /// Runs `body` on the newest state and answers when what it did is on disk.
    ///
    /// - Parameters:
    ///   - origin: who asks, and in which request, for the journal.
    ///   - body: synchronous, so that nothing comes between its checks and its puts. It runs on the queue of all writes.
    /// - Throws: what `body` throws (once what it saw is on disk), ``Refusal/diskFull``, ``Refusal/unavailable``,
    ///   ``Refusal/outcomeUnknown``.
    public func write<Value: Sendable>(
        _ origin: Origin,
        _ body: @escaping @Sendable (inout Transaction) throws(Refusal) -> Value
    ) async throws(Refusal) -> Value {
        let result: Result<Value, Refusal> = await withCheckedContinuation { continuation in
            submit(origin, body) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }

    /// Runs `body` as ``write(_:_:)`` does and forgets what it did.
    public func rehearse<Value: Sendable>(
        _ origin: Origin,
        _ body: @escaping @Sendable (inout Transaction) throws(Refusal) -> Value
    ) async throws(Refusal) -> Value {
        var kept = origin
        kept.isRehearsal = true
        return try await write(kept, body)
    }

    /// Puts a write into the queue.
    func submit<Value: Sendable>(
        _ origin: Origin,
        _ body: @escaping @Sendable (inout Transaction) throws(Refusal) -> Value,
        _ answer: @escaping @Sendable (Result<Value, Refusal>) -> Void
    ) {
        let pending = Pending(
            run: { state in
                let (result, entry, events) = state.run(origin, body)
                return Ran(entry: entry, events: events) { outcome in answer(outcome.flatMap { result }) }
            },
            refuse: { answer(.failure($0)) }
        )
        let queued: Result<Bool, Refusal> = writer.withLock { writer in
            if let refusal = writer.condition.refusal { return .failure(refusal) }
            writer.pending.append(pending)
            defer { writer.isCommitting = true }
            return .success(!writer.isCommitting)
        }
        switch queued {
        case .success(let isFirst): if isFirst { queue.async { self.commit() } }
        case .failure(let refusal): answer(.failure(refusal))
        }
    }
}

extension Store.Condition {
    /// What a write is answered that is not taken.
    var refusal: Refusal? {
        switch self {
        case .writable: nil
        case .diskFull: .diskFull
        case .failed, .closed: .unavailable
        }
    }
}

/// Where a write comes from, as the journal keeps it.
public struct Origin: Sendable {
    public var moment: Instant
    /// The public id of the token, or the name of a part of this program.
    public var actor: String
    public var request: String
    /// What lets the request be sent again without being done again.
    public var key: RequestKey?
    var isRehearsal = false

    public init(moment: Instant, actor: String, request: String, key: RequestKey? = nil) {
        self.moment = moment
        self.actor = actor
        self.request = request
        self.key = key
    }

    func entry(seq: UInt64, changes: [[UInt8]], outcomes: [Outcome]) -> [UInt8] {
        var json = JSONWriter(reserving: changes.reduce(160) { $0 + $1.count })
        json.object { json in
            json.member("seq", Int64(seq))
            json.member("at", moment.milliseconds)
            json.member("actor", actor)
            json.member("request", request)
            if let key { json.member("key", object: { json in key.write(outcomes, to: &json) }) }
            json.member("changes", each: changes) { $0.raw($1) }
        }
        return json.finish()
    }
}
