public import Councils
import JSONText

extension Minutes: Stored {
    public static let table = "minutes"
    public static let form = 1
    public static var tablePath: any WritableKeyPath<StoreState, Table<Minutes>> & Sendable { \.minutes }

    public static let orderings = [
        Ordering<Minutes>(name: "id") { _, id in SortKey(id.text) },
        Ordering<Minutes>(name: "publishedOn") { minutes, _ in minutes.publishedOn.map(SortKey.init) },
        Ordering<Minutes>(name: "confirmedOn") { minutes, _ in minutes.confirmedOn.map(SortKey.init) },
    ]

    public func council(id: ID<Minutes>) -> ID<Council> { councilID }
    public var refersTo: [Reference] { [Reference(meetingID)] }

    public var storedForm: StoredForm { StoredForm(write: write) }

    private func write(to json: inout JSONWriter) {
        json.member("councilId", councilID)
        json.member("meetingId", meetingID)
        json.member("kind", kind)
        json.member("state", state)
        json.member("confirmedOn", confirmedOn)
        json.member("publishedOn", publishedOn)
        json.member("withdrawnOn", withdrawnOn)
        json.member("sections", each: sections) { json, section in
            json.object { json in
                json.member("number", section.number)
                json.member("heading", section.heading)
                json.member("body", section.body)
                json.member("level", section.level)
                json.member("reason", section.reason)
                json.member("speaker", section.speaker)
            }
        }
        json.member("source", source)
    }

    public init(_ stored: StoredObject, form: Int) throws(Undecodable) {
        self.init(
            councilID: try stored.required("councilId", StoredObject.id),
            meetingID: try stored.required("meetingId", StoredObject.id),
            kind: try stored.required("kind", StoredObject.one(of: Kind.self)),
            state: try stored.required("state", StoredObject.one(of: State.self)),
            confirmedOn: try stored.optional("confirmedOn", StoredObject.day),
            publishedOn: try stored.optional("publishedOn", StoredObject.day),
            withdrawnOn: try stored.optional("withdrawnOn", StoredObject.day),
            sections: try stored.list("sections") { try Section(StoredObject($0)) },
            source: try stored.optional("source", StoredObject.source)
        )
    }
}

extension Section {
    fileprivate init(_ stored: StoredObject) throws(Undecodable) {
        self.init(
            number: try stored.required("number", StoredObject.integer),
            heading: try stored.required("heading", StoredObject.line),
            body: try stored.required("body", StoredObject.prose),
            level: try stored.required("level", StoredObject.one(of: Level.self)),
            reason: try stored.optional("reason", StoredObject.line),
            speaker: try stored.optional("speaker", StoredObject.line)
        )
    }
}
