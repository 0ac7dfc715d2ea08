import Councils
import Testing

@Suite struct MeasureFaults {
    private static let place = PlanPlace(councilID: "gunma", planID: "plan", planState: .draft)
    private static let today: Day = "2025-11-20"
    private static let plan = Plan(
        councilID: "gunma",
        fiscalYear: FiscalYear(of: "2025-07-30"),
        title: "計画",
        period: .from("2025-07-30", until: "2026-03-31")
    )

    private func measure(_ code: Line, repeats: ID<Measure>? = nil, in place: PlanPlace = Self.place) -> Measure {
        Measure(place: place, code: code, heading: "相談", title: "支援", repeats: repeats)
    }

    private func faults(
        _ measure: Measure,
        others: [ID<Measure>: Measure] = [:],
        kpi: KPI? = nil,
        project: GrantProject? = nil
    ) -> [Fault] {
        measure.faults(
            id: "own",
            plan: Self.plan,
            others: others.values.filter { $0.place.planID == measure.place.planID },
            measure: { $0 == "own" ? measure : others[$0] },
            kpi: { _ in kpi },
            project: { _ in project },
            today: Self.today
        )
    }

    private static func elsewhere(_ council: ID<Council>, _ state: Plan.State) -> PlanPlace {
        PlanPlace(councilID: council, planID: "other plan", planState: state)
    }

    @Test func aCodeIsUsedOnceInThePlan() {
        #expect(faults(measure("ア"), others: ["a": measure("ア")]) == [Fault("/code", .duplicate)])
        #expect(faults(measure("ア"), others: ["a": measure("イ")]) == [])
    }

    @Test func aRepeatRepeatsNoRepeat() {
        let others: [ID<Measure>: Measure] = ["first": measure("イ"), "again": measure("ウ", repeats: "first")]
        #expect(faults(measure("ア", repeats: "first"), others: others) == [])
        for id in ["again", "own"] as [ID<Measure>] {
            #expect(faults(measure("ア", repeats: id), others: others) == [Fault("/repeats", .repeatOfARepeat)])
        }
        // Neither may what is repeated become one.
        let repeated = ["first": measure("イ"), "again": measure("ウ", repeats: "own")] as [ID<Measure>: Measure]
        #expect(faults(measure("ア", repeats: "first"), others: repeated) == [Fault("/repeats", .repeatOfARepeat)])
        #expect(faults(measure("ア", repeats: "nothing")) == [Fault("/repeats", .unknownReference)])
    }

    /// Of another council's draft nobody learns that it is there.
    @Test(
        arguments: [
            (elsewhere("gunma", .draft), .ofAnotherPlan), (elsewhere("tokyo", .adopted), .ofAnotherPlan),
            (elsewhere("tokyo", .draft), .unknownReference), (nil, .unknownReference),
        ] as [(PlanPlace?, Invalid)]
    )
    func whatItNamesIsOfItsPlan(_ place: PlanPlace?, _ invalid: Invalid) {
        var measure = measure("ア", repeats: "x")
        measure.kpiIDs = ["kpi"]
        measure.grantProjectID = "project"
        let other: [ID<Measure>: Measure] = place.map { ["x": self.measure("イ", in: $0)] } ?? [:]
        let found = faults(
            measure,
            others: other,
            kpi: place.map { KPI(place: $0, name: "件数", kind: .count) },
            project: place.map {
                GrantProject(place: $0, entry: .init(number: 1, position: 1, body: "県", title: "事業"))
            }
        )
        #expect(
            found == [Fault("/repeats", invalid), Fault("/kpiIds/0", invalid), Fault("/grantProjectId", invalid)]
        )
    }

    @Test func itIsInForceWithinThePlan() {
        var measure = measure("ア")
        measure.from = "2025-07-29"
        measure.until = "2026-04-01"
        let period = Self.plan.days
        #expect(
            faults(measure) == [
                Fault("/from", .outsideThePlansPeriod(period)), Fault("/until", .outsideThePlansPeriod(period)),
            ]
        )
        measure.from = "2025-09-02"
        measure.until = "2025-09-01"
        #expect(faults(measure) == [Fault("/until", .endsBeforeItBegins)])
        measure.until = "2025-09-03"
        #expect(measure.asOf("2025-09-01") == nil && measure.asOf("2025-09-04") == nil)
        #expect(measure.asOf("2025-09-02") == measure && measure.asOf("2025-09-03") == measure)
    }

    @Test func progressIsOfADayEach() {
        var measure = measure("ア")
        #expect(measure.status == nil)
        measure.progress = [
            .init(on: "2025-10-02", status: .done), .init(on: "2025-10-01", status: .underWay),
            .init(on: "2025-10-02", status: .stopped), .init(on: "2025-11-21", status: .done),
        ]
        #expect(
            faults(measure) == [
                Fault("/progress/2/on", .duplicate), Fault("/progress/3/on", .inTheFuture),
            ]
        )
        measure.progress.removeLast(2)
        measure.sortProgress()
        #expect(measure.status == .done && measure.progress.map(\.on) == ["2025-10-01", "2025-10-02"])
        #expect(measure.asOf("2025-10-01")?.status == .underWay && measure.asOf("2025-09-30")?.status == nil)
    }
}
