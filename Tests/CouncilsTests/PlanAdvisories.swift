import Councils
import Testing

@Suite struct PlanAdvisories {
    private static let today: Day = "2025-12-15"

    private func advisories(
        today: Day = today,
        _ change: (inout CouncilFacts) -> Void = { _ in }
    ) throws -> [Advisory] {
        var facts = CouncilFacts(
            id: "gunma",
            council: .gunma,
            members: [.bureau],
            roles: [(id: "r1", value: .lead)],
            meetings: [],
            meetingsWithMinutes: [],
            plans: [
                try .saitama {
                    for kpi in ["hires", "conversions", "part"] as [ID<KPI>] { $0.report(kpi, 1) }
                }
            ]
        )
        change(&facts)
        return facts.advisories(minimum: 1, today: today).filter { $0.code != "cadenceShort" }
    }

    /// S第4-1: 5,448 = 4,371 + 1,077.
    @Test func aGoalThatIsTheSumOfItsKPIsIsRight() throws {
        #expect(try advisories() == [])
        #expect(try advisories { $0.plans[0].goals[0].value.sumOf.append("part") } == [])
    }

    @Test func aGoalThatIsAnotherSumIsNamed() throws {
        let found = try advisories { $0.plans[0].kpis[1].value.target = .people(1078) }
        #expect(
            found.map(\.finding) == [
                .goalNotSumOfKPIs(goal: "正規雇用を増やす", target: .people(5448), sum: Figure(5449))
            ]
        )
        #expect(found.map(\.subject) == [Reference(resource: "goals", id: "goal")])
        #expect(found.map(\.severity) == [.info])
        #expect(try advisories { $0.plans[0].kpis[1].value.target = nil } == [])
        #expect(try advisories { $0.plans[0].kpis.remove(at: 1) } == [])
    }

    /// N: 607 in the text, 609 in the schedule.
    @Test func targetsThatDifferAreNamed() throws {
        let found = try advisories { $0.plans[0].kpis[1].value.scheduleTarget = .people(1079) }
        #expect(
            found.map(\.finding) == [.targetsDiffer(kpi: "正社員転換", text: .people(1077), schedule: .people(1079))]
        )
        #expect(found.map(\.subject.resource) == ["kpis"])
        #expect(try advisories { $0.plans[0].kpis[1].value.scheduleTarget = .people(1077) } == [])
    }

    @Test func plansOlderThanTheLastYearAreLeftAlone() throws {
        func codes(_ today: Day) throws -> [String] {
            try advisories(today: today) { $0.plans[0].kpis[1].value.scheduleTarget = .people(1079) }.map(\.code)
        }
        #expect(try codes("2027-03-31") == ["targetsDiffer"])
        #expect(try codes("2027-04-01") == [])
    }

    /// M
    @Test func aPlatformWithoutASecretariatIsNamedWhileItLasts() throws {
        func found(_ department: Line?, until: Day?) throws -> [String] {
            try advisories {
                $0.localPlatforms = [
                    (
                        id: "p",
                        value: LocalPlatform(
                            councilID: "gunma",
                            name: "前橋市PF",
                            secretariatDepartment: department,
                            period: .from("2025-04-01", until: until)
                        )
                    )
                ]
            }.map(\.code)
        }
        #expect(try found(nil, until: nil) == ["localPlatformWithoutSecretariat"])
        #expect(try found(nil, until: Self.today) == ["localPlatformWithoutSecretariat"])
        #expect(try found(nil, until: "2025-12-14") == [])
        #expect(try found("福祉課", until: nil) == [])
    }

    /// S第5
    @Test(arguments: GrantChange.State.allCases) func aChangeThatIsAgreedOnButNotToldIsNamed(
        _ state: GrantChange.State
    ) throws {
        let found = try advisories {
            var change = GrantChange(
                place: .adopted,
                requestedBy: "埼玉県",
                approvalKind: .comprehensive,
                proposal: .removal("row"),
                state: state
            )
            if state == .approved || state == .applied { change.approval = .decision("包括的承認", on: "2025-10-01") }
            if state == .applied { change.appliedOn = "2025-10-05" }
            $0.grantChanges = [(id: "c", value: change)]
        }
        let days: [GrantChange.State: Day] = [.approved: "2025-10-01", .applied: "2025-10-05"]
        #expect(
            found.map(\.finding)
                == [days[state].map { .grantChangeNotNotified(requestedBy: "埼玉県", state: state, since: $0) }]
                .compactMap { $0 }
        )
    }

    /// The quarter that is looked at, and from when on a KPI is missed: adopted on 2025-07-30.
    @Test(
        arguments: [
            ("2025-07-30", nil), ("2025-09-30", nil), ("2025-10-01", "2025-07-01"), ("2025-12-31", "2025-07-01"),
            ("2026-01-01", "2025-10-01"), ("2026-03-31", "2025-10-01"), ("2026-04-01", nil),
        ] as [(Day, Day?)]
    ) func aKPIWithoutAReadingSinceTheLastQuarterBeganIsMissed(_ today: Day, _ begin: Day?) throws {
        let found = try advisories(today: today) { $0.plans[0].latest = [:] }
        #expect(found.count == (begin == nil ? 0 : 3))
        for advisory in found {
            guard case .kpiNotReported(_, _, let quarter) = advisory.finding else { return #expect(Bool(false)) }
            #expect(quarter.from == begin && advisory.severity == .warning)
        }
    }

    @Test(arguments: [("2025-06-30", true), ("2025-07-01", false), ("2025-12-01", false)] as [(Day, Bool)])
    func aReadingOfTheLastQuarterOrLaterIsEnough(_ day: Day, _ isMissed: Bool) throws {
        let found = try advisories { facts in
            for kpi in ["hires", "conversions", "part"] as [ID<KPI>] { facts.plans[0].report(kpi, 1, on: day) }
        }
        #expect(found.count == (isMissed ? 3 : 0))
        #expect(try advisories { $0.plans[0].report("hires", nil) }.map(\.code) == ["kpiNotReported"])
        let draft = try advisories {
            $0.plans[0].latest = [:]
            $0.plans[0].plan.state = .draft
        }
        #expect(draft == [])
    }
}
