public import Councils
import JSONText

extension GrantChange: Stored {
    public static let table = "grant-changes"
    public static let form = 1
    public static var tablePath: any WritableKeyPath<StoreState, Table<GrantChange>> & Sendable { \.grantChanges }

    public static let orderings = [
        Ordering<GrantChange>(name: "id") { _, id in SortKey(id.text) },
        Ordering<GrantChange>(name: "submittedOn") { change, _ in change.submittedOn.map(SortKey.init) },
        Ordering<GrantChange>(name: "appliedOn") { change, _ in change.appliedOn.map(SortKey.init) },
    ]

    public func council(id: ID<GrantChange>) -> ID<Council> { place.councilID }

    public var refersTo: [Reference] {
        var targets = [Reference(place.planID)]
        if let project = proposal.grantProjectID { targets.append(Reference(project)) }
        if case .meeting(let meeting, on: _) = approval { targets.append(Reference(meeting)) }
        return targets + Set(notices.map(\.memberID)).map { Reference($0) }
    }

    public var storedForm: StoredForm { StoredForm(write: write) }

    private func write(to json: inout JSONWriter) {
        json.member(place)
        json.member("requestedBy", requestedBy)
        json.member("approvalKind", approvalKind)
        json.member(
            "proposal",
            object: { json in
                json.member("kind", proposal.kind)
                json.member("grantProjectId", proposal.grantProjectID)
                proposal.entry?.write(to: &json)
            }
        )
        json.member("reason", reason)
        json.member("state", state)
        json.member("submittedOn", submittedOn)
        if let approval { json.member("approval", object: { approval.write(to: &$0) }) }
        if let rejection {
            json.member(
                "rejection",
                object: { json in
                    json.member("on", rejection.on)
                    json.member("reason", rejection.reason)
                }
            )
        }
        json.member("appliedOn", appliedOn)
        json.member("notices", each: notices) { json, notice in
            json.object { json in
                json.member("memberId", notice.memberID)
                json.member("on", notice.on)
                json.member("way", notice.way)
            }
        }
        json.member("notifiedOn", notifiedOn)
        json.member("source", source)
    }

    public init(_ stored: StoredObject, form: Int) throws(Undecodable) {
        self.init(
            place: try stored.planPlace(),
            requestedBy: try stored.required("requestedBy", StoredObject.line),
            approvalKind: try stored.required("approvalKind", StoredObject.one(of: ApprovalKind.self)),
            proposal: try stored.required("proposal") { try Proposal(StoredObject($0)) },
            reason: try stored.optional("reason", StoredObject.line),
            state: try stored.required("state", StoredObject.one(of: State.self)),
            submittedOn: try stored.optional("submittedOn", StoredObject.day),
            approval: try stored.optional("approval") { try Approval(StoredObject($0)) },
            rejection: try stored.optional("rejection") { try Rejection(StoredObject($0)) },
            appliedOn: try stored.optional("appliedOn", StoredObject.day),
            notices: try stored.list("notices") { try Notice(StoredObject($0)) },
            notifiedOn: try stored.optional("notifiedOn", StoredObject.day),
            source: try stored.optional("source", StoredObject.source)
        )
    }
}

extension GrantChange.Proposal {
    fileprivate init(_ stored: StoredObject) throws(Undecodable) {
        switch try stored.required("kind", StoredObject.one(of: Kind.self)) {
        case .addition: self = .addition(try GrantProject.Entry(stored))
        case .alteration:
            self = .alteration(
                try stored.required("grantProjectId", StoredObject.id),
                try GrantProject.Entry(stored)
            )
        case .removal: self = .removal(try stored.required("grantProjectId", StoredObject.id))
        }
    }
}

extension GrantChange.Approval {
    fileprivate func write(to json: inout JSONWriter) {
        switch self {
        case .meeting(let id, let day):
            json.member("meetingId", id)
            json.member("on", day)
        case .decision(let text, let day):
            json.member("decision", text)
            json.member("on", day)
        }
    }

    fileprivate init(_ stored: StoredObject) throws(Undecodable) {
        let day = try stored.required("on", StoredObject.day)
        if let meeting: ID<Meeting> = try stored.optional("meetingId", StoredObject.id) {
            self = .meeting(meeting, on: day)
        } else {
            self = .decision(try stored.required("decision", StoredObject.line), on: day)
        }
    }
}

extension GrantChange.Rejection {
    fileprivate init(_ stored: StoredObject) throws(Undecodable) {
        self.init(
            on: try stored.required("on", StoredObject.day),
            reason: try stored.required("reason", StoredObject.line)
        )
    }
}

extension GrantChange.Notice {
    fileprivate init(_ stored: StoredObject) throws(Undecodable) {
        self.init(
            memberID: try stored.required("memberId", StoredObject.id),
            on: try stored.required("on", StoredObject.day),
            way: try stored.required("way", StoredObject.one(of: Way.self))
        )
    }
}
