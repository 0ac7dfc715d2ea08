import Councils

extension PlanPlace {
    static let adopted = PlanPlace(councilID: "saitama", planID: "plan", planState: .adopted)
}

extension Quantity {
    static func people(_ number: Int) -> Quantity { Quantity(value: Figure(number), unit: "人") }
}

extension PlanFacts {
    /// S, as far as the tests need it: a goal that is the sum of two KPIs, one of which has a part.
    static func saitama(_ change: (inout PlanFacts) -> Void = { _ in }) throws -> PlanFacts {
        func kpi(_ name: Line, _ target: Int, subsetOf: ID<KPI>? = nil) -> KPI {
            KPI(
                place: .adopted,
                group: .unstableEmployment,
                name: name,
                kind: .count,
                indicator: .regularHires,
                target: .people(target),
                subsetOf: subsetOf
            )
        }
        var facts = PlanFacts(
            id: "plan",
            plan: Plan(
                councilID: "saitama",
                fiscalYear: try FiscalYear(2025),
                title: "事業実施計画",
                period: .from("2025-07-30", until: "2026-03-31"),
                state: .adopted,
                adoptedOn: "2025-07-30"
            ),
            goals: [
                (
                    id: "goal",
                    value: Goal(
                        place: .adopted,
                        group: .unstableEmployment,
                        statement: "正規雇用を増やす",
                        target: .people(5448),
                        sumOf: ["hires", "conversions"]
                    )
                ), (id: "words", value: Goal(place: .adopted, statement: "広く知らせる")),
            ],
            kpis: [
                (id: "hires", value: kpi("正社員就職", 4371)), (id: "conversions", value: kpi("正社員転換", 1077)),
                (id: "part", value: kpi("うち女性", 2000, subsetOf: "hires")),
            ]
        )
        change(&facts)
        return facts
    }

    mutating func report(_ kpi: ID<KPI>, _ value: Int?, on day: Day = "2025-12-01") {
        let measurement = Measurement(
            place: .adopted,
            kpiID: kpi,
            asOf: day,
            value: value.map { Figure($0) },
            reportedBy: "労働局"
        )
        latest[kpi] = (id: ID(trusted: "m-" + kpi.text), value: measurement)
    }
}

extension Measure {
    static func of(
        _ group: TargetGroup?,
        repeats: ID<Measure>? = nil,
        progress: [Measure.Progress] = []
    ) -> Measure {
        Measure(
            place: .adopted,
            code: "ア",
            group: group,
            heading: "相談",
            title: "相談",
            repeats: repeats,
            progress: progress
        )
    }
}
