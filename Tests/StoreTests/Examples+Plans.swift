import Councils

@testable import Store

// Each with every field that there is.

extension PlanPlace {
    static let example = PlanPlace(councilID: "gunma", planID: "plan-1", planState: .adopted)
}

extension Plan {
    static let full = Plan(
        councilID: "gunma",
        fiscalYear: try! FiscalYear(2025),
        title: "事業実施計画",
        period: .from("2025-07-30", until: "2026-03-31"),
        state: .adopted,
        adoptedOn: "2025-07-30",
        revisions: [
            Revision(number: 1, on: "2025-10-01", cause: .grantChange, note: "別表", grantChangeID: "change-1")
        ],
        source: Source(document: "計画", section: "2")
    )
}

extension Estimate {
    static let full = Estimate(
        councilID: "gunma",
        group: .longTermUnemployment,
        value: Figure(31658),
        unit: "人",
        sharePercent: Figure(thousandths: 1200),
        nationalSharePercent: Figure(thousandths: 1400),
        ageFrom: 35,
        ageTo: 49,
        approximate: true,
        method: "按分",
        sourceYear: 2022,
        source: Source(document: "計画", section: "3")
    )
}

extension Goal {
    static let full = Goal(
        place: .example,
        group: .unstableEmployment,
        statement: "正規雇用を増やす",
        target: Quantity(value: Figure(5448), unit: "人"),
        sumOf: ["kpi-1", "kpi-2"],
        source: Source(document: "計画", section: "4")
    )
}

extension KPI {
    static let full = KPI(
        place: .example,
        group: .socialParticipation,
        name: "率",
        kind: .rate,
        indicator: .centreOutcomes,
        target: Quantity(value: Figure(thousandths: 55_500), unit: "%"),
        scheduleTarget: Quantity(value: Figure(thousandths: 55_125), unit: "%"),
        bodies: ["県"],
        subsetOf: "kpi-9",
        grantProjectID: "project-1",
        source: Source(document: "計画", section: "4")
    )

    static func counting(in place: PlanPlace = .example) -> KPI { KPI(place: place, name: "件数", kind: .count) }
}

extension Measurement {
    static let full = Measurement(
        place: .example,
        kpiID: "kpi-1",
        asOf: "2025-09-30",
        value: Figure(thousandths: 1),
        statement: "増えた",
        reportedBy: "労働局",
        source: Source(document: "報告", section: "1")
    )

    static func of(_ kpi: ID<KPI>, on day: Day, in place: PlanPlace = .example) -> Measurement {
        Measurement(place: place, kpiID: kpi, asOf: day, value: Figure(day.number), reportedBy: "労働局")
    }
}
