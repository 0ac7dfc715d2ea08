import Councils
import HTTPTypes
import JSONText
import Store
import Web

extension KPI: Writable {
    static let path = "/v1/kpis"
    static let fields =
        [
            "planId", "councilId", "group", "groupLabel", "name", "kind", "indicator", "indicatorLabel", "target",
            "scheduleTarget", "bodies", "subsetOf", "grantProjectId", "source",
        ] + reading + commonFields
    static let readOnly = [
        "version", "createdAt", "updatedAt", "councilId", "groupLabel", "indicatorLabel", "createdAtLabel",
        "updatedAtLabel",
    ]
    /// What is read off the plan and the measurements.
    static let reading = ["latest", "achievementPercent", "periodPercent", "reported"]

    static let filters = [
        Filter<KPI>.choice("group") { $0.value.group },
        Filter<KPI>.choice("kind") { $0.value.kind },
        Filter<KPI>.choice("indicator") { $0.value.indicator },
    ]

    static func texts(of seen: Shown<KPI>) -> [String] {
        let kpi = seen.value
        return [kpi.name.text, kpi.group?.label, kpi.indicator?.label, kpi.target?.unit.text].compactMap { $0 }
            + kpi.bodies.map(\.text)
    }

    static func write(_ seen: Shown<KPI>, era: Bool, to json: inout JSONWriter) {
        let kpi = seen.value
        json.member(kpi.place)
        json.member(kpi.group)
        json.member("name", kpi.name)
        json.member("kind", kpi.kind)
        json.member("indicator", kpi.indicator)
        json.member("indicatorLabel", kpi.indicator?.label)
        json.member("target", kpi.target)
        json.member("scheduleTarget", kpi.scheduleTarget)
        json.lines("bodies", kpi.bodies)
        json.member("subsetOf", kpi.subsetOf)
        json.member("grantProjectId", kpi.grantProjectID)
        json.member("source", kpi.source)
    }

    static func made(
        from form: Form,
        id: ID<KPI>,
        former: KPI?,
        shown: JSONObject?,
        state: State,
        today: Day
    ) throws(Refusal) -> KPI {
        form.readOnly(readOnly, current: shown)
        // Who sends back what was read has read something else by now, when somebody has measured since.
        if former == nil { form.readOnly(reading, current: nil) } else { form.ignore(reading) }
        let place = form.plan(in: state, former: former?.place)?.place
        let group: TargetGroup? = form.choice("group")
        let name = form.line("name", required: true)
        let kind: Kind? = form.choice("kind", required: true)
        let indicator: Indicator? = form.choice("indicator")
        let target = form.quantity("target")
        let scheduleTarget = form.quantity("scheduleTarget")
        let bodies = form.bodies()
        let subsetOf = form.id("subsetOf", of: KPI.self)
        let grantProjectID = form.id("grantProjectId", of: GrantProject.self)
        let source = form.source()
        if let former, let kind, kind != former.kind, state.firstMeasurement(of: id) != nil {
            form.refuse("kind", .usedByMeasurements)
        }
        guard let place, let name, let kind else {
            try form.finish()
            throw .invalid(form.faults)
        }
        let kpi = KPI(
            place: place,
            group: group,
            name: name,
            kind: kind,
            indicator: indicator,
            target: target,
            scheduleTarget: scheduleTarget,
            bodies: bodies,
            subsetOf: subsetOf,
            grantProjectID: grantProjectID,
            source: source
        )
        form.add(
            kpi.faults(
                id: id,
                kpi: { state.kpis[$0]?.value },
                parts: { state.referring(KPI.self, to: $0) },
                project: { state.grantProjects[$0]?.value }
            )
        )
        try form.finish()
        return kpi
    }
}

/// `/v1/kpis`
enum KPIEndpoints {
    static let all: [Endpoint] =
        KPI.endpoints(
            .kpis,
            one: "KPI",
            many: "KPIs",
            listing: [
                .reference("council"), .reference("plan"), .reference("grantProject"), .reference("subsetOf"),
            ],
            list: list,
            get: get
        )
        + KPI.writingEndpoints(.kpis, one: "KPI")

    private static func list(_ call: Call) throws(Refusal) -> WebResponse {
        try call.list(
            KPI.self,
            in: call.namedCouncils,
            among: call.common(
                call.referring(KPI.self, to: Plan.self, by: "plan"),
                call.referring(KPI.self, to: KPI.self, by: "subsetOf"),
                call.referring(KPI.self, to: GrantProject.self, by: "grantProject")
            )
        )
    }

    private static func get(_ call: Call) throws(Refusal) -> WebResponse {
        call.answer(try call.state.find(call.id(KPI.self), for: call.reader))
    }
}
