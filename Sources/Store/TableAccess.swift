import Councils
import HashTreeCollections
import Journal

/// A table without its type: what the journal and the snapshots need of it.
///
/// Closures, made for each type: what they call is compiled for that type, where a generic type behind a protocol would
/// ask at run time, for each record, what a record is.
struct TableAccess: Sendable {
    /// Puts what was decoded into a state, whose tables are then without their orders.
    typealias Loading = @Sendable (_ state: inout State) -> Void

    let name: String
    let count: @Sendable (_ state: State) -> Int
    /// Reads changes. Runs no rule.
    let decode: @Sendable (_ changes: [StoredChange]) throws(UndecodableChange) -> Loading
    /// Makes the orders of the table anew, and answers what refers to whom, in no order.
    let index: @Sendable (_ state: inout State) -> [Reference: [Referring]]
    /// A line for each record and each tombstone.
    let lines: @Sendable (_ state: State, _ write: ([UInt8]) throws(JournalFault) -> Void) throws(JournalFault) -> Void
    /// The same lines in the order of their ids, until `write` answers false.
    let orderedLines: @Sendable (_ state: State, _ write: ([UInt8]) -> Bool) -> Void

    /// What the feed needs of it; nil where nothing of it is told.
    let followed: FollowedTable?

    init(
        name: String,
        count: @escaping @Sendable (State) -> Int,
        decode: @escaping @Sendable ([StoredChange]) throws(UndecodableChange) -> Loading,
        index: @escaping @Sendable (inout State) -> [Reference: [Referring]],
        lines: @escaping @Sendable (State, ([UInt8]) throws(JournalFault) -> Void) throws(JournalFault) -> Void,
        orderedLines: @escaping @Sendable (State, ([UInt8]) -> Bool) -> Void
    ) {
        self.name = name
        followed = nil
        self.count = count
        self.decode = decode
        self.index = index
        self.lines = lines
        self.orderedLines = orderedLines
    }

    init<Value: Stored>(_ type: Value.Type) {
        name = Value.table
        count = { state in state[keyPath: Value.tablePath].count }
        decode = { (changes) throws(UndecodableChange) in
            var remains: [(ID<Value>, Remains<Value>)] = []
            remains.reserveCapacity(changes.count)
            for (index, change) in changes.enumerated() {
                do throws(Undecodable) {
                    remains.append(try Remains.read(change))
                } catch {
                    throw UndecodableChange(index: index, reason: error)
                }
            }
            return { [remains] state in state[keyPath: Value.tablePath].load(remains) }
        }
        index = { state in state[keyPath: Value.tablePath].index() }
        lines = { (state, write) throws(JournalFault) in
            let table = state[keyPath: Value.tablePath]
            for (_, record) in table.records { try write(ChangeEntry.put(record, .at(record.seq))) }
            for (id, tombstone) in table.tombstones {
                try write(ChangeEntry.delete(Value.self, id, tombstone, .at(tombstone.seq)))
            }
        }
        followed = Value.self == AccessToken.self ? nil : FollowedTable(type)
        orderedLines = { state, write in
            let table = state[keyPath: Value.tablePath]
            for id in table.orderedIDs {
                if let record = table.records[id] {
                    guard write(ChangeEntry.put(record, .at(record.seq))) else { return }
                } else if let tombstone = table.tombstones[id] {
                    guard write(ChangeEntry.delete(Value.self, id, tombstone, .at(tombstone.seq))) else { return }
                }
            }
        }
    }
}

/// A change of the journal, or a line of a snapshot.
struct StoredChange {
    let object: StoredObject
    /// The entry that the change is in; nil for a line of a snapshot, which says it.
    let seq: UInt64?
}

/// Which of several changes cannot be read back, and why.
struct UndecodableChange: Error {
    let index: Int
    let reason: Undecodable
}

extension Remains where Value: Stored {
    /// What a change leaves of a value.
    static func read(_ change: StoredChange) throws(Undecodable) -> (ID<Value>, Remains) {
        let object = change.object
        let id: ID<Value> = try object.required("id", StoredObject.id)
        // Snapshots that were written before changes had their former ones beside them do not say it.
        let said = try object.optional("seq", StoredObject.seq)
        let seq = change.seq ?? said ?? 0
        if let tombstone = try object.optional("deleted", { try Tombstone(StoredObject($0), seq: seq) }) {
            return (id, .tombstone(tombstone))
        }
        let form = try object.required("form", StoredObject.integer)
        guard form <= Value.form else {
            throw Undecodable(description: "\(Value.table) in form \(form): this program reads up to \(Value.form)")
        }
        let record = Record(
            id: id,
            value: try object.required("value") { try Value(StoredObject($0), form: form) },
            stamps: try object.required("stamps") { try Stamps(StoredObject($0)) },
            seq: seq
        )
        return (id, .record(record))
    }
}
