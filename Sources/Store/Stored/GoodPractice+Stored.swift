public import Councils
import JSONText

extension GoodPractice: Stored {
    public static let table = "good-practices"
    public static let form = 1
    public static var tablePath: any WritableKeyPath<StoreState, Table<GoodPractice>> & Sendable { \.goodPractices }

    public static let orderings = [
        Ordering<GoodPractice>(name: "id") { _, id in SortKey(id.text) },
        Ordering<GoodPractice>(name: "collectedOn") { practice, _ in SortKey(practice.collectedOn) },
        Ordering<GoodPractice>(name: "sharedOn") { practice, _ in practice.sharedOn.map(SortKey.init) },
    ]

    public func council(id: ID<GoodPractice>) -> ID<Council> { councilID }
    public var refersTo: [Reference] { localPlatformID.map { [Reference($0)] } ?? [] }

    public var storedForm: StoredForm { StoredForm(write: write) }

    private func write(to json: inout JSONWriter) {
        json.member("councilId", councilID)
        json.member("localPlatformId", localPlatformID)
        json.member("title", title)
        json.member("summary", summary)
        json.member("state", state)
        json.member("collectedOn", collectedOn)
        if let consent {
            json.member(
                "consent",
                object: { json in
                    json.member("by", consent.by)
                    json.member("on", consent.on)
                }
            )
        }
        json.member("sharedOn", sharedOn)
        json.member("returnedOn", returnedOn)
        json.member("source", source)
    }

    public init(_ stored: StoredObject, form: Int) throws(Undecodable) {
        self.init(
            councilID: try stored.required("councilId", StoredObject.id),
            localPlatformID: try stored.optional("localPlatformId", StoredObject.id),
            title: try stored.required("title", StoredObject.line),
            summary: try stored.required("summary", StoredObject.prose),
            state: try stored.required("state", StoredObject.one(of: State.self)),
            collectedOn: try stored.required("collectedOn", StoredObject.day),
            consent: try stored.optional("consent") { try Consent(StoredObject($0)) },
            sharedOn: try stored.optional("sharedOn", StoredObject.day),
            returnedOn: try stored.optional("returnedOn", StoredObject.day),
            source: try stored.optional("source", StoredObject.source)
        )
    }
}

extension GoodPractice.Consent {
    fileprivate init(_ stored: StoredObject) throws(Undecodable) {
        self.init(
            by: try stored.required("by", StoredObject.line),
            on: try stored.required("on", StoredObject.day)
        )
    }
}
