import Councils
import Testing

@Suite struct Advisories {
    private static let today: Day = "2026-02-01"

    /// Gunma on 2026-02-01, with nothing that a person should look at: one meeting held with minutes, one to come.
    private func gunma(_ change: (inout CouncilFacts) -> Void = { _ in }) throws -> CouncilFacts {
        let held = try #require(Meeting.first(.inPerson, .closed).seen(at: .public))
        let planned = Meeting.first().with { $0.startsAt = "2026-03-01T13:30:00+09:00" }
        var facts = CouncilFacts(
            id: "gunma",
            council: .gunma,
            members: [.bureau],
            roles: [(id: "r1", value: .lead)],
            meetings: [(id: "first", value: held), (id: "second", value: try #require(planned.seen(at: .public)))],
            meetingsWithMinutes: ["first"]
        )
        change(&facts)
        return facts
    }

    private func advisories(today: Day = today, _ change: (inout CouncilFacts) -> Void = { _ in }) throws -> [Advisory]
    {
        try gunma(change).advisories(minimum: 1, today: today)
    }

    private func codes(today: Day = today, _ change: (inout CouncilFacts) -> Void = { _ in }) throws -> [String] {
        try advisories(today: today, change).map(\.code)
    }

    @Test func whereAllIsAsItShouldBeThereIsNone() throws {
        #expect(try advisories() == [])
    }

    @Test func aShortCadenceIsNamed() throws {
        let found = try advisories { $0.meetings.removeLast() }
        let advisory = try #require(found.first)
        #expect(found.count == 1)
        #expect((advisory.code, advisory.severity) == ("cadenceShort", .warning))
        #expect(
            (advisory.subject, advisory.source) == (Reference(resource: "councils", id: "gunma"), Council.gunma.source)
        )
        guard case .cadenceShort(let cadence) = advisory.finding else { return #expect(Bool(false)) }
        #expect(try cadence.fiscalYear == FiscalYear(2025))
        #expect((cadence.held, cadence.remaining) == (1, 1))
    }

    /// The years whose cadence is short, none having been held since the charter.
    @Test(
        arguments: [
            ("2025-07-10", "2026-02-01", [2025]), ("2025-07-10", "2026-04-01", [2025, 2026]),
            ("2025-07-10", "2027-04-01", [2026, 2027]), ("2025-03-31", "2026-02-01", [2024, 2025]),
            ("2025-04-01", "2026-02-01", [2025]), ("2026-04-01", "2026-02-01", []), (nil, "2026-02-01", [2025]),
        ] as [(Day?, Day, [Int])]
    )
    func theYearThatEndedAndTheRunningOneAreLookedAtSinceTheCharter(
        _ inForceFrom: Day?,
        _ today: Day,
        _ years: [Int]
    ) throws {
        let found = try advisories(today: today) {
            $0.council.inForceFrom = inForceFrom
            $0.meetings = []
        }
        let short = found.compactMap { advisory -> Int? in
            if case .cadenceShort(let cadence) = advisory.finding { cadence.fiscalYear.year } else { nil }
        }
        #expect(short == years)
    }

    @Test(
        arguments: [
            (.lead, .from("2025-07-10"), true), (.joint, .from("2025-07-10"), true),
            (.deputy, .from("2025-07-10"), false),
            (nil, .from("2025-07-10"), false), (.lead, .from("2026-02-01", until: "2026-02-01"), true),
            (.lead, .from("2025-07-10", until: "2026-01-31"), false), (.lead, .from("2026-02-02"), false),
        ] as [(Rank?, Period, Bool)]
    )
    func aCouncilHasALeadSecretariatOrEqualOnes(_ rank: Rank?, _ period: Period, _ leads: Bool) throws {
        let found = try advisories {
            $0.roles[0].value.rank = rank
            $0.roles[0].value.period = period
        }
        #expect(found.map(\.finding) == (leads ? [] : [.noLeadSecretariat]))
        #expect(found.allSatisfy { $0.severity == .warning && $0.subject.id == "gunma" })
    }

    @Test func theLeadOfAnotherRoleIsNoLeadSecretariat() throws {
        #expect(try codes { $0.roles[0].value.role = .planDrafting } == ["noLeadSecretariat"])
        #expect(try codes { $0.roles = [] } == ["noLeadSecretariat"])
    }

    @Test func rolesOutsideTheTableAreNamedOnceForEachBody() throws {
        func role(_ body: Line, _ role: Role, _ period: Period = .from("2025-07-10")) -> RoleAssignment {
            RoleAssignment(
                councilID: "gunma",
                holder: .body(body),
                role: role,
                period: period,
                source: Source(document: "設置要領", section: "3(1)⑥")
            )
        }
        let found = try advisories {
            $0.roles += [
                (id: "r5", value: role("ハローワーク", .jobFair)), (id: "r4", value: role("ハローワーク", .employmentSupport)),
                (id: "r3", value: role("Ｂ社", .publicity)), (id: "r2", value: role("ハローワーク", .jobFair)),
                (id: "r6", value: role("前の団体", .publicity, .from("2020-01-01", until: "2026-01-31"))),
            ]
        }
        #expect(
            found.map(\.finding) == [
                .roleOutsideTable(body: "ハローワーク", roles: [.employmentSupport, .jobFair]),
                .roleOutsideTable(body: "Ｂ社", roles: [.publicity]),
            ]
        )
        #expect(
            found.map(\.subject) == [
                Reference(resource: "role-assignments", id: "r2"), Reference(resource: "role-assignments", id: "r3"),
            ]
        )
        #expect(found.allSatisfy { $0.code == "roleOutsideTable" && $0.severity == .info })
        #expect(found.allSatisfy { $0.source?.section == "3(1)⑥" })
    }

    @Test func theChairsOrganisationIsAMember() throws {
        let found = try advisories { $0.members = [] }
        #expect(found.map(\.finding) == [.chairNotMember(organization: "群馬労働局")])
        #expect((found.first?.severity, found.first?.code) == (.info, "chairNotMember"))
        #expect(try codes { $0.members[0].name = "別の局" } == ["chairNotMember"])
        #expect(try codes { $0.members[0].period = .from("2025-07-10", until: "2026-01-31") } == ["chairNotMember"])
    }

    @Test func theChairsOrganisationMayGoByAnAlias() throws {
        #expect(try codes { $0.council.chairPost?.organization = "労働局" } == [])
    }

    @Test func whereNoDocumentNamesAChairNoneIsMissed() throws {
        let found = try codes {
            $0.council.chairPost = nil
            $0.members = []
        }
        #expect(found == [])
    }

    @Test(arguments: [("2025-11-30", false), ("2025-12-01", true)])
    func minutesAreMissedMoreThanSixtyDaysAfterTheMeeting(_ today: Day, _ isMissed: Bool) throws {
        for mode in [Meeting.Mode.inPerson, .written] {
            let found = try advisories(today: today) { facts in
                facts.meetingsWithMinutes = []
                facts.meetings[0].value = Meeting.first(mode, .held).seen(at: .public)!
            }
            #expect(
                found.map(\.finding)
                    == (isMissed ? [.minutesMissing(meeting: "第１回協議会", heldOn: "2025-10-01")] : [])
            )
            #expect(found.allSatisfy { $0.subject == Reference(resource: "meetings", id: "first") })
            #expect(found.allSatisfy { $0.code == "minutesMissing" && $0.severity == .warning })
        }
    }

    @Test(arguments: [Meeting.State.planned, .noticed, .cancelled])
    func minutesOfAMeetingThatWasNotHeldAreNotMissed(_ state: Meeting.State) throws {
        let found = try codes { facts in
            facts.meetingsWithMinutes = []
            facts.meetings[0].value = Meeting.first(.inPerson, state).seen(at: .public)!
        }
        #expect(!found.contains("minutesMissing"))
    }

    @Test func findingsComeInTheOrderOfTheirCases() throws {
        let found = try codes {
            $0.roles[0].value.holder = .body("ハローワーク")
            $0.roles[0].value.rank = .deputy
            $0.members = []
            $0.meetings.removeLast()
            $0.meetingsWithMinutes = []
        }
        #expect(
            found == ["cadenceShort", "noLeadSecretariat", "roleOutsideTable", "chairNotMember", "minutesMissing"]
        )
    }
}
