import Councils
import Testing

@Suite struct PlanWorkflow {
    private var draft: Plan {
        Plan(
            councilID: "saitama",
            fiscalYear: FiscalYear(of: "2025-07-30"),
            title: "計画",
            period: .from("2025-07-30", until: "2026-03-31")
        )
    }

    @Test func aDraftIsAdoptedOnce() throws {
        var plan = draft
        #expect(throws: Refusal.invalid([Fault("/on", .inTheFuture)])) {
            try plan.adopt(on: "2025-07-31", today: "2025-07-30")
        }
        try plan.adopt(on: "2025-07-30", today: "2025-07-30")
        #expect(plan.state == .adopted && plan.adoptedOn == "2025-07-30")
        #expect(throws: Refusal.conflict(.onlyDraftPlansAreAdopted)) {
            try plan.adopt(on: "2025-07-30", today: "2025-07-30")
        }
    }

    @Test func revisionsAreCountedInTheOrderOfTheirDays() throws {
        var plan = draft
        #expect(throws: Refusal.conflict(.onlyAdoptedPlansAreRevised)) {
            try plan.revise(on: "2025-08-01", cause: .budget, today: "2025-11-20")
        }
        try plan.adopt(on: "2025-07-30", today: "2025-11-20")
        #expect(throws: Refusal.invalid([Fault("/on", .beforeTheLastStep)])) {
            try plan.revise(on: "2025-07-29", cause: .budget, today: "2025-11-20")
        }
        try plan.revise(on: "2025-08-01", cause: .progress, today: "2025-11-20")
        try plan.revise(on: "2025-08-01", cause: .grantChange, grantChangeID: "change", today: "2025-11-20")
        #expect(plan.revision == 2 && plan.revisions.map(\.number) == [1, 2])
        #expect(plan.asOf("2025-07-31").revisions.isEmpty && plan.asOf("2025-08-01") == plan)
        #expect(plan.asOf("2025-07-29").state == .draft && plan.asOf("2025-07-29").adoptedOn == nil)
    }

    @Test func itLiesWithinItsFiscalYear() throws {
        var plan = draft
        #expect(plan.faults() == [])
        plan.period = .from("2025-03-31", until: "2026-04-01")
        #expect(plan.faults().map(\.pointer) == ["/from", "/until"])
        let measured: ClosedRange<Day> = "2025-08-01"..."2025-09-30"
        plan.period = .from("2025-08-02", until: "2025-09-29")
        plan.councilID = "gunma"
        let faults = plan.faults(after: draft, hasParts: true, measured: measured)
        #expect(faults.map(\.pointer) == ["/councilId", "/from", "/until"])
        #expect(plan.faults(after: draft, hasParts: false, measured: nil) == [])
    }

    /// Circles of any length, from every KPI on them; and one that does not pass the one that is asked about.
    @Test func aSubsetIsNoPartOfItself() {
        let place = PlanPlace(councilID: "saitama", planID: "plan", planState: .draft)
        func kpi(_ parent: ID<KPI>?) -> KPI { KPI(place: place, name: "件数", kind: .count, subsetOf: parent) }
        let kpis: [ID<KPI>: KPI] = ["a": kpi("b"), "b": kpi("c"), "c": kpi(nil), "x": kpi("y"), "y": kpi("x")]
        func faults(_ id: ID<KPI>, _ parent: ID<KPI>) -> [Fault] {
            kpi(parent).faults(
                id: id,
                kpi: { kpis[$0] },
                parts: { whole in kpis.filter { $0.value.subsetOf == whole }.map(\.key) },
                project: { _ in nil }
            )
        }
        #expect(faults("c", "a") == [Fault("/subsetOf", .subsetCircle)])
        #expect(faults("c", "b") == [Fault("/subsetOf", .subsetCircle)])
        #expect(faults("c", "c") == [Fault("/subsetOf", .subsetCircle)])
        #expect(faults("d", "a") == [])
        #expect(faults("d", "x") == [Fault("/subsetOf", .subsetTooDeep)])
    }
}
