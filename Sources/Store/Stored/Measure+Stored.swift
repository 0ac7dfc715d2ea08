public import Councils
import JSONText

extension Measure: Stored {
    public static let table = "measures"
    public static let form = 1
    public static var tablePath: any WritableKeyPath<StoreState, Table<Measure>> & Sendable { \.measures }

    public static let orderings = [
        Ordering<Measure>(name: "id") { _, id in SortKey(id.text) },
        Ordering<Measure>(name: "code") { measure, _ in SortKey(measure.code) },
    ]

    public func council(id: ID<Measure>) -> ID<Council> { place.councilID }

    public var refersTo: [Reference] {
        var targets = [Reference(place.planID)] + kpiIDs.map { Reference($0) }
        if let repeats { targets.append(Reference(repeats)) }
        if let grantProjectID { targets.append(Reference(grantProjectID)) }
        return targets
    }

    public var storedForm: StoredForm { StoredForm(write: write) }

    private func write(to json: inout JSONWriter) {
        json.member(place)
        json.member("code", code)
        json.member("group", group)
        json.member("heading", heading)
        json.member("title", title)
        json.lines("bodies", bodies)
        json.member("repeats", repeats)
        json.ids("kpiIds", kpiIDs)
        json.member("grantProjectId", grantProjectID)
        json.member("from", from)
        json.member("until", until)
        json.member("progress", each: progress) { json, progress in
            json.object { json in
                json.member("on", progress.on)
                json.member("status", progress.status)
                json.member("note", progress.note)
            }
        }
        json.member("source", source)
    }

    public init(_ stored: StoredObject, form: Int) throws(Undecodable) {
        self.init(
            place: try stored.planPlace(),
            code: try stored.required("code", StoredObject.line),
            group: try stored.optional("group", StoredObject.one(of: TargetGroup.self)),
            heading: try stored.required("heading", StoredObject.line),
            title: try stored.required("title", StoredObject.line),
            bodies: try stored.list("bodies", StoredObject.line),
            repeats: try stored.optional("repeats", StoredObject.id),
            kpiIDs: try stored.list("kpiIds", StoredObject.id),
            grantProjectID: try stored.optional("grantProjectId", StoredObject.id),
            from: try stored.optional("from", StoredObject.day),
            until: try stored.optional("until", StoredObject.day),
            progress: try stored.list("progress") { try Progress(StoredObject($0)) },
            source: try stored.optional("source", StoredObject.source)
        )
    }
}

extension Measure.Progress {
    fileprivate init(_ stored: StoredObject) throws(Undecodable) {
        self.init(
            on: try stored.required("on", StoredObject.day),
            status: try stored.required("status", StoredObject.one(of: Measure.Status.self)),
            note: try stored.optional("note", StoredObject.line)
        )
    }
}
