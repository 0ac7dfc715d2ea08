import Councils
import Testing

@Suite struct RoleFaults {
    private func faults(_ role: RoleAssignment, others: [RoleAssignment] = []) -> [Fault] {
        role.faults(member: role.memberID == nil ? nil : .bureau, others: others)
    }

    @Test func aRoleThatFitsHasNone() {
        #expect(faults(.lead) == [])
        #expect(faults(.lead.with { $0.unit = "職業安定部" }) == [])
    }

    @Test func aBodyOutsideTheTableHasNoUnitsOrPeriodToFit() {
        let outside = RoleAssignment.lead.with {
            $0.holder = .body("ハローワーク")
            $0.unit = "専門窓口"
            $0.period = .from("2020-01-01")
        }
        #expect(faults(outside) == [])
        #expect((outside.memberID, outside.bodyName) == (nil, "ハローワーク"))
        #expect((RoleAssignment.lead.memberID, RoleAssignment.lead.bodyName) == ("bureau", nil))
    }

    @Test func theMemberIsOfTheSameCouncil() {
        #expect(faults(.lead.with { $0.councilID = "tokyo" }) == [Fault("/memberId", .ofAnotherCouncil)])
    }

    @Test func theUnitIsOneOfTheMembers() {
        #expect(
            faults(.lead.with { $0.unit = "総務部" }) == [
                Fault("/unit", .unknownValue(allowed: ["職業安定部", "雇用環境・均等室"]))
            ]
        )
    }

    @Test(
        arguments: [
            (Period.from("2025-07-10", until: "2026-03-31"), nil), (.from("2025-08-01", until: "2025-08-01"), nil),
            (.from("2025-07-09", until: "2026-03-31"), "/from"), (.from("2025-07-10", until: "2026-04-01"), "/until"),
            (.from("2025-07-10"), "/until"),
        ] as [(Period, String?)]
    )
    func aRolesPeriodLiesWithinTheMembers(_ period: Period, _ pointer: String?) {
        let member = Member.bureau.with { $0.period = .from("2025-07-10", until: "2026-03-31") }
        let faults = RoleAssignment.lead.with { $0.period = period }.faults(member: member, others: [])
        #expect(faults == (pointer.map { [Fault($0, .outsideTheMembersPeriod)] } ?? []))
    }

    @Test func bothEndsAreNamedWhenBothLieOutside() {
        let member = Member.bureau.with { $0.period = .from("2025-07-10", until: "2026-03-31") }
        let role = RoleAssignment.lead.with { $0.period = .from("2025-04-01") }
        #expect(role.faults(member: member, others: []).map(\.pointer) == ["/from", "/until"])
    }

    @Test(arguments: [
        (Period.from("2025-10-01", until: "2025-12-31"), true), (.from("2025-12-31"), true),
        (.from("2026-01-01"), false),
        (.from("2025-07-10", until: "2025-09-30"), false), (.from("2025-07-10", until: "2025-10-01"), true),
    ])
    func periodsOfTheSameRoleDoNotOverlap(_ period: Period, _ clashes: Bool) {
        let other = RoleAssignment.lead.with { $0.period = .from("2025-10-01", until: "2025-12-31") }
        let faults = faults(.lead.with { $0.period = period }, others: [other])
        #expect(faults == (clashes ? [Fault("/from", .overlappingRole)] : []))
    }

    @Test func anotherRoleUnitHolderOrCouncilDoesNotClash() {
        let others: [RoleAssignment] = [
            .lead.with { $0.role = .publicity }, .lead.with { $0.unit = "職業安定部" },
            .lead.with { $0.holder = .member("prefecture") }, .lead.with { $0.holder = .body("群馬労働局") },
            .lead.with { $0.councilID = "tokyo" },
        ]
        #expect(faults(.lead, others: others) == [])
        #expect(
            faults(.lead, others: others + [.lead.with { $0.rank = .deputy }]) == [Fault("/from", .overlappingRole)]
        )
    }
}
