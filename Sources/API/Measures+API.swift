import Councils
import HTTPTypes
import JSONText
import Store
import Web

extension Measure: Writable {
    static let path = "/v1/measures"
    static let fields =
        [
            "planId", "councilId", "code", "group", "groupLabel", "heading", "title", "bodies", "repeats", "kpiIds",
            "grantProjectId", "from", "until", "progress", "status", "source",
        ] + commonFields
    static let readOnly = [
        "version", "createdAt", "updatedAt", "councilId", "groupLabel", "status", "fromLabel", "untilLabel",
        "createdAtLabel", "updatedAtLabel",
    ]
    static let orders = 0...1000

    static let filters = [
        Filter<Measure>.text("code") { $0.value.code.text },
        Filter<Measure>.choice("group") { $0.value.group },
        Filter<Measure>.choice("status") { $0.value.status },
    ]

    static func texts(of seen: Shown<Measure>) -> [String] {
        let measure = seen.value
        return [measure.code, measure.heading, measure.title].map(\.text) + measure.bodies.map(\.text)
            + [measure.group?.label ?? ""] + measure.progress.compactMap(\.note?.text)
    }

    static func write(_ seen: Shown<Measure>, era: Bool, to json: inout JSONWriter) {
        let measure = seen.value
        json.member(measure.place)
        json.member("code", measure.code)
        json.member(measure.group)
        json.member("heading", measure.heading)
        json.member("title", measure.title)
        json.lines("bodies", measure.bodies)
        json.member("repeats", measure.repeats)
        json.ids("kpiIds", measure.kpiIDs)
        json.member("grantProjectId", measure.grantProjectID)
        json.member("from", measure.from, era: era)
        json.member("until", measure.until, era: era)
        json.member("progress", each: measure.progress) { json, progress in
            json.object { json in
                json.member("on", progress.on, era: era)
                json.member("status", progress.status)
                json.member("note", progress.note)
            }
        }
        json.member("status", measure.status)
        json.member("source", measure.source)
    }

    static func made(
        from form: Form,
        id: ID<Measure>,
        former: Measure?,
        shown: JSONObject?,
        state: State,
        today: Day
    ) throws(Refusal) -> Measure {
        form.readOnly(readOnly, current: shown)
        let plan = form.plan(in: state, former: former?.place)
        let code = form.line("code", required: true)
        let group: TargetGroup? = form.choice("group")
        let heading = form.line("heading", required: true)
        let title = form.line("title", required: true)
        let bodies = form.bodies()
        let repeats = form.id("repeats", of: Measure.self)
        let kpiIDs = form.ids("kpiIds", in: 0...100, of: KPI.self)
        let grantProjectID = form.id("grantProjectId", of: GrantProject.self)
        let from = form.day("from")
        let until = form.day("until")
        let progress = form.objects("progress", in: orders, Progress.read)
        let source = form.source()
        guard let (place, plan) = plan, let code, let heading, let title else {
            try form.finish()
            throw .invalid(form.faults)
        }
        var measure = Measure(
            place: place,
            code: code,
            group: group,
            heading: heading,
            title: title,
            bodies: bodies,
            repeats: repeats,
            kpiIDs: kpiIDs,
            grantProjectID: grantProjectID,
            from: from,
            until: until,
            progress: progress,
            source: source
        )
        let others = state.referring(Measure.self, to: place.planID).filter { $0 != id }
        form.add(
            measure.faults(
                id: id,
                plan: plan,
                others: others.compactMap { state.measures[$0]?.value },
                measure: { state.measures[$0]?.value },
                kpi: { state.kpis[$0]?.value },
                project: { state.grantProjects[$0]?.value },
                today: today
            )
        )
        try form.finish()
        measure.sortProgress()
        return measure
    }
}

extension Measure.Progress {
    fileprivate static func read(_ form: Form) -> Measure.Progress? {
        form.ignore(["onLabel"])
        let on = form.day("on", required: true)
        let status: Measure.Status? = form.choice("status", required: true)
        let note = form.line("note")
        guard let on, let status else { return nil }
        return Measure.Progress(on: on, status: status, note: note)
    }
}

/// `/v1/measures`
enum MeasureEndpoints {
    static let all: [Endpoint] =
        Measure.endpoints(
            .measures,
            one: "Measure",
            many: "Measures",
            listing: [
                .reference("council"), .reference("plan"), .reference("kpi"), .reference("grantProject"),
                .reference("repeats"), .asOf,
            ],
            getting: [.asOf],
            list: list,
            get: get
        )
        + Measure.writingEndpoints(.measures, one: "Measure")
        + [Measure.importEndpoint(.measures, many: "Measures")]

    private static func list(_ call: Call) throws(Refusal) -> WebResponse {
        try call.list(
            Measure.self,
            in: call.namedCouncils,
            among: call.common(
                call.referring(Measure.self, to: Plan.self, by: "plan"),
                call.referring(Measure.self, to: KPI.self, by: "kpi"),
                call.referring(Measure.self, to: GrantProject.self, by: "grantProject"),
                call.referring(Measure.self, to: Measure.self, by: "repeats")
            ),
            present: call.asOf.map { day in { @Sendable seen in seen.asOf(day) } }
        )
    }

    private static func get(_ call: Call) throws(Refusal) -> WebResponse {
        let seen = try call.state.find(call.id(Measure.self), for: call.reader)
        guard let day = call.asOf else { return call.answer(seen) }
        guard let then = seen.asOf(day) else { throw .notFound }
        return call.answer(then)
    }
}

extension Shown<Measure> {
    /// As it stood on a day; nil if it was not in force.
    func asOf(_ day: Day) -> Shown<Measure>? { value.asOf(day).map(showing) }
}

extension Shown<GrantProject> {
    /// The row as it stood on a day; nil if it was not in the annex.
    func asOf(_ day: Day) -> Shown<GrantProject>? { value.asOf(day).map(showing) }
}
