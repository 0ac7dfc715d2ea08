public import Councils
import JSONText

extension Plan: Stored {
    public static let table = "plans"
    public static let form = 1
    public static var tablePath: any WritableKeyPath<StoreState, Table<Plan>> & Sendable { \.plans }

    public static let orderings = [
        Ordering<Plan>(name: "fiscalYear") { plan, _ in SortKey(plan.fiscalYear.year) },
        Ordering<Plan>(name: "from") { plan, _ in SortKey(plan.period.from) },
        Ordering<Plan>(name: "adoptedOn") { plan, _ in plan.adoptedOn.map(SortKey.init) },
        Ordering<Plan>(name: "id") { _, id in SortKey(id.text) },
    ]

    public func council(id: ID<Plan>) -> ID<Council> { councilID }
    public var refersTo: [Reference] { revisions.compactMap { $0.grantChangeID.map { Reference($0) } } }

    public var storedForm: StoredForm { StoredForm(write: write) }

    private func write(to json: inout JSONWriter) {
        json.member("councilId", councilID)
        json.member("fiscalYear", fiscalYear.year)
        json.member("title", title)
        json.member(period)
        json.member("state", state)
        json.member("adoptedOn", adoptedOn)
        json.member("revisions", each: revisions) { json, revision in
            json.object { json in
                json.member("number", revision.number)
                json.member("on", revision.on)
                json.member("cause", revision.cause)
                json.member("note", revision.note)
                json.member("grantChangeId", revision.grantChangeID)
            }
        }
        json.member("source", source)
    }

    public init(_ stored: StoredObject, form: Int) throws(Undecodable) {
        self.init(
            councilID: try stored.required("councilId", StoredObject.id),
            fiscalYear: try stored.required("fiscalYear", StoredObject.fiscalYear),
            title: try stored.required("title", StoredObject.line),
            period: try stored.period(),
            state: try stored.required("state", StoredObject.one(of: Plan.State.self)),
            adoptedOn: try stored.optional("adoptedOn", StoredObject.day),
            revisions: try stored.list("revisions") { try Revision(StoredObject($0)) },
            source: try stored.optional("source", StoredObject.source)
        )
    }
}

extension Plan.Revision {
    fileprivate init(_ stored: StoredObject) throws(Undecodable) {
        self.init(
            number: try stored.required("number", StoredObject.integer),
            on: try stored.required("on", StoredObject.day),
            cause: try stored.required("cause", StoredObject.one(of: Plan.Cause.self)),
            note: try stored.optional("note", StoredObject.line),
            grantChangeID: try stored.optional("grantChangeId", StoredObject.id)
        )
    }
}
