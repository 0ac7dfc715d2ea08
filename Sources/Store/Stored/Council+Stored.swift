public import Councils
import JSONText

extension Council: Stored {
    public static let table = "councils"
    public static let form = 1
    public static var tablePath: any WritableKeyPath<StoreState, Table<Council>> & Sendable { \.councils }

    public static let orderings = [
        Ordering<Council>(name: "prefectureCode") { council, _ in SortKey(council.prefectureCode.text) },
        Ordering<Council>(name: "name") { council, _ in SortKey(council.name) },
        Ordering<Council>(name: "inForceFrom") { council, _ in council.inForceFrom.map(SortKey.init) },
        Ordering<Council>(name: "id") { _, id in SortKey(id.text) },
    ]

    public func council(id: ID<Council>) -> ID<Council> { id }

    public var storedForm: StoredForm { StoredForm(write: write) }

    private func write(to json: inout JSONWriter) {
        json.member("name", name)
        json.member("shortName", shortName)
        json.member("prefectureCode", prefectureCode.text)
        json.member("formerNames", each: formerNames) { json, former in
            json.object { json in
                json.member("name", former.name)
                json.member("from", former.from)
                json.member("until", former.until)
            }
        }
        json.member("inForceFrom", inForceFrom)
        if let post = chairPost {
            json.member(
                "chairPost",
                object: { json in
                    json.member("organization", post.organization)
                    json.member("title", post.title)
                }
            )
        }
        if let policy = meetingPolicy {
            json.member(
                "meetingPolicy",
                object: { json in
                    json.member("minimumPerFiscalYear", policy.minimumPerFiscalYear)
                    json.member("suggestedPerFiscalYear", policy.suggestedPerFiscalYear)
                    json.member("wording", policy.wording)
                    json.member("extraordinary", policy.extraordinary)
                    json.member("modes", policy.modes.map(\.rawValue))
                }
            )
        }
        if let confidentiality {
            json.member(
                "confidentiality",
                object: { json in
                    json.member("bindsMembers", confidentiality.bindsMembers)
                    json.member("bindsParticipants", confidentiality.bindsParticipants)
                    json.member("defaultLevel", confidentiality.defaultLevel)
                }
            )
        }
        json.member("outsideParticipation", outsideParticipation)
        json.lines("categories", categories)
        json.member("source", source)
    }

    public init(_ stored: StoredObject, form: Int) throws(Undecodable) {
        self.init(
            name: try stored.required("name", StoredObject.line),
            shortName: try stored.required("shortName", StoredObject.line),
            prefectureCode: try stored.required("prefectureCode") { try $0.stringValue.map { try PrefectureCode($0) } },
            formerNames: try stored.list("formerNames") { try FormerName(StoredObject($0)) },
            inForceFrom: try stored.optional("inForceFrom", StoredObject.day),
            chairPost: try stored.optional("chairPost") { try Post(StoredObject($0)) },
            meetingPolicy: try stored.optional("meetingPolicy") { try MeetingPolicy(StoredObject($0)) },
            confidentiality: try stored.optional("confidentiality") { try Confidentiality(StoredObject($0)) },
            outsideParticipation: try stored.optional(
                "outsideParticipation",
                StoredObject.one(of: OutsideParticipation.self)
            ),
            categories: try stored.list("categories", StoredObject.line),
            source: try stored.optional("source", StoredObject.source)
        )
    }
}

extension FormerName {
    fileprivate init(_ stored: StoredObject) throws {
        try self.init(
            name: try stored.required("name", StoredObject.line),
            from: try stored.optional("from", StoredObject.day),
            until: try stored.optional("until", StoredObject.day)
        )
    }
}

extension Post {
    fileprivate init(_ stored: StoredObject) throws(Undecodable) {
        self.init(
            organization: try stored.required("organization", StoredObject.line),
            title: try stored.required("title", StoredObject.line)
        )
    }
}

extension MeetingPolicy {
    fileprivate init(_ stored: StoredObject) throws(Undecodable) {
        self.init(
            minimumPerFiscalYear: try stored.optional("minimumPerFiscalYear", StoredObject.integer),
            suggestedPerFiscalYear: try stored.optional("suggestedPerFiscalYear", StoredObject.integer),
            wording: try stored.required("wording", StoredObject.line),
            extraordinary: try stored.required("extraordinary", StoredObject.bool),
            modes: try stored.list("modes", StoredObject.one(of: Meeting.Mode.self))
        )
    }
}

extension Confidentiality {
    fileprivate init(_ stored: StoredObject) throws(Undecodable) {
        self.init(
            bindsMembers: try stored.required("bindsMembers", StoredObject.bool),
            bindsParticipants: try stored.required("bindsParticipants", StoredObject.bool),
            defaultLevel: try stored.required("defaultLevel", StoredObject.one(of: Level.self))
        )
    }
}
