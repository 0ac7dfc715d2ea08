import Councils
import HashTreeCollections
import JSONText
import Journal

/// A table without its type: what the journal and the snapshots need of it.
protocol TableAccess: Sendable {
    var name: String { get }
    func count(in state: State) -> Int
    /// Takes a change of the journal, or a line of a snapshot, into a state. Runs no rule.
    ///
    /// - Parameter seq: the number of the entry that the change is in; nil for a line of a snapshot, which says it.
    func apply(_ change: StoredObject, of seq: UInt64?, to state: inout State) throws(Undecodable)
    /// A line for each record and each tombstone.
    func lines(of state: State, _ write: ([UInt8]) throws(JournalFault) -> Void) throws(JournalFault)
}

struct TableOf<Value: Stored>: TableAccess {
    var name: String { Value.table }

    func count(in state: State) -> Int { state[keyPath: Value.place].count }

    func apply(_ change: StoredObject, of seq: UInt64?, to state: inout State) throws(Undecodable) {
        switch try Self.remains(change, of: seq) {
        case (_, .record(let record)): state.put(record)
        case (let id, .tombstone(let tombstone)): state.delete(Value.self, id, leaving: tombstone)
        }
    }

    /// What a change of the journal, or a line of a snapshot, leaves of a value.
    static func remains(
        _ change: StoredObject,
        of seq: UInt64?
    ) throws(Undecodable) -> (ID<Value>, Remains<Value>) {
        let id: ID<Value> = try change.required("id", StoredObject.id)
        // Snapshots that were written before changes had their former ones beside them do not say it.
        let said = try change.optional("seq", StoredObject.seq)
        let seq = seq ?? said ?? 0
        if let tombstone = try change.optional("deleted", { try Tombstone(StoredObject($0), seq: seq) }) {
            return (id, .tombstone(tombstone))
        }
        let form = try change.required("form", StoredObject.integer)
        guard form <= Value.form else {
            throw Undecodable(description: "\(Value.table) in form \(form): this program reads up to \(Value.form)")
        }
        let record = Record(
            id: id,
            value: try change.required("value") { try Value(StoredObject($0), form: form) },
            stamps: try change.required("stamps") { try Stamps(StoredObject($0)) },
            seq: seq
        )
        return (id, .record(record))
    }

    func lines(of state: State, _ write: ([UInt8]) throws(JournalFault) -> Void) throws(JournalFault) {
        let table = state[keyPath: Value.place]
        for (_, record) in table.records { try write(ChangeEntry.put(record, .at(record.seq))) }
        for (id, tombstone) in table.tombstones {
            try write(ChangeEntry.delete(Value.self, id, tombstone, .at(tombstone.seq)))
        }
    }
}

/// How one change is written: the final value, never a command.
enum ChangeEntry {
    /// Where the changes of one id hang together. A `seq` of 0 is one that is not known, and is not written.
    enum Link {
        /// In the journal: the entry with the change of this id before this one, if there was one.
        case after(UInt64?)
        /// In a snapshot: the entry that this line's change is in.
        case at(UInt64)

        func write(to json: inout JSONWriter) {
            switch self {
            case .after(let former?) where former > 0: json.member("former", Int64(former))
            case .at(let seq) where seq > 0: json.member("seq", Int64(seq))
            case .after, .at: break
            }
        }
    }

    static func put<Value: Stored>(_ record: Record<Value>, _ link: Link) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("op", "put")
            json.member("table", Value.table)
            json.member("form", Value.form)
            json.member("id", record.id)
            json.member("version", record.stamps.secretariat?.version)
            link.write(to: &json)
            json.member("stamps", object: record.stamps.write)
            json.member("value", object: record.value.storedForm.write)
        }
        return json.finish()
    }

    static func delete<Value: Stored>(
        _ type: Value.Type,
        _ id: ID<Value>,
        _ tombstone: Tombstone,
        _ link: Link
    ) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("op", "delete")
            json.member("table", Value.table)
            json.member("id", id)
            json.member("version", tombstone.stamps.secretariat?.version)
            link.write(to: &json)
            json.member("deleted", object: tombstone.write)
        }
        return json.finish()
    }
}

extension Stamps {
    func write(to json: inout JSONWriter) {
        for level in Level.allCases {
            guard let stamp = self[level] else { continue }
            json.name(level.rawValue)
            json.array { json in
                json.integer(stamp.version)
                json.integer(stamp.createdAt.milliseconds)
                json.integer(stamp.updatedAt.milliseconds)
            }
        }
    }

    init(_ stored: StoredObject) throws(Undecodable) {
        for level in Level.allCases {
            self[level] = try stored.optional(level.rawValue) { value in
                guard let numbers = value.arrayValue?.compactMap(\.integerValue), numbers.count == 3 else { return nil }
                return Stamp(
                    version: Int(numbers[0]),
                    createdAt: Instant(milliseconds: numbers[1]),
                    updatedAt: Instant(milliseconds: numbers[2])
                )
            }
        }
    }
}

extension Tombstone {
    func write(to json: inout JSONWriter) {
        json.member("council", council)
        json.member("visibleFrom", visibleFrom)
        json.member("at", at.milliseconds)
        json.member("stamps", object: stamps.write)
    }

    init(_ stored: StoredObject, seq: UInt64) throws(Undecodable) {
        self.init(
            council: try stored.required("council", StoredObject.text),
            visibleFrom: try stored.required("visibleFrom", StoredObject.one(of: Level.self)),
            stamps: try stored.required("stamps") { try Stamps(StoredObject($0)) },
            at: try stored.required("at", StoredObject.instant),
            seq: seq
        )
    }
}
