import Councils
import HTTPTypes
import JSONText
import Store
import Web

extension Plan: Writable {
    static let path = "/v1/plans"
    static let fields =
        [
            "councilId", "fiscalYear", "fiscalYearLabel", "title", "from", "until", "state", "adoptedOn", "revision",
            "revisions", "source",
        ] + parts + commonFields
    static let readOnly =
        [
            "version", "createdAt", "updatedAt", "fiscalYearLabel", "state", "adoptedOn", "revision", "revisions",
            "fromLabel", "untilLabel", "adoptedOnLabel", "createdAtLabel", "updatedAtLabel",
        ] + parts
    /// What its view as of a day has besides.
    static let parts = ["grantProjects", "measures"]
    /// Newest first.
    static var standardSort: [Listing<Plan>.SortTerm] { [.init(ordering: 0, descending: true)] }

    static let filters = [
        Filter<Plan>.integer("fiscalYear") { $0.value.fiscalYear.year },
        Filter<Plan>.choice("state") { $0.value.state },
        Filter<Plan>.day("from") { $0.value.period.from },
        Filter<Plan>.day("until") { $0.value.until },
        Filter<Plan>.day("adoptedOn") { $0.value.adoptedOn },
    ]

    static func texts(of seen: Shown<Plan>) -> [String] {
        [seen.value.title.text] + seen.value.revisions.compactMap(\.note?.text)
    }

    static func write(_ seen: Shown<Plan>, era: Bool, to json: inout JSONWriter) {
        let plan = seen.value
        json.member("councilId", plan.councilID)
        json.member("fiscalYear", plan.fiscalYear.year)
        json.member("fiscalYearLabel", plan.fiscalYear.label)
        json.member("title", plan.title)
        json.member(plan.period, era: era)
        json.member("state", plan.state)
        json.member("adoptedOn", plan.adoptedOn, era: era)
        json.member("revision", plan.revision)
        json.member("revisions", each: plan.revisions) { json, revision in
            json.object { json in
                json.member("number", revision.number)
                json.member("on", revision.on, era: era)
                json.member("cause", revision.cause)
                json.member("note", revision.note)
                json.member("grantChangeId", revision.grantChangeID)
            }
        }
        json.member("source", plan.source)
    }

    static func made(
        from form: Form,
        id: ID<Plan>,
        former: Plan?,
        shown: JSONObject?,
        state: StoreState,
        today: Day
    ) throws(Refusal) -> Plan {
        form.readOnly(readOnly, current: shown)
        let councilID = form.councilID("councilId", required: true)
        if let councilID, state.councils[councilID] == nil { form.refuse("councilId", .unknownReference) }
        let fiscalYear = form.fiscalYear("fiscalYear", required: true)
        let title = form.line("title", required: true)
        let period = form.period()
        if !form.has("until") { form.refuse("until", .required) }
        let source = form.source()
        guard let councilID, let fiscalYear, let title, let period else {
            try form.finish()
            throw .invalid(form.faults)
        }
        var plan = Plan(councilID: councilID, fiscalYear: fiscalYear, title: title, period: period, source: source)
        form.add(plan.faults())
        if let former {
            plan.keepState(of: former)
            let measured = plan.period == former.period ? nil : state.measuredDays(of: id)
            let hasParts = plan.councilID != former.councilID && state.isReferred(to: id)
            form.add(plan.faults(after: former, hasParts: hasParts, measured: measured))
        }
        try form.finish()
        return plan
    }
}

extension State {
    /// From the first to the last day of a plan's measurements and of its measures' periods.
    fileprivate func measuredDays(of plan: ID<Plan>) -> ClosedRange<Day>? {
        var days: ClosedRange<Day>?
        for kpi in referring(KPI.self, to: plan) {
            guard let first = firstMeasurement(of: kpi)?.value.asOf,
                let last = latestMeasurement(of: kpi, at: .secretariat)?.value.asOf
            else { continue }
            days = min(days?.lowerBound ?? first, first)...max(days?.upperBound ?? last, last)
        }
        for measure in referring(Measure.self, to: plan).compactMap({ measures[$0]?.value }) {
            for day in [measure.from, measure.until].compactMap({ $0 }) {
                days = min(days?.lowerBound ?? day, day)...max(days?.upperBound ?? day, day)
            }
        }
        return days
    }
}

/// `/v1/plans` and the steps of a plan.
enum PlanEndpoints {
    static let all: [Endpoint] =
        Plan.endpoints(
            .plans,
            one: "Plan",
            many: "Plans",
            listing: [.reference("council")],
            getting: [.asOf],
            list: list,
            get: get
        )
        + Plan.writingEndpoints(.plans, one: "Plan")
        + [
            Plan.stepEndpoint(.plans, "adoption", "adoptPlan", adopt),
            Plan.stepEndpoint(.plans, "revision", "revisePlan", revise),
        ]

    private static func list(_ call: Call) throws(Refusal) -> WebResponse {
        try call.list(Plan.self, in: call.namedCouncils)
    }

    /// As of a day: the plan as it stood, to those who could know of it then.
    private static func get(_ call: Call) throws(Refusal) -> WebResponse {
        let seen = try call.state.find(call.id(Plan.self), for: call.reader)
        guard let day = call.asOf else { return call.answer(seen) }
        guard let then = seen.value.asOf(day).seen(at: seen.level) else { throw .notFound }
        return call.answer(seen.showing(then))
    }

    /// All that hangs on the plan becomes public with it, in the same write.
    private static func adopt(
        _ plan: inout Plan,
        _ asked: AskedStep<Plan>,
        _ tx: inout Transaction
    ) throws(Refusal) {
        let day = asked.day()
        try asked.form.finish()
        guard let day else { throw .invalid(asked.form.faults) }
        try plan.adopt(on: day, today: asked.today)
        let planState = plan.state
        try tx.beside { (tx: inout Transaction) throws(Refusal) in
            for part in PlanParts.all { try part.tell(planState, asked.id, &tx, asked.call.reader) }
        }
    }

    private static func revise(
        _ plan: inout Plan,
        _ asked: AskedStep<Plan>,
        _ tx: inout Transaction
    ) throws(Refusal) {
        let causes = Plan.Cause.allCases.filter { $0 != .grantChange }
        let cause = asked.form.string("cause", required: true) { text throws(Invalid) in
            guard let cause = causes.first(where: { $0.rawValue == text }) else {
                throw .unknownValue(allowed: causes.map(\.rawValue))
            }
            return cause
        }
        let day = asked.day()
        let note = asked.form.line("note")
        try asked.form.finish()
        guard let day, let cause else { throw .invalid(asked.form.faults) }
        try plan.revise(on: day, cause: cause, note: note, today: asked.today)
    }
}
