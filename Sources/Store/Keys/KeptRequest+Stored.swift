import Councils
import Journal
import JSONText

// On disk: in the entry of what was done,
// `"key":{"id":…,"request":…,"outcomes":[["created","meetings",id,version],…]}`, and in a snapshot a line of its own,
// `{"op":"put","table":"keys","id":…,"at":…,"request":…,"outcomes":…}`.

extension RequestKey {
    func write(_ outcomes: [Outcome], to json: inout JSONWriter) {
        json.member("id", id)
        json.member("request", request)
        json.member("outcomes", each: outcomes) { json, outcome in
            json.array { json in
                json.string(outcome.change.rawValue)
                json.string(outcome.resource)
                json.string(outcome.id)
                json.integer(outcome.version)
            }
        }
    }
}

extension KeptRequest {
    init(_ stored: StoredObject, at moment: Instant) throws(Undecodable) {
        key = RequestKey(
            id: try stored.required("id", StoredObject.text),
            request: try stored.required("request", StoredObject.text)
        )
        at = moment
        outcomes = try stored.list("outcomes") { value in
            guard let parts = value.arrayValue, parts.count == 4,
                let change = parts[0].stringValue.flatMap(Outcome.Change.init(rawValue:)),
                let resource = parts[1].stringValue, let id = parts[2].stringValue,
                let version = parts[3].integerValue.flatMap(Int.init(exactly:))
            else { return nil }
            return Outcome(change: change, resource: resource, id: id, version: version)
        }
    }

    fileprivate var line: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("op", "put")
            json.member("table", TableAccess.keys.name)
            json.member("at", at.milliseconds)
            key.write(outcomes, to: &json)
        }
        return json.finish()
    }
}

extension TableAccess {
    /// The kept requests as a table of their own.
    static let keys = TableAccess(
        name: "keys",
        count: { $0.keys.count },
        decode: { (changes) throws(UndecodableChange) in
            var kept: [KeptRequest] = []
            for (index, change) in changes.enumerated() {
                do throws(Undecodable) {
                    let moment = try change.object.required("at", StoredObject.instant)
                    kept.append(try KeptRequest(change.object, at: moment))
                } catch {
                    throw UndecodableChange(index: index, reason: error)
                }
            }
            return { [kept] state in
                for request in kept { state.keys.keep(request) }
            }
        },
        index: { _ in [:] },
        lines: { (state, write) throws(JournalFault) in
            for request in state.keys.all { try write(request.line) }
        },
        orderedLines: { state, write in
            for request in state.keys.all {
                guard write(request.line) else { return }
            }
        }
    )
}
