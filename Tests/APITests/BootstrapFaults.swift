import API
import Testing

@testable import Offices

/// Councils from files: all of them, or none with everything named.
@Suite struct BootstrapFaults {
    private static let council = #""council":{"id":"gifu","name":"ぎふ","shortName":"ぎふ","prefectureCode":"21"}"#
    private static let member = #"{"name":"岐阜県","sector":"prefecture","order":1,"from":"2025-04-01"}"#
    private static let role = #"{"member":"岐阜県","role":"publicity","from":"2025-04-01"}"#

    private static func file(_ more: String, council: String = council) -> String { "{\(council)\(more)}" }

    /// What is wrong with files, each line without its explanation.
    private func faults(_ files: [String]) async throws -> [String] {
        let office = try await TestOffice()
        let bootstrap = Bootstrap(store: office.store, environment: office.surroundings.environment)
        var lines: [String] = []
        do {
            _ = try await bootstrap.fill(
                from: files.enumerated().map { .init(name: "\($0).json", bytes: Array($1.utf8)) }
            )
        } catch let error as Bootstrap.Faults {
            lines = error.lines
        }
        #expect(lines.isEmpty || office.seq == 0)
        return lines
    }

    @Test(arguments: [
        (file(#","members":[\#(member)],"roleAssignments":[\#(role)]"#), []),
        ("", ["0.json: line 1, column 1"]),
        ("[]", ["0.json: must be a JSON object"]),
        ("{\n \"council\": {\"id\": \"a\u{202E}b\"}}", ["0.json#/council/id: line 2, column"]),
        ("{}", ["0.json#/council: required"]),
        (#"{"council":1}"#, ["0.json#/council: wrongType"]),
        (#"{"council":{"name":"x"}}"#, ["0.json#/council/id: required"]),
        (file("", council: council.replacing("\"21\"", with: "\"48\"")), ["0.json#/council/prefectureCode: format"]),
        (file(#","membres":[],"meetings":[]"#), ["0.json#/meetings: unknownField", "0.json#/membres: unknownField"]),
        (
            file(#","members":{},"roleAssignments":[1]"#),
            ["0.json#/members: wrongType", "0.json#/roleAssignments/0: wrongType"]
        ),
        (
            file(
                #","members":[\#(member.replacing("order", with: "ordre")),\#(member.replacing("}", with: #","localGovernmentCode":"210001"}"#))]"#
            ),
            [
                "0.json#/members/0/order: required", "0.json#/members/0/ordre: unknownField",
                "0.json#/members/1/localGovernmentCode: checkDigit",
            ]
        ),
        (
            file(
                #","members":[\#(member)],"roleAssignments":[\#(role.replacing("岐阜県", with: "岐阜市")),\#(role),\#(role)]"#
            ),
            ["0.json#/roleAssignments/0/member: unknownReference", "0.json#/roleAssignments/2/from: overlappingRole"]
        ),
        (
            file(#","members":[\#(member),\#(member)],"roleAssignments":[\#(role)]"#),
            ["0.json#/roleAssignments/0/member: unknownReference"]
        ),
        (
            file(#","members":[\#(member)],"roleAssignments":[\#(role.replacing("2025-04-01", with: "2025-03-31"))]"#),
            ["0.json#/roleAssignments/0/from: outsideTheMembersPeriod"]
        ),
    ]) func nameFileAndPointer(file: String, expected: [String]) async throws {
        let lines = try await faults([file])
        #expect(lines.count == expected.count, "\(lines)")
        for (line, beginning) in zip(lines.sorted(), expected) { #expect(line.hasPrefix(beginning), "\(line)") }
    }

    @Test func ofAllFilesAreNamedAtOnce() async throws {
        let good = Self.file("")
        let lines = try await faults([good, "{", good, "{}"])
        #expect(lines.count == 3)
        #expect(
            lines.contains { $0.hasPrefix("1.json: line 1") }
                && lines.contains { $0.hasPrefix("3.json#/council: required") }
        )
        #expect(lines.contains { $0.hasPrefix("2.json#/council: ") && $0.hasSuffix("This id is taken") })
    }

    @Test func aCouncilThatIsWrongDoesNotHideItsMembersFaults() async throws {
        let lines = try await faults([#"{"council":{"id":"gifu"},"members":[{"nmae":"x"}]}"#])
        #expect(lines.contains { $0.hasPrefix("0.json#/members/0/nmae: unknownField") })
    }

    @Test func theShippedFilesFillTheStoreInOneWrite() async throws {
        let office = try await TestOffice()
        let counts = try await Bootstrap(store: office.store, environment: office.surroundings.environment)
            .fill(from: Repository.councilFiles())
        #expect(counts.councils == 4 && counts.members == 30 && counts.roleAssignments == 49 + 43 + 1 + 2)
        #expect(counts.estimates == 3 + 1 && counts.plans == 2 && counts.goals == 4 + 3 && counts.kpis == 14 + 7)
        #expect(counts.measures == 47 + 25 && counts.grantProjects == 3 + 3)
        #expect(office.seq == 1)
    }
}
