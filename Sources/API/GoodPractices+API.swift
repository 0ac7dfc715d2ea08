import Councils
import HTTPTypes
import JSONText
import Store
import Web

extension GoodPractice: Writable {
    static let path = "/v1/good-practices"
    static let fields =
        [
            "councilId", "localPlatformId", "title", "summary", "state", "collectedOn", "consent", "sharedOn",
            "returnedOn", "source",
        ] + commonFields
    static let readOnly = [
        "version", "createdAt", "updatedAt", "state", "consent", "sharedOn", "returnedOn", "collectedOnLabel",
        "sharedOnLabel", "returnedOnLabel", "createdAtLabel", "updatedAtLabel",
    ]
    /// Newest first.
    static var standardSort: [Listing<GoodPractice>.SortTerm] { [.init(ordering: 0, descending: true)] }

    static let filters = [
        Filter<GoodPractice>.choice("state") { $0.value.state },
        Filter<GoodPractice>.day("collectedOn") { $0.value.collectedOn },
        Filter<GoodPractice>.day("sharedOn") { $0.value.sharedOn },
        Filter<GoodPractice>.day("returnedOn") { $0.value.returnedOn },
    ]

    static func texts(of seen: Shown<GoodPractice>) -> [String] {
        let practice = seen.value
        return [practice.title.text, practice.summary.text, practice.consent?.by.text].compactMap { $0 }
    }

    static func write(_ seen: Shown<GoodPractice>, era: Bool, to json: inout JSONWriter) {
        let practice = seen.value
        json.member("councilId", practice.councilID)
        json.member("localPlatformId", practice.localPlatformID)
        json.member("title", practice.title)
        json.member("summary", practice.summary)
        json.member("state", practice.state)
        json.member("collectedOn", practice.collectedOn, era: era)
        if let consent = practice.consent {
            json.member(
                "consent",
                object: { json in
                    json.member("by", consent.by)
                    json.member("on", consent.on, era: era)
                }
            )
        }
        json.member("sharedOn", practice.sharedOn, era: era)
        json.member("returnedOn", practice.returnedOn, era: era)
        json.member("source", practice.source)
    }

    static func made(
        from form: Form,
        id: ID<GoodPractice>,
        former: GoodPractice?,
        shown: JSONObject?,
        state: StoreState,
        today: Day
    ) throws(Refusal) -> GoodPractice {
        form.readOnly(readOnly, current: shown)
        let councilID = form.councilID("councilId", required: true)
        if let councilID, state.councils[councilID] == nil { form.refuse("councilId", .unknownReference) }
        let platformID = form.id("localPlatformId", of: LocalPlatform.self)
        let title = form.line("title", required: true)
        let summary = form.prose("summary", required: true)
        let collectedOn = form.day("collectedOn")
        let source = form.source()
        guard let councilID, let title, let summary else {
            try form.finish()
            throw .invalid(form.faults)
        }
        var practice = GoodPractice(
            councilID: councilID,
            localPlatformID: platformID,
            title: title,
            summary: summary,
            collectedOn: collectedOn ?? former?.collectedOn ?? today,
            source: source
        )
        if let former {
            practice.keepState(of: former)
            form.add(practice.faults(after: former))
        }
        form.add(practice.faults(platform: platformID.flatMap { state.localPlatforms[$0]?.value }, today: today))
        try form.finish()
        return practice
    }
}

/// `/v1/good-practices` and the steps of a practice.
enum GoodPracticeEndpoints {
    static let all: [Endpoint] =
        GoodPractice.endpoints(
            .goodPractices,
            one: "GoodPractice",
            many: "GoodPractices",
            listing: [.reference("council"), .reference("localPlatform")],
            list: list,
            get: get
        )
        + GoodPractice.writingEndpoints(.goodPractices, one: "GoodPractice")
        + [
            GoodPractice.stepEndpoint(.goodPractices, "consent", "consentToGoodPractice", consent),
            GoodPractice.stepEndpoint(.goodPractices, "sharing", "shareGoodPractice") {
                practice,
                day throws(Refusal) in
                try practice.share(on: day)
            },
            GoodPractice.stepEndpoint(.goodPractices, "return", "returnGoodPractice") {
                practice,
                day throws(Refusal) in
                try practice.giveBack(on: day)
            },
        ]

    private static func consent(
        _ practice: inout GoodPractice,
        _ asked: AskedStep<GoodPractice>,
        _ tx: inout Transaction
    ) throws(Refusal) {
        let by = asked.form.line("by", required: true)
        let day = asked.day()
        try practice.checkConsentable()
        try asked.form.finish()
        guard let by, let day else { throw .invalid(asked.form.faults) }
        try practice.consent(GoodPractice.Consent(by: by, on: day), today: asked.today)
    }

    private static func list(_ call: Call) throws(Refusal) -> WebResponse {
        try call.list(
            GoodPractice.self,
            in: call.namedCouncils,
            among: call.referring(GoodPractice.self, to: LocalPlatform.self, by: "localPlatform")
        )
    }

    private static func get(_ call: Call) throws(Refusal) -> WebResponse {
        call.answer(try call.state.find(call.id(GoodPractice.self), for: call.reader))
    }
}
