import Councils
import HashTreeCollections
import JSONText
import Journal

/// A table without its type: what the journal and the snapshots need of it.
protocol TableAccess: Sendable {
    var name: String { get }
    func count(in state: State) -> Int
    /// Takes a change of the journal, or a line of a snapshot, into a state. Runs no rule.
    func apply(_ change: StoredObject, to state: inout State) throws(Undecodable)
    /// A line for each record and each tombstone.
    func lines(of state: State, _ write: ([UInt8]) throws(JournalFault) -> Void) throws(JournalFault)
}

struct TableOf<Value: Stored>: TableAccess {
    var name: String { Value.table }

    func count(in state: State) -> Int { state[keyPath: Value.place].count }

    func apply(_ change: StoredObject, to state: inout State) throws(Undecodable) {
        let id: ID<Value> = try change.required("id", StoredObject.id)
        if let tombstone = try change.optional("deleted", { try Tombstone(StoredObject($0)) }) {
            state.delete(Value.self, id, leaving: tombstone)
            return
        }
        let form = try change.required("form", StoredObject.integer)
        guard form <= Value.form else {
            throw Undecodable(description: "\(Value.table) in form \(form): this program reads up to \(Value.form)")
        }
        state.put(
            Record(
                id: id,
                value: try change.required("value") { try Value(StoredObject($0), form: form) },
                stamps: try change.required("stamps") { try Stamps(StoredObject($0)) }
            )
        )
    }

    func lines(of state: State, _ write: ([UInt8]) throws(JournalFault) -> Void) throws(JournalFault) {
        let table = state[keyPath: Value.place]
        for (_, record) in table.records { try write(ChangeEntry.put(record)) }
        for (id, tombstone) in table.tombstones { try write(ChangeEntry.delete(Value.self, id, tombstone)) }
    }
}

/// How one change is written: the final value, never a command.
enum ChangeEntry {
    static func put<Value: Stored>(_ record: Record<Value>) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("op", "put")
            json.member("table", Value.table)
            json.member("form", Value.form)
            json.member("id", record.id)
            json.member("version", record.stamps.secretariat?.version)
            json.member("stamps", object: record.stamps.write)
            json.member("value", object: record.value.storedForm.write)
        }
        return json.finish()
    }

    static func delete<Value: Stored>(_ type: Value.Type, _ id: ID<Value>, _ tombstone: Tombstone) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("op", "delete")
            json.member("table", Value.table)
            json.member("id", id)
            json.member("version", tombstone.stamps.secretariat?.version)
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

    init(_ stored: StoredObject) throws(Undecodable) {
        self.init(
            council: try stored.required("council", StoredObject.text),
            visibleFrom: try stored.required("visibleFrom", StoredObject.one(of: Level.self)),
            stamps: try stored.required("stamps") { try Stamps(StoredObject($0)) },
            at: try stored.required("at", StoredObject.instant)
        )
    }
}
