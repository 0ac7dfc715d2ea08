import Councils
import HTTPTypes
import JSONText
import Store
import Web

extension Minutes: Writable {
    static let path = "/v1/minutes"
    static let fields =
        [
            "councilId", "meetingId", "kind", "state", "confirmedOn", "publishedOn", "withdrawnOn", "sections",
            "source",
        ] + commonFields
    static let readOnly = [
        "version", "createdAt", "updatedAt", "councilId", "state", "confirmedOn", "publishedOn", "withdrawnOn",
        "confirmedOnLabel", "publishedOnLabel", "withdrawnOnLabel", "createdAtLabel", "updatedAtLabel",
    ]

    static let filters = [
        Filter<Minutes>.choice("kind") { $0.value.kind },
        Filter<Minutes>.choice("state") { $0.value.state },
        Filter<Minutes>.day("confirmedOn") { $0.value.confirmedOn },
        Filter<Minutes>.day("publishedOn") { $0.value.publishedOn },
        Filter<Minutes>.day("withdrawnOn") { $0.value.withdrawnOn },
    ]

    static func texts(of seen: Shown<Minutes>) -> [String] {
        seen.value.sections.flatMap { section -> [String] in
            switch section {
            case .open(_, let heading, let body, _, let reason, let speaker):
                [heading.text, body.text, reason?.text ?? "", speaker?.text ?? ""]
            case .withheld(_, let reason): [reason?.text ?? ""]
            }
        }
    }

    static func write(_ seen: Shown<Minutes>, era: Bool, to json: inout JSONWriter) {
        let minutes = seen.value
        json.member("councilId", minutes.councilID)
        json.member("meetingId", minutes.meetingID)
        json.member("kind", minutes.kind)
        json.member("state", minutes.state)
        json.member("confirmedOn", minutes.confirmedOn, era: era)
        json.member("publishedOn", minutes.publishedOn, era: era)
        json.member("withdrawnOn", minutes.withdrawnOn, era: era)
        json.member("sections", each: minutes.sections) { json, section in
            json.object { json in
                switch section {
                case .open(let number, let heading, let body, let level, let reason, let speaker):
                    json.member("number", number)
                    json.member("heading", heading)
                    json.member("body", body)
                    json.member("level", level)
                    json.member("reason", reason)
                    json.member("speaker", speaker)
                case .withheld(let number, let reason):
                    json.member("number", number)
                    json.member("withheld", true)
                    json.member("reason", reason)
                }
            }
        }
        json.member("source", minutes.source)
    }

    static func made(
        from form: Form,
        id: ID<Minutes>,
        former: Minutes?,
        shown: JSONObject?,
        state: StoreState,
        today: Day
    ) throws(Refusal) -> Minutes {
        form.readOnly(readOnly, current: shown)
        let meetingID = form.id("meetingId", required: true, of: Meeting.self)
        let meeting = meetingID.flatMap { state.meetings[$0]?.value }
        if meetingID != nil, meeting == nil { form.refuse("meetingId", .unknownReference) }
        if let former, let meeting, meeting.councilID != former.councilID {
            form.refuse("meetingId", .ofAnotherCouncil)
        }
        let kind: Kind? = form.choice("kind", required: true)
        let level = meeting.flatMap { state.councils[$0.councilID]?.value.defaultLevel } ?? .members
        let sections = form.objects("sections", required: true, in: 0...500) { Section.read($0, level: level) }
        let source = form.source()
        form.add(faults(in: sections))
        try form.finish()
        guard let meetingID, let meeting, let kind else { throw .invalid(form.faults) }
        var minutes = Minutes(
            councilID: meeting.councilID,
            meetingID: meetingID,
            kind: kind,
            sections: sections,
            source: source
        )
        if let former { minutes.keepState(of: former) }
        try minutes.check(of: meeting)
        return minutes
    }
}

extension Section {
    /// - Parameter level: the council's own, for a section that is given none.
    fileprivate static func read(_ form: Form, level: Level) -> Section? {
        let number = form.integer("number", required: true, in: numbers)
        let heading = form.line("heading", required: true)
        let body = form.prose("body", required: true)
        let given: Level? = form.choice("level")
        let reason = form.line("reason")
        let speaker = form.line("speaker")
        guard let number, let heading, let body else { return nil }
        return Section(
            number: number,
            heading: heading,
            body: body,
            level: given ?? level,
            reason: reason,
            speaker: speaker
        )
    }
}

/// `/v1/minutes` and the steps of minutes.
enum MinutesEndpoints {
    static let all: [Endpoint] =
        Minutes.endpoints(
            .minutes,
            one: "Minutes",
            many: "Minutes",
            listing: [.reference("council"), .reference("meeting")],
            list: list,
            get: get
        )
        + Minutes.writingEndpoints(.minutes, one: "Minutes")
        + [
            step("confirmation", "confirmMinutes") { minutes, day throws(Refusal) in try minutes.confirm(on: day) },
            step("publication", "publishMinutes") { minutes, day throws(Refusal) in try minutes.publish(on: day) },
            step("withdrawal", "withdrawMinutes") { minutes, day throws(Refusal) in try minutes.withdraw(on: day) },
        ]

    private static func step(
        _ noun: String,
        _ name: String,
        _ step: @escaping @Sendable (inout Minutes, Day) throws(Refusal) -> Void
    ) -> Endpoint {
        Minutes.stepEndpoint(.minutes, noun, name, step)
    }

    private static func list(_ call: Call) throws(Refusal) -> WebResponse {
        try call.list(
            Minutes.self,
            in: call.namedCouncils,
            among: call.referring(Minutes.self, to: Meeting.self, by: "meeting")
        )
    }

    private static func get(_ call: Call) throws(Refusal) -> WebResponse {
        call.answer(try call.state.find(call.id(Minutes.self), for: call.reader))
    }
}
