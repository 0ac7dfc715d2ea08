import Councils
import Testing

@Suite struct MemberFaults {
    private func faults(_ member: Member, roles: [RoleAssignment] = []) -> [Fault] {
        member.faults(in: .gunma, roles: roles)
    }

    @Test func aMemberThatFitsHasNone() {
        #expect(faults(.bureau, roles: [.lead, .lead.with { $0.unit = "職業安定部" }]) == [])
        #expect(faults(.bureau.with { $0.category = nil }) == [])
    }

    @Test func theCategoryIsOneOfTheCouncils() {
        #expect(
            faults(.bureau.with { $0.category = "行政側" }) == [
                Fault("/category", .unknownValue(allowed: ["労働団体", "経済団体", "報道機関", "支援団体", "行政機関"]))
            ]
        )
    }

    @Test func aUnitIsNamedOnce() {
        #expect(
            faults(.bureau.with { $0.units = ["一課", "二課", "一課", "二課"] }) == [
                Fault("/units/2/name", .duplicate), Fault("/units/3/name", .duplicate),
            ]
        )
    }

    @Test func aRoleKeepsItsCouncilItsUnitAndItsPeriod() {
        let role = RoleAssignment.lead.with { $0.unit = "職業安定部" }
        #expect(faults(.bureau.with { $0.councilID = "tokyo" }, roles: [role]) == [Fault("/councilId", .usedByARole)])
        #expect(faults(.bureau.with { $0.units = ["総務部"] }, roles: [role]) == [Fault("/units", .usedByARole)])
        let late = Member.bureau.with { $0.period = .from("2025-07-11") }
        #expect(faults(late, roles: [role]) == [Fault("/from", .usedByARole)])
        let gone = Member.bureau.with { $0.period = .from("2025-07-10", until: "2026-03-31") }
        #expect(faults(gone, roles: [role]) == [Fault("/until", .usedByARole)])
    }

    @Test func aBeginningThatCutsARoleIsNamedEvenIfThereIsAnEnd() {
        let role = RoleAssignment.lead.with { $0.period = .from("2025-07-10", until: "2025-12-31") }
        let late = Member.bureau.with { $0.period = .from("2025-08-01", until: "2026-03-31") }
        #expect(faults(late, roles: [role]) == [Fault("/from", .usedByARole)])
    }

    @Test func allFaultsAreNamedAtOnce() {
        let wrong = Member.bureau.with {
            $0.category = "?"
            $0.units = ["一課", "一課"]
            $0.councilID = "tokyo"
        }
        let role = RoleAssignment.lead.with { $0.unit = "二課" }
        #expect(
            faults(wrong, roles: [role]).map(\.pointer) == ["/category", "/units/1/name", "/councilId", "/units"]
        )
    }

    @Test func aMemberIsCalledByItsNameOrAnAlias() {
        #expect(Member.bureau.isCalled("群馬労働局"))
        #expect(Member.bureau.isCalled("労働局"))
        #expect(!Member.bureau.isCalled("群馬"))
    }
}
