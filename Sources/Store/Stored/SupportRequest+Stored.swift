public import Councils
import JSONText

extension SupportRequest: Stored {
    public static let table = "support-requests"
    public static let form = 1
    public static var tablePath: any WritableKeyPath<StoreState, Table<SupportRequest>> & Sendable { \.supportRequests }

    public static let orderings = [
        Ordering<SupportRequest>(name: "id") { _, id in SortKey(id.text) },
        Ordering<SupportRequest>(name: "receivedOn") { request, _ in SortKey(request.receivedOn) },
        Ordering<SupportRequest>(name: "closedOn") { request, _ in request.closedOn.map(SortKey.init) },
    ]

    public func council(id: ID<SupportRequest>) -> ID<Council> { councilID }

    public var refersTo: [Reference] {
        let members = Set([assigneeID].compactMap { $0 } + answers.map(\.memberID))
        return [Reference(localPlatformID)] + members.map { Reference($0) }
    }

    public var storedForm: StoredForm { StoredForm(write: write) }

    private func write(to json: inout JSONWriter) {
        json.member("councilId", councilID)
        json.member("localPlatformId", localPlatformID)
        json.member("kind", kind)
        json.member("summary", summary)
        json.member("receivedOn", receivedOn)
        json.member("assigneeId", assigneeID)
        json.member("state", state)
        json.member("answers", each: answers) { json, answer in
            json.object { json in
                json.member("on", answer.on)
                json.member("body", answer.body)
                json.member("memberId", answer.memberID)
            }
        }
        json.member("closedOn", closedOn)
        json.member("source", source)
    }

    public init(_ stored: StoredObject, form: Int) throws(Undecodable) {
        self.init(
            councilID: try stored.required("councilId", StoredObject.id),
            localPlatformID: try stored.required("localPlatformId", StoredObject.id),
            kind: try stored.required("kind", StoredObject.one(of: Kind.self)),
            summary: try stored.required("summary", StoredObject.prose),
            receivedOn: try stored.required("receivedOn", StoredObject.day),
            assigneeID: try stored.optional("assigneeId", StoredObject.id),
            state: try stored.required("state", StoredObject.one(of: State.self)),
            answers: try stored.list("answers") { try Answer(StoredObject($0)) },
            closedOn: try stored.optional("closedOn", StoredObject.day),
            source: try stored.optional("source", StoredObject.source)
        )
    }
}

extension SupportRequest.Answer {
    fileprivate init(_ stored: StoredObject) throws(Undecodable) {
        self.init(
            on: try stored.required("on", StoredObject.day),
            body: try stored.required("body", StoredObject.prose),
            memberID: try stored.required("memberId", StoredObject.id)
        )
    }
}
