public import Councils
import Journal
import Synchronization

/// What has changed, for each reader only what the reader may see, in the order of the journal and once it is on disk.
///
/// A write makes an event for each level whose stamp it changes. The newest events of each level in each council are kept
/// in a ring of their own, so that nothing a reader gets, and nothing a reader loses, depends on what that reader does
/// not see. Whether a value may still be seen is asked when its events are shown.
public final class Feed: Sendable {
    struct Inside {
        var rings: FeedRings
        var filling = Filling.due
        /// Those who wait for an event of theirs, by who they are: what concerns one reader concerns all like it.
        var waiting: [Reader: [UInt64: CheckedContinuation<Void, Never>]] = [:]
        var tickets: UInt64 = 0
        var isOver = false
        var work = Work()
    }

    /// How far the rings hold what was written before the process began.
    enum Filling {
        case due
        case underWay([CheckedContinuation<Void, Never>])
        case done
    }

    /// What writes have cost here.
    struct Work: Hashable {
        var events = 0
        /// Kinds of reader that were looked at.
        var readers = 0
        var woken = 0
    }

    let inside: Mutex<Inside>
    let past: FeedPast
    /// Makes digests that nobody outside can.
    private let salt: String

    init(limit: Int, past: FeedPast, salt: String) {
        inside = Mutex(Inside(rings: FeedRings(limit: limit)))
        self.past = past
        self.salt = salt
    }

    /// What can be followed.
    public static var resources: [String] { State.tables.filter { $0.followed != nil }.map(\.name) }

    /// Takes the events of a group that is on disk and published, and wakes those whom one of them concerns.
    func append(_ events: [FeedEvent]) {
        guard !events.isEmpty else { return }
        let woken = inside.withLock { inside in
            for event in events { inside.rings.append(event) }
            inside.work.events += events.count
            return inside.takeConcerned(by: events)
        }
        for waiter in woken { waiter.resume() }
    }

    /// The cursor of a reader who begins now, and the place that it stands for.
    public func now(for reader: Reader, in state: State) -> (cursor: FeedCursor, position: FeedPosition) {
        inside.withLock { inside in
            let last = inside.rings.last(for: reader) { state.shows($0) }
            let cursor = last.map(FeedCursor.init) ?? .start(inside.rings.loss(for: reader, salt: salt))
            return (cursor, inside.rings.end)
        }
    }

    /// Where a cursor stands; nil if what it names is not kept, is not this reader's to know (now, at this level), or never
    /// was: nobody can tell these apart.
    public func position(of cursor: FeedCursor, for reader: Reader, in state: State) -> FeedPosition? {
        inside.withLock { inside in
            switch cursor {
            case .start(let loss):
                guard loss == inside.rings.loss(for: reader, salt: salt) else { return nil }
                return inside.rings.start(for: reader)
            case .after(let shown):
                guard reader.level(in: shown.council) == shown.level, let event = inside.rings.event(shown),
                    state.shows(event)
                else { return nil }
                return event.position
            }
        }
    }

    /// A reader's events behind a position in their order, whether or not their values can still be seen; nil if some of
    /// them have been pruned.
    ///
    /// - Parameter councils: only of these; nil for all.
    public func events(
        after position: FeedPosition,
        for reader: Reader,
        in councils: Set<ID<Council>>?,
        atMost limit: Int
    ) -> [FeedEvent]? {
        inside.withLock { $0.rings.events(after: position, for: reader, in: councils, atMost: limit) }
    }

    var work: Work { inside.withLock { $0.work } }
}

extension State {
    /// Whether a reader of the event's level may know now of the value: it answers, or says that it was deleted.
    public func shows(_ event: FeedEvent) -> Bool {
        State.tables.first { $0.name == event.resource }?.followed?.shows(self, event) ?? false
    }
}
