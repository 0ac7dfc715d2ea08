import Councils
import Testing

@Suite struct PlanProgresses {
    private static let today: Day = "2025-12-15"

    private func progress(_ change: (inout PlanFacts) -> Void = { _ in }) throws -> PlanProgress {
        try PlanFacts.saitama(change).progress(today: Self.today)
    }

    @Test func theThreeGroupsComeInTheirOrderThenWhatBelongsToAll() throws {
        #expect(
            try progress().sections.map(\.group) == [
                .unstableEmployment, .longTermUnemployment, .socialParticipation, nil,
            ]
        )
        #expect(try progress().sections.map { $0.goals.map(\.id.text) } == [["goal"], [], [], ["words"]])
    }

    @Test func whatNobodyReportedIsNotZero() throws {
        let progress = try progress()
        let standings = progress.sections[0].kpis
        #expect(standings.allSatisfy { !$0.isReported && $0.achievement == nil && $0.latest == nil })
        #expect(progress.kpis == (3, 0, 0))
        let goal = progress.sections[0].goals[0]
        #expect(goal.sum == nil && goal.reportedParts == 0 && goal.achievement == nil)
    }

    /// うち
    @Test func aPartStandsBelowItsParentAndIsNeverAdded() throws {
        let section = try progress {
            $0.goals[0].value.sumOf = ["hires", "conversions", "part"]
            $0.report("hires", 4000)
            $0.report("conversions", 1000)
            $0.report("part", 1500)
        }.sections[0]
        #expect(section.kpis.map(\.id.text) == ["hires", "conversions"])
        #expect(section.kpis.map { $0.subsets.map(\.id.text) } == [["part"], []])
        #expect(section.goals[0].sum == Figure(5000) && section.goals[0].parts == ["hires", "conversions"])
        // 5,000 ÷ 5,448
        #expect(section.goals[0].achievement?.tenths == 918)
    }

    @Test func aSumStandsOnceAllItsPartsAreReported() throws {
        let one = try progress { $0.report("hires", 4371) }
        #expect(one.sections[0].goals[0].sum == nil && one.sections[0].goals[0].reportedParts == 1)
        #expect(one.kpis == (3, 1, 1))
        #expect(one.sections[0].kpis[0].achievement?.tenths == 1000)
        let silent = try progress {
            $0.report("hires", 4371)
            $0.report("conversions", nil)
        }
        #expect(silent.sections[0].goals[0].sum == nil && silent.kpis == (3, 1, 1))
        #expect(!silent.sections[0].kpis[1].isReported && silent.sections[0].kpis[1].latest != nil)
        let zero = try progress { $0.report("conversions", 0) }
        #expect(zero.sections[0].kpis[1].isReported && zero.sections[0].kpis[1].achievement?.tenths == 0)
    }

    @Test func measuresAreCountedOnceByTheirLatestStatus() throws {
        let progress = try progress {
            $0.measures = [
                (id: "a", value: .of(.unstableEmployment)),
                (
                    id: "b",
                    value: .of(
                        .unstableEmployment,
                        progress: [
                            .init(on: "2025-10-01", status: .notStarted), .init(on: "2025-11-01", status: .underWay),
                            .init(on: "2025-12-16", status: .done),
                        ]
                    )
                ), (id: "c", value: .of(.longTermUnemployment, repeats: "a")), (id: "d", value: .of(nil)),
            ]
        }
        var first = PlanProgress.Measures()
        (first.counted, first.notReported, first.byStatus) = (2, 1, [.underWay: 1])
        #expect(progress.sections[0].measures == first)
        #expect(progress.sections[1].measures.repeated == 1 && progress.sections[1].measures.counted == 0)
        #expect(progress.measures.counted == 3 && progress.measures.repeated == 1 && progress.measures.notReported == 2)
    }
}

@Suite struct Comparisons {
    private func estimate(_ value: Int, _ group: TargetGroup, year: Int, council: ID<Council> = "saitama") -> Estimate {
        Estimate(councilID: council, group: group, value: Figure(value), unit: "人", sourceYear: year)
    }

    @Test func figuresAreComparedByTheNewestEstimateOfTheirGroup() throws {
        let facts = try PlanFacts.saitama { $0.report("hires", 2000) }
        let comparison = Comparison(
            of: facts.kpis[0],
            latest: facts.latest["hires"],
            estimates: [
                (id: "e1", value: estimate(82_900, .unstableEmployment, year: 2017)),
                (id: "e2", value: estimate(31_658, .longTermUnemployment, year: 2022)),
                (id: "e0", value: estimate(1, .unstableEmployment, year: 2012)),
            ]
        )
        #expect(comparison.estimate?.id == "e1")
        // 4,371 ÷ 82.9, 2,000 ÷ 82.9
        #expect(comparison.targetPerThousand == Figure(thousandths: 52_700))
        #expect(comparison.perThousand == Figure(thousandths: 24_100))
        // 2,000 ÷ 4,371
        #expect(comparison.achievement?.tenths == 458)
    }

    @Test func withoutAnEstimateOrAReadingNothingIsMadeUp() throws {
        let facts = try PlanFacts.saitama()
        let comparison = Comparison(of: facts.kpis[0], latest: nil, estimates: [])
        #expect(comparison.estimate == nil && comparison.perThousand == nil && comparison.targetPerThousand == nil)
        #expect(comparison.achievement == nil)
        #expect(Figure(5).perThousand(of: Figure(0)) == nil)
    }
}
