import Councils
import Testing

/// What is read off figures and days.
@Suite struct KPIReadingRules {
    private let plan = Plan(
        councilID: "saitama",
        fiscalYear: FiscalYear(of: "2025-07-30"),
        title: "計画",
        period: .from("2025-04-01", until: "2026-03-31")
    )
    private let place = PlanPlace(councilID: "saitama", planID: "plan", planState: .adopted)

    private func reading(target: Figure?, value: Figure?) -> KPIReading {
        let kpi = KPI(
            place: place,
            name: "就職",
            kind: .count,
            target: target.map { Quantity(value: $0, unit: "件") }
        )
        let latest = Measurement(place: place, kpiID: "kpi", asOf: "2025-09-30", value: value, reportedBy: "労働局")
        return KPIReading(of: kpi, latest: latest, in: plan, today: "2025-11-20")
    }

    @Test(
        arguments: [
            (4371, 2104, 48.1), (3, 1, 33.3), (3, 2, 66.7), (8, 1, 12.5), (1000, 1, 0.1), (2000, 1, 0.1), (2001, 1, 0),
            (607, 609, 100.3), (1, 0, 0),
        ] as [(Int, Int, Double)]
    )
    func achievementIsValueThroughTarget(_ target: Int, _ value: Int, _ percent: Double) {
        #expect(reading(target: Figure(target), value: Figure(value)).achievement?.number == percent)
    }

    @Test func thereIsNoneWithoutBoth() {
        #expect(reading(target: nil, value: Figure(1)).achievement == nil)
        #expect(reading(target: Figure(1), value: nil).achievement == nil)
        #expect(reading(target: Figure(0), value: Figure(1)).achievement == nil)
        #expect(!reading(target: Figure(1), value: nil).isReported)
        #expect(reading(target: nil, value: Figure(0)).isReported)
    }

    @Test(
        arguments: [
            ("2025-03-31", 0), ("2025-04-01", 0), ("2025-04-02", 0.3), ("2025-11-20", 63.8), ("2026-03-31", 99.7),
            ("2026-04-01", 100), ("2027-01-01", 100),
        ] as [(Day, Double)]
    )
    func thePeriodGoesBy(_ today: Day, _ percent: Double) {
        #expect(plan.goneBy(on: today).number == percent)
    }

    @Test func figuresAreExact() throws {
        #expect(try Figure(0.001).thousandths == 1 && Figure(1e12).thousandths == 1_000_000_000_000_000)
        #expect(throws: Invalid.decimals(3)) { try Figure(0.0005) }
        #expect(throws: Invalid.numberRange(Figure.bounds)) { try Figure(-0.001) }
        #expect(throws: Invalid.numberRange(Figure.bounds)) { try Figure(.nan) }
        for thousandths in stride(from: Int64(0), to: 2000, by: 7) {
            let figure = Figure(thousandths: thousandths)
            #expect(try Figure(figure.number) == figure)
        }
    }
}
