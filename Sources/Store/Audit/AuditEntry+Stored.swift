import Councils
import JSONText
public import Journal

// The lines of the audit log: as the journal's, and each entry is one of a request.
extension AuditEntry {
    /// Everything behind its number, as it stands on disk. The number is known only when its turn comes.
    var tail: [UInt8] {
        var json = JSONWriter(reserving: 320)
        json.object { json in
            json.member("at", at.milliseconds)
            json.member("actor", actor)
            json.member("role", role)
            json.member("action", action)
            json.member("resource", resource)
            json.member("route", route)
            json.member("id", id)
            json.member("address", address)
            json.member("request", request)
            json.member("status", status)
            if omitted > 0 { json.member("omitted", omitted) }
        }
        return json.finish()
    }

    /// The whole entry: `{"seq":N,` in the place of the brace of its tail.
    static func line(_ seq: UInt64, _ tail: [UInt8]) -> [UInt8] {
        var line = Array(#"{"seq":\#(seq),"#.utf8)
        line.reserveCapacity(line.count + tail.count)
        line += tail.dropFirst()
        return line
    }

    private init(_ object: StoredObject) throws(Undecodable) {
        self.init(
            at: try object.required("at", StoredObject.instant),
            actor: try object.required("actor", StoredObject.text),
            role: try object.optional("role", StoredObject.one(of: Policy.Role.self)),
            action: try object.optional("action", StoredObject.one(of: Policy.Operation.self)),
            resource: try object.optional("resource", StoredObject.one(of: Policy.Subject.self)),
            route: try object.required("route", StoredObject.text),
            id: try object.optional("id", StoredObject.text),
            address: try object.required("address", StoredObject.text),
            request: try object.required("request", StoredObject.text),
            status: try object.required("status", StoredObject.integer)
        )
        seq = try object.required("seq", StoredObject.seq)
        omitted = try object.optional("omitted", StoredObject.integer) ?? 0
    }

    /// The entries of the `[…]` of a group, at least one, with their places in it.
    static func read(group: ArraySlice<UInt8>) throws -> [(entry: AuditEntry, range: Range<Int>)] {
        guard let entries = try JSONPlaces(of: group).root.arrayValue, !entries.isEmpty else {
            throw Undecodable(description: "no entries")
        }
        let read = try entries.enumerated().map { index, part in
            (entry: try AuditEntry(StoredObject(part, at: "/entries/\(index)")), range: part.range)
        }
        guard
            zip(read, read.dropFirst()).allSatisfy({ $0.entry.seq.addingReportingOverflow(1) == ($1.entry.seq, false) })
        else {
            throw Undecodable(description: "the entries' numbers do not follow each other")
        }
        return read
    }
}

extension LineDecoder {
    /// The audit log's lines. It has no snapshots.
    public static let audit = LineDecoder(
        entries: { group in
            try AuditEntry.read(group: group).map { entry, range in
                let place = (group.startIndex + range.lowerBound)..<(group.startIndex + range.upperBound)
                return EntryPlace(seq: entry.seq, at: entry.at.milliseconds, bytes: place)
            }
        },
        snapshotLine: { _ in throw Undecodable(description: "an audit log has no snapshots") }
    )
}
