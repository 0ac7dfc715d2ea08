import Councils
import HTTPTypes
import JSONText
import Store
import Web

extension Goal: Writable {
    static let path = "/v1/goals"
    static let fields =
        [
            "planId", "councilId", "group", "groupLabel", "statement", "target", "sumOf", "source",
        ] + commonFields
    static let readOnly = [
        "version", "createdAt", "updatedAt", "councilId", "groupLabel", "createdAtLabel", "updatedAtLabel",
    ]

    static let filters = [Filter<Goal>.choice("group") { $0.value.group }]

    static func texts(of seen: Shown<Goal>) -> [String] {
        let goal = seen.value
        return [goal.statement.text, goal.group?.label, goal.target?.unit.text].compactMap { $0 }
    }

    static func write(_ seen: Shown<Goal>, era: Bool, to json: inout JSONWriter) {
        let goal = seen.value
        json.member(goal.place)
        json.member(goal.group)
        json.member("statement", goal.statement)
        json.member("target", goal.target)
        json.ids("sumOf", goal.sumOf)
        json.member("source", goal.source)
    }

    static func made(
        from form: Form,
        id: ID<Goal>,
        former: Goal?,
        shown: JSONObject?,
        state: State,
        today: Day
    ) throws(Refusal) -> Goal {
        form.readOnly(readOnly, current: shown)
        let place = form.plan(in: state, former: former?.place)?.place
        let group: TargetGroup? = form.choice("group")
        let statement = form.line("statement", required: true)
        let target = form.quantity("target")
        let sumOf = form.ids("sumOf", in: 0...50, of: KPI.self)
        let source = form.source()
        guard let place, let statement else {
            try form.finish()
            throw .invalid(form.faults)
        }
        let goal = Goal(
            place: place,
            group: group,
            statement: statement,
            target: target,
            sumOf: sumOf,
            source: source
        )
        form.add(goal.faults { state.kpis[$0]?.value })
        try form.finish()
        return goal
    }
}

/// `/v1/goals`
enum GoalEndpoints {
    static let all: [Endpoint] =
        Goal.endpoints(
            .goals,
            one: "Goal",
            many: "Goals",
            listing: [.reference("council"), .reference("plan"), .reference("kpi")],
            list: list,
            get: get
        )
        + Goal.writingEndpoints(.goals, one: "Goal")

    private static func list(_ call: Call) throws(Refusal) -> WebResponse {
        try call.list(
            Goal.self,
            in: call.namedCouncils,
            among: call.common(
                call.referring(Goal.self, to: Plan.self, by: "plan"),
                call.referring(Goal.self, to: KPI.self, by: "kpi")
            )
        )
    }

    private static func get(_ call: Call) throws(Refusal) -> WebResponse {
        call.answer(try call.state.find(call.id(Goal.self), for: call.reader))
    }
}
