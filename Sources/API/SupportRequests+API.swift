import Councils
import HTTPTypes
import JSONText
import Store
import Web

extension SupportRequest: Writable {
    static let path = "/v1/support-requests"
    static let fields =
        [
            "councilId", "localPlatformId", "kind", "kindLabel", "summary", "receivedOn", "assigneeId", "state",
            "answers", "closedOn", "source",
        ] + commonFields
    static let readOnly = [
        "version", "createdAt", "updatedAt", "councilId", "kindLabel", "assigneeId", "state", "answers", "closedOn",
        "receivedOnLabel", "closedOnLabel", "createdAtLabel", "updatedAtLabel",
    ]
    /// Newest first.
    static var standardSort: [Listing<SupportRequest>.SortTerm] { [.init(ordering: 0, descending: true)] }

    static let filters = [
        Filter<SupportRequest>.choice("kind") { $0.value.kind },
        Filter<SupportRequest>.choice("state") { $0.value.state },
        Filter<SupportRequest>.day("receivedOn") { $0.value.receivedOn },
        Filter<SupportRequest>.day("closedOn") { $0.value.closedOn },
    ]

    static func texts(of seen: Shown<SupportRequest>) -> [String] {
        let request = seen.value
        return [request.kind.label, request.summary.text] + request.answers.map(\.body.text)
    }

    static func write(_ seen: Shown<SupportRequest>, era: Bool, to json: inout JSONWriter) {
        let request = seen.value
        json.member("councilId", request.councilID)
        json.member("localPlatformId", request.localPlatformID)
        json.member("kind", request.kind)
        json.member("kindLabel", request.kind.label)
        json.member("summary", request.summary)
        json.member("receivedOn", request.receivedOn, era: era)
        json.member("assigneeId", request.assigneeID)
        json.member("state", request.state)
        json.member("answers", each: request.answers) { json, answer in
            json.object { json in
                json.member("on", answer.on, era: era)
                json.member("body", answer.body)
                json.member("memberId", answer.memberID)
            }
        }
        json.member("closedOn", request.closedOn, era: era)
        json.member("source", request.source)
    }

    static func made(
        from form: Form,
        id: ID<SupportRequest>,
        former: SupportRequest?,
        shown: JSONObject?,
        state: StoreState,
        today: Day
    ) throws(Refusal) -> SupportRequest {
        form.readOnly(readOnly, current: shown)
        let platformID = form.id("localPlatformId", required: true, of: LocalPlatform.self)
        let platform = platformID.flatMap { state.localPlatforms[$0]?.value }
        if platformID != nil, platform == nil { form.refuse("localPlatformId", .unknownReference) }
        if let former, let platform, platform.councilID != former.councilID {
            form.refuse("localPlatformId", .ofAnotherCouncil)
        }
        let kind: Kind? = form.choice("kind", required: true)
        let summary = form.prose("summary", required: true)
        let receivedOn = form.day("receivedOn")
        let source = form.source()
        guard let platformID, let platform, let kind, let summary else {
            try form.finish()
            throw .invalid(form.faults)
        }
        var request = SupportRequest(
            councilID: platform.councilID,
            localPlatformID: platformID,
            kind: kind,
            summary: summary,
            receivedOn: receivedOn ?? former?.receivedOn ?? today,
            source: source
        )
        if let former { request.keepState(of: former) }
        form.add(request.faults(today: today))
        try form.finish()
        return request
    }
}

/// `/v1/support-requests` and the steps of a request.
enum SupportRequestEndpoints {
    static let all: [Endpoint] =
        SupportRequest.endpoints(
            .supportRequests,
            one: "SupportRequest",
            many: "SupportRequests",
            listing: [.reference("council"), .reference("localPlatform"), .reference("member")],
            list: list,
            get: get
        )
        + SupportRequest.writingEndpoints(.supportRequests, one: "SupportRequest")
        + [
            SupportRequest.stepEndpoint(.supportRequests, "assignment", "assignSupportRequest", assign),
            SupportRequest.stepEndpoint(.supportRequests, "answer", "answerSupportRequest", answer),
            SupportRequest.stepEndpoint(.supportRequests, "closing", "closeSupportRequest") {
                request,
                day throws(Refusal) in
                try request.close(on: day)
            },
        ]

    private static func assign(
        _ request: inout SupportRequest,
        _ asked: AskedStep<SupportRequest>,
        _ tx: inout Transaction
    ) throws(Refusal) {
        let memberID = asked.form.id("memberId", required: true, of: Member.self)
        try request.checkAssignable()
        try asked.form.finish()
        guard let memberID else { throw .invalid(asked.form.faults) }
        try request.assign(to: memberID, tx.state.members[memberID]?.value, today: asked.today)
    }

    private static func answer(
        _ request: inout SupportRequest,
        _ asked: AskedStep<SupportRequest>,
        _ tx: inout Transaction
    ) throws(Refusal) {
        let body = asked.form.prose("body", required: true)
        let day = asked.day()
        try request.checkAnswerable()
        try asked.form.finish()
        guard let body, let day else { throw .invalid(asked.form.faults) }
        try request.answer(body, on: day, today: asked.today)
    }

    private static func list(_ call: Call) throws(Refusal) -> WebResponse {
        try call.list(
            SupportRequest.self,
            in: call.namedCouncils,
            among: call.common(
                call.referring(SupportRequest.self, to: LocalPlatform.self, by: "localPlatform"),
                call.referring(SupportRequest.self, to: Member.self, by: "member")
            )
        )
    }

    private static func get(_ call: Call) throws(Refusal) -> WebResponse {
        call.answer(try call.state.find(call.id(SupportRequest.self), for: call.reader))
    }
}
