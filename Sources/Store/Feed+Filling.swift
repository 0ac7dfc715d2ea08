import Councils
import Dispatch
import Journal
import JSONText
import Synchronization

// What was written before the process began, from the journal.
extension Feed {
    /// Returns when the rings hold what the journal still has of the time before, which is read when somebody asks first.
    public func filled() async {
        await withCheckedContinuation { continuation in
            enum Turn { case begin, wait, go }
            let turn = inside.withLock { inside -> Turn in
                switch inside.filling {
                case .done: return .go
                case .underWay(let waiting):
                    inside.filling = .underWay(waiting + [continuation])
                    return .wait
                case .due:
                    inside.filling = .underWay([continuation])
                    return .begin
                }
            }
            switch turn {
            case .go: continuation.resume()
            case .wait: break
            case .begin: past.read { rings in self.fill(rings) }
            }
        }
    }

    /// Puts what happened meanwhile behind what was before it.
    private func fill(_ older: FeedRings) {
        let waiting = inside.withLock { inside -> [CheckedContinuation<Void, Never>] in
            guard case .underWay(let waiting) = inside.filling else { return [] }
            var rings = older
            rings.append(inside.rings)
            inside.rings = rings
            inside.filling = .done
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

/// Reads events back, on a queue of its own.
struct FeedPast: Sendable {
    let journal: JournalReader
    /// The last entry that was on disk when the process began: what comes later is told as it happens.
    let last: UInt64
    /// Events that are kept for each level of each council.
    let limit: Int
    /// Entries that are read at most.
    let mostEntries: UInt64
    /// Takes what could not be read, and where, for the log.
    let report: Store.Failed
    private let queue = DispatchQueue(label: "feed", qos: .utility)

    init(_ journal: JournalReader, last: UInt64, settings: Store.Settings, report: @escaping Store.Failed) {
        self.journal = journal
        self.last = last
        limit = settings.changesKept
        mostEntries = UInt64(settings.changesKept) * 10
        self.report = report
    }

    func read(_ take: @escaping @Sendable (FeedRings) -> Void) {
        queue.async { take(read()) }
    }

    private func read() -> FeedRings {
        guard last > 0 else { return FeedRings(limit: limit) }
        let first = last > mostEntries ? last - mostEntries + 1 : 1
        var rings = FeedRings(limit: limit, horizon: first - 1)
        var known = first - 1
        do throws(JournalFault) {
            try journal.groups(of: first...last) { group in
                for entry in try StoredEntry.read(group: group.entries[...]) where (first...last).contains(entry.seq) {
                    let events = try FeedEvent.read(entry)
                    // Before what is missing, nothing can be told.
                    if events == nil || entry.seq != known + 1 {
                        rings = FeedRings(limit: limit, horizon: events == nil ? entry.seq : entry.seq - 1)
                    }
                    known = entry.seq
                    for event in events ?? [] { rings.append(event) }
                }
            }
        } catch {
            report("reading the changes of before: \(error)")
            known = 0
        }
        return known == last ? rings : FeedRings(limit: limit, horizon: last)
    }
}

extension FeedEvent {
    /// The events of one entry, as they were told when it was written; nil if it does not say.
    fileprivate static func read(_ entry: StoredEntry) throws(Undecodable) -> [FeedEvent]? {
        var events: [FeedEvent] = []
        for change in entry.changes {
            let table = try State.table(of: change.object)
            guard let followed = table.followed else { continue }
            let council = try followed.council(change)
            // Nobody follows what belongs to no council.
            guard !council.text.isEmpty else { continue }
            guard let told = try change.object.optional("told", { try Told.read(StoredObject($0)) }) else { return nil }
            let id = try change.object.required("id", StoredObject.text)
            let deleted = try change.object.optional("deleted") { try StoredObject($0) }
            let stamps = try (deleted ?? change.object).required("stamps") { try Stamps(StoredObject($0)) }
            for told in told {
                guard let stamp = stamps[told.level] else {
                    throw Undecodable(description: "\(table.name) \(id): no stamp for \(told.level)")
                }
                let position = FeedPosition(seq: entry.seq, ordinal: events.count)
                events.append(
                    FeedEvent(
                        resource: table.name,
                        id: id,
                        council: council,
                        level: told.level,
                        version: stamp.version,
                        at: stamp.updatedAt,
                        change: told.change,
                        position: position
                    )
                )
            }
        }
        return events
    }
}

extension Told {
    static func write(_ told: [Told], to json: inout JSONWriter) {
        for told in told {
            json.name(told.level.rawValue)
            json.string(told.change.rawValue)
        }
    }

    /// In the order of the levels.
    fileprivate static func read(_ stored: StoredObject) throws(Undecodable) -> [Told] {
        var told: [Told] = []
        for level in Level.allCases {
            let change = try stored.optional(level.rawValue, StoredObject.one(of: FeedEvent.Change.self))
            if let change { told.append(Told(level: level, change: change)) }
        }
        return told
    }
}
