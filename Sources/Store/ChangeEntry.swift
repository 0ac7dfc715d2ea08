import Councils
import JSONText

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

    /// - Parameter told: what the levels are told of it, for the feed; nil where it is in none.
    static func put<Value: Stored>(_ record: Record<Value>, _ link: Link, told: [Told]? = nil) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("op", "put")
            json.member("table", Value.table)
            json.member("form", Value.form)
            json.member("id", record.id)
            json.member("version", record.stamps.secretariat?.version)
            link.write(to: &json)
            if let told { json.member("told", object: { Told.write(told, to: &$0) }) }
            json.member("stamps", object: record.stamps.write)
            json.member("value", object: record.value.storedForm.write)
        }
        return json.finish()
    }

    static func delete<Value: Stored>(
        _ type: Value.Type,
        _ id: ID<Value>,
        _ tombstone: Tombstone,
        _ link: Link,
        told: [Told]? = nil
    ) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("op", "delete")
            json.member("table", Value.table)
            json.member("id", id)
            json.member("version", tombstone.stamps.secretariat?.version)
            link.write(to: &json)
            if let told { json.member("told", object: { Told.write(told, to: &$0) }) }
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
