public import Councils
import HashTreeCollections

/// One write: what it reads is the newest state, what it puts becomes one entry of the journal, all or nothing.
public struct Transaction {
    /// The newest state, this transaction's own changes in it. Some of it may not be on disk yet.
    public private(set) var state: State
    /// When it began.
    public let moment: Instant
    /// The number of its entry, if it changes anything.
    let seq: UInt64
    private(set) var changes: [[UInt8]] = []
    /// What each write of a value came to, also one that changed nothing.
    private(set) var outcomes: [Outcome] = []
    /// What the levels are told of the changes.
    private(set) var events: [FeedEvent] = []
    /// What takes each change back, in their order.
    private var undoing: [(inout State) -> Void] = []

    /// - Parameter state: held by nobody else where it can be: what is held twice is copied before it is changed.
    init(on state: consuming State, at moment: Instant) {
        seq = state.seq + 1
        self.state = state
        self.moment = moment
    }

    /// A value that this reader is about to change.
    ///
    /// - Parameter condition: asked with what the reader sees of it.
    /// - Throws: ``Refusal/notFound``, ``Refusal/deleted`` (for those who could see it before),
    ///   ``Refusal/forbidden(_:)`` unless the reader may write in its council, ``Refusal/outdated``.
    public func current<Value: Stored>(
        _ id: ID<Value>,
        for reader: Reader,
        where condition: (Shown<Value>) -> Bool
    ) throws(Refusal) -> Record<Value> {
        let seen = try state.find(id, for: reader)
        guard let record = state[keyPath: Value.tablePath][id] else { throw .notFound }
        guard reader.mayWrite(in: record.value.council(id: id)) else { throw .forbidden(.otherCouncil) }
        guard condition(seen) else { throw .outdated }
        return record
    }

    /// Adds a value under an id that no other has. An id that was deleted goes on counting its versions.
    ///
    /// - Throws: ``Refusal/conflict(_:missing:)`` if the id is taken, ``Refusal/forbidden(_:)``.
    public mutating func create<Value: Stored>(
        _ id: ID<Value>,
        _ value: Value,
        for reader: Reader
    ) throws(Refusal) -> Record<Value> {
        guard reader.mayWrite(in: value.council(id: id)) else { throw .forbidden(.otherCouncil) }
        guard state[keyPath: Value.tablePath][id] == nil else { throw .conflict(.idIsTaken) }
        let tombstone = state[keyPath: Value.tablePath].tombstones[id]
        // What is left of another council's value is that council's.
        if let tombstone, tombstone.council != value.council(id: id).text { throw .conflict(.idIsTaken) }
        let former = tombstone?.stamps ?? Stamps()
        let stamps = former.after(nil, became: value, at: moment)
        undoing.append { state in state.delete(Value.self, id, leaving: tombstone) }
        note(.created, id, stamps)
        let told = stamps.told(after: former) { level in
            former[level] == nil || tombstone.map { $0.visibleFrom <= level } ?? true ? .created : .changed
        }
        return put(Record(id: id, value: value, stamps: stamps, seq: seq), after: tombstone?.seq, told)
    }

    /// Puts another value in the place of a record. The same value again changes nothing, not even the version.
    ///
    /// - Throws: ``Refusal/forbidden(_:)`` unless the reader may write in its council as it was and as it will be.
    public mutating func replace<Value: Stored>(
        _ record: Record<Value>,
        with value: Value,
        for reader: Reader
    ) throws(Refusal) -> Record<Value> {
        guard reader.mayWrite(in: record.value.council(id: record.id)),
            reader.mayWrite(in: value.council(id: record.id))
        else { throw .forbidden(.otherCouncil) }
        guard value != record.value else {
            note(.changed, record.id, record.stamps)
            return record
        }
        let stamps =
            value.isNewVersion(of: record.value)
            ? record.stamps.after(record.value, became: value, at: moment) : record.stamps
        note(.changed, record.id, stamps)
        undoing.append { state in state.put(record) }
        let told = stamps.told(after: record.stamps) { record.stamps[$0] == nil ? .created : .changed }
        return put(Record(id: record.id, value: value, stamps: stamps, seq: seq), after: record.seq, told)
    }

    /// - Throws: ``Refusal/referenced(by:)`` if others refer to it, ``Refusal/forbidden(_:)``.
    public mutating func delete<Value: Stored>(_ record: Record<Value>, for reader: Reader) throws(Refusal) {
        let council = record.value.council(id: record.id)
        guard reader.mayWrite(in: council) else { throw .forbidden(.otherCouncil) }
        let references =
            Value.self == Council.self ? state.references(inCouncil: council) : state.references(to: record.id)
        guard references.isEmpty else { throw .referenced(by: references) }
        let tombstone = Tombstone(of: record, at: moment, seq: seq)
        note(.deleted, record.id, tombstone.stamps)
        undoing.append { state in state.put(record) }
        state.delete(Value.self, record.id, leaving: tombstone)
        let told = tombstone.stamps.told(after: record.stamps) { _ in .deleted }
        let said = tell(told, of: record.id, in: council, tombstone.stamps)
        changes.append(ChangeEntry.delete(Value.self, record.id, tombstone, .after(record.seq), told: said))
    }

    /// Changes what goes with something that was asked for. It is told like any other change; but the request is not
    /// answered with it, also where it is sent again.
    public mutating func beside<Result>(
        _ body: (inout Transaction) throws(Refusal) -> Result
    ) throws(Refusal) -> Result {
        let asked = outcomes.count
        defer { outcomes.removeSubrange(asked...) }
        return try body(&self)
    }

    /// One outcome in the place of all so far, for a request that answers with what they come to and not with each.
    ///
    /// - Parameter id: what it comes to, where an id stands otherwise.
    public mutating func summarize(_ id: String, of resource: String) {
        outcomes = [Outcome(change: .changed, resource: resource, id: id, version: 0)]
    }

    /// The state as it was before.
    consuming func undone() -> State {
        for undo in undoing.reversed() { undo(&state) }
        return state
    }

    /// The state with all changes, as that of their entry.
    consuming func done() -> State {
        state.seq = seq
        return state
    }

    private mutating func note<Value: Stored>(_ change: Outcome.Change, _ id: ID<Value>, _ stamps: Stamps) {
        let version = stamps.secretariat?.version ?? 0
        outcomes.append(Outcome(change: change, resource: Value.table, id: id.text, version: version))
    }

    /// - Parameter former: the entry with the change of this id before this one, if there was one.
    private mutating func put<Value: Stored>(
        _ record: Record<Value>,
        after former: UInt64?,
        _ told: [Told]
    ) -> Record<Value> {
        state.put(record)
        let said = tell(told, of: record.id, in: record.value.council(id: record.id), record.stamps)
        changes.append(ChangeEntry.put(record, .after(former), told: said))
        return record
    }

    /// - Returns: what was told; nil for what belongs to no council, such as tokens: nobody follows it.
    private mutating func tell<Value: Stored>(
        _ told: [Told],
        of id: ID<Value>,
        in council: ID<Council>,
        _ stamps: Stamps
    ) -> [Told]? {
        guard !council.text.isEmpty else { return nil }
        for told in told {
            guard let stamp = stamps[told.level] else { continue }
            events.append(
                FeedEvent(
                    resource: Value.table,
                    id: id.text,
                    council: council,
                    level: told.level,
                    version: stamp.version,
                    at: stamp.updatedAt,
                    change: told.change,
                    position: FeedPosition(seq: seq, ordinal: events.count)
                )
            )
        }
        return told
    }
}

extension Tombstone {
    init<Value: Stored>(of record: Record<Value>, at moment: Instant, seq: UInt64) {
        var stamps = record.stamps
        for level in Level.allCases {
            guard let last = stamps[level], record.value.seen(at: level) != nil else { continue }
            stamps[level] = Stamp(version: last.version + 1, createdAt: last.createdAt, updatedAt: moment)
        }
        self.init(
            council: record.value.council(id: record.id).text,
            visibleFrom: record.value.visibleFrom,
            stamps: stamps,
            at: moment,
            seq: seq
        )
    }
}

extension State {
    /// Runs a write, in place: of what is held by nobody else nothing is copied.
    ///
    /// - Returns: also the entry for the journal and what the levels are told of it. Without an entry the state is as it
    ///   was.
    mutating func run<Value>(
        _ origin: Origin,
        _ body: (inout Transaction) throws(Refusal) -> Value
    ) -> (Result<Value, Refusal>, entry: [UInt8]?, events: [FeedEvent]) {
        var transaction = Transaction(on: take(), at: origin.moment)
        do throws(Refusal) {
            let value = try body(&transaction)
            // A key is kept although nothing was to be changed: sent again, the request would meet another state.
            let isKept = origin.key != nil && !transaction.outcomes.isEmpty
            guard !origin.isRehearsal, isKept || !transaction.changes.isEmpty else {
                self = transaction.undone()
                return (.success(value), nil, [])
            }
            let outcomes = transaction.outcomes
            let entry = origin.entry(seq: transaction.seq, changes: transaction.changes, outcomes: outcomes)
            let events = transaction.events
            self = transaction.done()
            if let key = origin.key { keys.keep(KeptRequest(key: key, at: origin.moment, outcomes: outcomes)) }
            return (.success(value), entry, events)
        } catch {
            self = transaction.undone()
            return (.failure(error), nil, [])
        }
    }

    /// All of it, to be put back.
    private mutating func take() -> State {
        let state = self
        self = State()
        return state
    }
}
