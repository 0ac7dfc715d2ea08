import Councils
import Testing

@Suite struct Readers {
    /// Reader, the level in Gunma, in Tokyo, and whether it writes in each; by hand.
    @Test(
        arguments: [
            (.public, .public, .public, false, false),
            (.member("bureau", of: "gunma"), .members, .public, false, false),
            (.member("bureau", of: "tokyo"), .public, .members, false, false),
            (.secretariat(of: ["gunma"]), .secretariat, .public, true, false),
            (.secretariat(of: ["gunma", "tokyo"]), .secretariat, .secretariat, true, true),
            (.secretariat(of: []), .public, .public, false, false),
            (.administrator, .secretariat, .secretariat, true, true),
        ] as [(Reader, Level, Level, Bool, Bool)]
    )
    func aReaderKnowsAndWritesOnlyInItsCouncils(
        _ reader: Reader,
        _ gunma: Level,
        _ tokyo: Level,
        _ writesGunma: Bool,
        _ writesTokyo: Bool
    ) {
        #expect(reader.level(in: "gunma") == gunma)
        #expect(reader.level(in: "tokyo") == tokyo)
        #expect(reader.mayWrite(in: "gunma") == writesGunma)
        #expect(reader.mayWrite(in: "tokyo") == writesTokyo)
    }

    @Test(
        arguments: [
            (.public, [], .public), (.member("bureau", of: "gunma"), ["gunma"], .member),
            (.secretariat(of: ["gunma", "tokyo"]), ["gunma", "tokyo"], .secretariat),
            (.administrator, nil, .administrator),
        ] as [(Reader, Set<ID<Council>>?, Policy.Role)]
    )
    func aReaderHasItsCouncilsAndItsRole(_ reader: Reader, _ councils: Set<ID<Council>>?, _ role: Policy.Role) {
        #expect(reader.ownCouncils == councils)
        #expect(reader.role == role)
    }

    @Test func levelsAndRolesRise() {
        #expect(Level.public < .members && .members < .secretariat && !(Level.secretariat < .public))
        #expect(Level.allCases.sorted() == [.public, .members, .secretariat])
        #expect(Policy.Role.allCases.shuffled().sorted() == [.public, .member, .secretariat, .administrator])
    }

    @Test(arguments: [Level.public, .members, .secretariat])
    func councilsMembersAndRolesArePublicByNature(_ level: Level) {
        #expect(Council.gunma.seen(at: level) == .gunma)
        #expect(Member.bureau.seen(at: level) == .bureau)
        #expect(RoleAssignment.lead.seen(at: level) == .lead)
    }
}

@Suite struct PolicyTable {
    /// The least role that may, written out from `confidentiality.md`; in the order of the columns.
    private static let columns = ["read", "create", "change", "transition", "delete"]
    private static let table: [(String, [String])] = [
        ("councils", ["public", "administrator", "secretariat", "secretariat", "administrator"]),
        ("members", ["public", "secretariat", "secretariat", "secretariat", "secretariat"]),
        ("role-assignments", ["public", "secretariat", "secretariat", "secretariat", "secretariat"]),
        ("meetings", ["public", "secretariat", "secretariat", "secretariat", "secretariat"]),
        ("minutes", ["public", "secretariat", "secretariat", "secretariat", "secretariat"]),
        ("plans", ["public", "secretariat", "secretariat", "secretariat", "secretariat"]),
        ("estimates", ["public", "secretariat", "secretariat", "secretariat", "secretariat"]),
        ("goals", ["public", "secretariat", "secretariat", "secretariat", "secretariat"]),
        ("kpis", ["public", "secretariat", "secretariat", "secretariat", "secretariat"]),
        ("measurements", ["public", "secretariat", "secretariat", "secretariat", "secretariat"]),
        ("measures", ["public", "secretariat", "secretariat", "secretariat", "secretariat"]),
        ("grant-projects", ["public", "secretariat", "secretariat", "secretariat", "secretariat"]),
        ("grant-changes", ["public", "secretariat", "secretariat", "secretariat", "secretariat"]),
        ("local-platforms", ["public", "secretariat", "secretariat", "secretariat", "secretariat"]),
        ("support-requests", ["public", "secretariat", "secretariat", "secretariat", "secretariat"]),
        ("good-practices", ["public", "secretariat", "secretariat", "secretariat", "secretariat"]),
        ("compare", ["public", "administrator", "administrator", "administrator", "administrator"]),
        ("tokens", ["administrator", "administrator", "administrator", "administrator", "administrator"]),
        ("batch", ["secretariat", "secretariat", "secretariat", "secretariat", "secretariat"]),
        ("journal", ["administrator", "administrator", "administrator", "administrator", "administrator"]),
        ("audit", ["administrator", "administrator", "administrator", "administrator", "administrator"]),
        ("changes", ["public", "administrator", "administrator", "administrator", "administrator"]),
        ("metrics", ["administrator", "administrator", "administrator", "administrator", "administrator"]),
    ]

    @Test(arguments: table) func eachCellIsAsWritten(_ subject: String, _ roles: [String]) throws {
        let subject = try #require(Policy.Subject(rawValue: subject))
        for (name, lowest) in zip(Self.columns, roles) {
            let operation = try #require(Policy.Operation(rawValue: name))
            #expect(Policy.lowest(operation, on: subject).rawValue == lowest, "\(name) \(subject)")
        }
    }

    @Test func noSubjectOperationOrRoleIsLeftOut() {
        #expect(Set(Policy.Subject.allCases.map(\.rawValue)) == Set(Self.table.map(\.0) + ["service"]))
        #expect(Policy.Operation.allCases.map(\.rawValue) == Self.columns)
        #expect(Policy.Role.allCases.map(\.rawValue) == ["public", "member", "secretariat", "administrator"])
    }

    @Test(arguments: [
        ("councils", "change", [false, false, true, true]), ("councils", "create", [false, false, false, true]),
        ("minutes", "read", [true, true, true, true]), ("tokens", "read", [false, false, false, true]),
    ])
    func higherRolesMayWhatLowerOnesMay(_ subject: String, _ operation: String, _ allowed: [Bool]) throws {
        let subject = try #require(Policy.Subject(rawValue: subject))
        let operation = try #require(Policy.Operation(rawValue: operation))
        #expect(Policy.Role.allCases.map { Policy.allows(operation, on: subject, by: $0) } == allowed)
    }

    /// So that what an old version said may be shown to everybody.
    @Test func whatIsPublicByNatureIsSeenWholeByEverybody() {
        for level in Level.allCases {
            #expect(Council.gunma.seen(at: level) == .gunma && Member.bureau.seen(at: level) == .bureau)
            #expect(RoleAssignment.lead.seen(at: level) == .lead)
        }
        #expect(Council.isPublicByNature && Member.isPublicByNature && RoleAssignment.isPublicByNature)
        #expect(!Meeting.isPublicByNature && !Minutes.isPublicByNature && !AccessToken.isPublicByNature)
    }

    @Test func theServiceIsReadByEverybody() {
        #expect(Policy.lowest(.read, on: .service) == .public)
    }

    @Test(arguments: [Policy.Operation.create, .change, .transition, .delete])
    func nobodyIsLetWriteTheServiceByDefault(_ operation: Policy.Operation) {
        #expect(Policy.lowest(operation, on: .service) == .administrator)
    }
}
