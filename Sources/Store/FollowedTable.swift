import HashTreeCollections
import Councils

/// A table whose changes are told, without its type: what the feed needs of it.
struct FollowedTable: Sendable {
    /// The council of what a change has left.
    let council: @Sendable (_ change: StoredChange) throws(Undecodable) -> ID<Council>
    /// What ``State/shows(_:)`` answers for an event of this table.
    let shows: @Sendable (_ state: State, _ event: FeedEvent) -> Bool

    init<Value: Stored>(_ type: Value.Type) {
        council = { (change) throws(Undecodable) in try Remains<Value>.read(change).1.council }
        shows = { state, event in
            let (table, id) = (state[keyPath: Value.tablePath], ID<Value>(trusted: event.id))
            if let record = table[id] {
                return record.value.council(id: id) == event.council && record.seen(at: event.level) != nil
            }
            guard let tombstone = table.tombstones[id] else { return false }
            return tombstone.council == event.council.text && tombstone.visibleFrom <= event.level
        }
    }
}
