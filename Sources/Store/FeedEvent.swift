public import Councils

/// That a value has changed as one level of readers sees it: which one, how and when, never what it says.
public struct FeedEvent: Hashable, Sendable {
    /// `created` also where a value comes back that this level has seen deleted; `changed` also where it can be seen again
    /// after a time in which it could not. The history of a value says the same.
    public typealias Change = History.Version.Change

    /// The table, as in paths: `minutes`.
    public let resource: String
    public let id: String
    public let council: ID<Council>
    /// The level that is told, and whose version it is.
    public let level: Level
    public let version: Int
    public let at: Instant
    public let change: Change
    public let position: FeedPosition
}

/// A place in the order of all events, of every level. It counts what others see, too, and so never leaves the process.
public struct FeedPosition: Hashable, Comparable, Sendable {
    /// The entry of the journal.
    let seq: UInt64
    /// Within the entry.
    let ordinal: Int

    public static func < (one: FeedPosition, other: FeedPosition) -> Bool {
        (one.seq, one.ordinal) < (other.seq, other.ordinal)
    }
}

/// What one level is told of a change.
struct Told: Hashable, Sendable {
    let level: Level
    let change: FeedEvent.Change
}

extension Stamps {
    /// What the levels are told of a change that left these stamps, each level at most once: only where its stamp is
    /// another one, so that what it cannot see is no event for it.
    func told(after former: Stamps, _ change: (Level) -> FeedEvent.Change) -> [Told] {
        Level.allCases.compactMap { level in
            guard let stamp = self[level], stamp != former[level] else { return nil }
            return Told(level: level, change: change(level))
        }
    }
}
