import Councils
import Foundation
import JSONText
import Testing

@testable import kyogikai

/// `kyogikai policy` says what it said when somebody last looked: another policy is a decision, and shows in a diff.
@Suite struct PolicyTests {
    private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "policy.txt")

    /// A change that is meant: `kyogikai policy > Tests/kyogikaiTests/policy.txt`.
    @Test func thePolicyIsTheOneThatWasLookedAt() async throws {
        let ran = try await Server.run(["policy"])
        #expect(ran.status == 0 && ran.errors.isEmpty)
        #expect(ran.output == (try String(contentsOf: Self.golden, encoding: .utf8)))
    }

    @Test func jsonSaysTheSame() async throws {
        let ran = try await Server.run(["policy", "--json"])
        let json = try #require(try JSONValue(parsing: Array(ran.output.utf8)).objectValue)
        let operations = json["operations"]?.arrayValue ?? []
        func lowest(_ operation: String, _ resource: String) -> String? {
            operations.compactMap(\.objectValue).first {
                $0["operation"]?.stringValue == operation && $0["resource"]?.stringValue == resource
            }?["lowest"]?.stringValue
        }
        #expect(lowest("read", "minutes") == "public" && lowest("change", "minutes") == "secretariat")
        #expect(lowest("delete", "councils") == "administrator" && lowest("create", "tokens") == "administrator")
        #expect(lowest("delete", "tokens") == nil)
        #expect(json["readers"]?.arrayValue?.count == Policy.Role.allCases.count)
        #expect(json["parts"]?.arrayValue?.count == Policy.parts.count)
        for line in ran.output.split(separator: "\n") { #expect(line.first == "{" && line.last == "}") }
    }

    @Test func itTakesNoArguments() async throws {
        #expect(try await Server.run(["policy", "minutes"]).status == 64)
    }
}
