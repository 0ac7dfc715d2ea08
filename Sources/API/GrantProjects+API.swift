import Councils
import HTTPTypes
import JSONText
import Store
import Web

extension GrantProject: Writable {
    static let path = "/v1/grant-projects"
    static let fields =
        [
            "planId", "councilId", "number", "position", "body", "title", "from", "until", "inForceFrom",
            "inForceUntil", "formerEntries", "source",
        ] + commonFields
    static let readOnly = [
        "version", "createdAt", "updatedAt", "councilId", "inForceFrom", "inForceUntil", "formerEntries", "fromLabel",
        "untilLabel", "inForceFromLabel", "inForceUntilLabel", "createdAtLabel", "updatedAtLabel",
    ]
    /// In the order of the annex.
    static var standardSort: [Listing<GrantProject>.SortTerm] {
        [.init(ordering: 1, descending: false), .init(ordering: 2, descending: false)]
    }

    static let filters = [
        Filter<GrantProject>.integer("number") { $0.value.entry.number },
        Filter<GrantProject>.text("body") { $0.value.entry.body.text },
        Filter<GrantProject>.day("inForceFrom") { $0.value.inForceFrom },
        Filter<GrantProject>.day("inForceUntil") { $0.value.inForceUntil },
    ]

    static func texts(of seen: Shown<GrantProject>) -> [String] {
        let project = seen.value
        return ([project.entry] + project.formerEntries.map(\.entry)).flatMap { [$0.body.text, $0.title.text] }
    }

    static func write(_ seen: Shown<GrantProject>, era: Bool, to json: inout JSONWriter) {
        let project = seen.value
        json.member(project.place)
        project.entry.write(era: era, to: &json)
        json.member("inForceFrom", project.inForceFrom, era: era)
        json.member("inForceUntil", project.inForceUntil, era: era)
        json.member("formerEntries", each: project.formerEntries) { json, former in
            json.object { json in
                former.entry.write(era: era, to: &json)
                json.member("inForceUntil", former.inForceUntil, era: era)
                json.member("grantChangeId", former.grantChangeID)
            }
        }
        json.member("source", project.source)
    }

    static func made(
        from form: Form,
        id: ID<GrantProject>,
        former: GrantProject?,
        shown: JSONObject?,
        state: State,
        today: Day
    ) throws(Refusal) -> GrantProject {
        form.readOnly(readOnly, current: shown)
        let plan = form.plan(in: state, former: former?.place)
        let entry = Entry.read(form)
        let source = form.source()
        guard let place = plan?.place, let entry else {
            try form.finish()
            throw .invalid(form.faults)
        }
        let project = GrantProject(place: place, entry: entry, source: source)
        let others = state.rows(of: place.planID).filter { $0.key != id }.values
        form.add(entry.faults(others: others))
        try form.finish()
        try project.checkDirectlyEditable()
        return project
    }

    func checkDeletable() throws(Refusal) { try checkDirectlyEditable() }
}

extension GrantProject.Entry {
    func write(era: Bool, to json: inout JSONWriter) {
        json.member("number", number)
        json.member("position", position)
        json.member("body", body)
        json.member("title", title)
        json.member("from", from, era: era)
        json.member("until", until, era: era)
    }

    static func read(_ form: Form) -> GrantProject.Entry? {
        let number = form.integer("number", required: true, in: GrantProject.numbers)
        let position = form.integer("position", required: true, in: GrantProject.numbers)
        let body = form.line("body", required: true)
        let title = form.line("title", required: true)
        let from = form.day("from")
        let until = form.day("until")
        guard let number, let position, let body, let title else { return nil }
        return GrantProject.Entry(
            number: number,
            position: position,
            body: body,
            title: title,
            from: from,
            until: until
        )
    }
}

extension State {
    /// The rows of the annex of a plan, those that are no longer in force among them.
    func rows(of plan: ID<Plan>) -> [ID<GrantProject>: GrantProject] {
        var rows: [ID<GrantProject>: GrantProject] = [:]
        for id in referring(GrantProject.self, to: plan) { rows[id] = grantProjects[id]?.value }
        return rows
    }
}

/// `/v1/grant-projects`
enum GrantProjectEndpoints {
    static let all: [Endpoint] =
        GrantProject.endpoints(
            .grantProjects,
            one: "GrantProject",
            many: "GrantProjects",
            listing: [.reference("council"), .reference("plan"), .asOf],
            getting: [.asOf],
            list: list,
            get: get
        )
        + GrantProject.writingEndpoints(.grantProjects, one: "GrantProject")

    private static func list(_ call: Call) throws(Refusal) -> WebResponse {
        try call.list(
            GrantProject.self,
            in: call.namedCouncils,
            among: call.referring(GrantProject.self, to: Plan.self, by: "plan"),
            present: call.asOf.map { day in { @Sendable seen in seen.asOf(day) } }
        )
    }

    private static func get(_ call: Call) throws(Refusal) -> WebResponse {
        let seen = try call.state.find(call.id(GrantProject.self), for: call.reader)
        guard let day = call.asOf else { return call.answer(seen) }
        guard let then = seen.asOf(day) else { throw .notFound }
        return call.answer(then)
    }
}
