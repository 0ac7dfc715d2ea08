public import Councils

/// One value in its table, as it stands after some write. Never changed: an edit makes another one.
public final class Record<Value: Visible>: Sendable {
    public let id: ID<Value>
    public let value: Value
    let stamps: Stamps
    /// The entry of the journal that made it; 0 if a snapshot did not say.
    let seq: UInt64

    init(id: ID<Value>, value: Value, stamps: Stamps, seq: UInt64) {
        self.id = id
        self.value = value
        self.stamps = stamps
        self.seq = seq
    }

    /// What a level of readers sees of it; nil where it is not theirs to know.
    public func seen(at level: Level) -> Shown<Value>? {
        guard let value = value.seen(at: level), let stamp = stamps[level] else { return nil }
        return Shown(id: id, value: value, stamp: stamp, level: level)
    }
}

/// A record as a level of readers sees it.
public struct Shown<Value: Visible>: Sendable {
    public let id: ID<Value>
    public let value: Value.Seen
    public let stamp: Stamp
    /// The reader's, in the council of the value.
    public let level: Level

    /// The same record with another value, for example as of another day.
    public func showing(_ value: Value.Seen) -> Shown {
        Shown(id: id, value: value, stamp: stamp, level: level)
    }
}

/// What is left of a deleted value.
struct Tombstone: Hashable, Sendable {
    let council: String
    /// The lowest level that saw it: below, it is as if it had never been.
    let visibleFrom: Level
    let stamps: Stamps
    let at: Instant
    /// The entry of the journal that deleted it; 0 if a snapshot did not say.
    let seq: UInt64
}
