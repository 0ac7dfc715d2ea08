import Councils
import HTTPTypes
import JSONText
import Store
import Web

extension GrantChange: Presentable {
    static let path = "/v1/grant-changes"
    static let fields =
        [
            "planId", "councilId", "requestedBy", "approvalKind", "proposal", "reason", "state", "submittedOn",
            "approval", "rejection", "appliedOn", "notices", "notifiedOn", "source",
        ] + commonFields
    /// Newest first.
    static var standardSort: [Listing<GrantChange>.SortTerm] { [.init(ordering: 0, descending: true)] }

    static let filters = [
        Filter<GrantChange>.choice("state") { $0.value.state },
        Filter<GrantChange>.choice("approvalKind") { $0.value.approvalKind },
        Filter<GrantChange>.choice("kind") { $0.value.proposal.kind },
        Filter<GrantChange>.day("submittedOn") { $0.value.submittedOn },
        Filter<GrantChange>.day("appliedOn") { $0.value.appliedOn },
    ]

    static func texts(of seen: Shown<GrantChange>) -> [String] {
        let change = seen.value
        var texts = [change.requestedBy.text, change.reason?.text, change.rejection?.reason.text].compactMap { $0 }
        if let entry = change.proposal.entry { texts += [entry.body.text, entry.title.text] }
        if case .decision(let text, on: _) = change.approval { texts.append(text.text) }
        return texts
    }

    static func write(_ seen: Shown<GrantChange>, era: Bool, to json: inout JSONWriter) {
        let change = seen.value
        json.member(change.place)
        json.member("requestedBy", change.requestedBy)
        json.member("approvalKind", change.approvalKind)
        json.member(
            "proposal",
            object: { json in
                json.member("kind", change.proposal.kind)
                json.member("grantProjectId", change.proposal.grantProjectID)
                change.proposal.entry?.write(era: era, to: &json)
            }
        )
        json.member("reason", change.reason)
        json.member("state", change.state)
        json.member("submittedOn", change.submittedOn, era: era)
        change.approval?.write(era: era, to: &json)
        if let rejection = change.rejection {
            json.member(
                "rejection",
                object: { json in
                    json.member("on", rejection.on, era: era)
                    json.member("reason", rejection.reason)
                }
            )
        }
        json.member("appliedOn", change.appliedOn, era: era)
        json.member("notices", each: change.notices) { json, notice in
            json.object { json in
                json.member("memberId", notice.memberID)
                json.member("on", notice.on, era: era)
                json.member("way", notice.way)
            }
        }
        json.member("notifiedOn", change.notifiedOn, era: era)
        json.member("source", change.source)
    }
}

extension GrantChange.Approval {
    fileprivate func write(era: Bool, to json: inout JSONWriter) {
        json.member(
            "approval",
            object: { json in
                switch self {
                case .meeting(let id, on: _): json.member("meetingId", id)
                case .decision(let text, on: _): json.member("decision", text)
                }
                json.member("on", day, era: era)
            }
        )
    }
}

/// `/v1/grant-changes` and the steps of a change.
enum GrantChangeEndpoints {
    static let all: [Endpoint] =
        GrantChange.endpoints(
            .grantChanges,
            one: "GrantChange",
            many: "GrantChanges",
            listing: [
                .reference("council"), .reference("plan"), .reference("grantProject"), .reference("meeting"),
                .reference("member"),
            ],
            list: list,
            get: get
        )
        + GrantChange.writingEndpoints(.grantChanges, one: "GrantChange")
        + GrantChangeSteps.all

    private static func list(_ call: Call) throws(Refusal) -> WebResponse {
        try call.list(
            GrantChange.self,
            in: call.namedCouncils,
            among: call.common(
                call.referring(GrantChange.self, to: Plan.self, by: "plan"),
                call.referring(GrantChange.self, to: GrantProject.self, by: "grantProject"),
                call.referring(GrantChange.self, to: Meeting.self, by: "meeting"),
                call.referring(GrantChange.self, to: Member.self, by: "member")
            )
        )
    }

    private static func get(_ call: Call) throws(Refusal) -> WebResponse {
        call.answer(try call.state.find(call.id(GrantChange.self), for: call.reader))
    }
}
