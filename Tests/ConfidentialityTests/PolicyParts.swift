import Councils
import HTTPTypes
import JSONText
import Testing

@testable import Offices

/// What `kyogikai policy` says of the parts of a value is what the views do, and it says all of it.
@Suite struct PolicyParts {
    /// The lowest reader of each level.
    private static let readers: [(level: Level, caller: TestOffice.Caller)] = [
        (.public, .public), (.members, .member), (.secretariat, .secretariat),
    ]

    /// Of each member of a view: from which level on it is there.
    private func thresholds(_ path: String, in office: TestOffice) async throws -> [String: Level] {
        var lowest: [String: Level] = [:]
        for (level, caller) in Self.readers.reversed() {
            let answer = try await office.get(path, as: caller)
            guard answer.status == 200 else { continue }
            for name in answer.json.objectValue?.names ?? [] { lowest[name] = level }
        }
        return lowest
    }

    private func parts(of subject: Policy.Subject) -> [String: Policy.Part.Threshold] {
        Dictionary(uniqueKeysWithValues: Policy.parts.filter { $0.subject == subject }.map { ($0.name, $0.threshold) })
    }

    /// The levels of the items that each of the three readers is shown.
    private func levels(_ pointer: String, _ path: String, in office: TestOffice) async throws -> [[String]] {
        var levels: [[String]] = []
        for (_, caller) in Self.readers { levels.append(try await office.get(path, as: caller).texts(pointer)) }
        return levels
    }

    private static let byLevel = [["public"], ["public", "members"], ["public", "members", "secretariat"]]

    @Test func meetings() async throws {
        let office = try await TestOffice.gunma()
        let member = try await office.memberID(of: "gunma", order: 1)
        let items = ["public", "members", "secretariat"].enumerated()
            .map { #"{"number":\#($0 + 1),"title":"あ","level":"\#($1)"}"# }.joined(separator: ",")
        let hybrid = try await office.meeting(
            Example.meeting(
                #"""
                ,"onlineUrl":"https://example.jp","agenda":[\#(items)],"papers":[\#(items)],
                "attendance":[{"memberId":"\#(member)","presence":"present"}],"guests":[{"bodyName":"い"}]
                """#
            )
        )
        let reply = #","replies":[{"memberId":"\#(member)","repliedOn":"2025-10-20"}]"#
        let written = try await office.meeting(Example.written(reply))
        let declared = parts(of: .meetings)
        var found = try await thresholds("/v1/meetings/\(hybrid)", in: office)
        found.merge(try await thresholds("/v1/meetings/\(written)", in: office)) { min($0, $1) }
        // `replies` stands in the written one alone, the rest in the other.
        for (name, level) in found {
            #expect(declared[name] == .itsOwn || (declared[name] ?? .level(.public)) == .level(level), "\(name)")
        }
        for (name, threshold) in declared where !name.contains("?") && !name.contains("/") && threshold != .itsOwn {
            #expect(found[name].map { Policy.Part.Threshold.level($0) } == threshold, "\(name)")
        }
        for name in ["agenda", "papers"] {
            #expect(declared[name] == .itsOwn)
            #expect(try await levels("/\(name)/*/level", "/v1/meetings/\(hybrid)", in: office) == Self.byLevel)
        }
        _ = try await office.patch("/v1/meetings/\(hybrid)", #"{"title":"後"}"#, as: .secretariat)
        try await oldVersions("/v1/meetings/\(hybrid)", declared, in: office)
    }

    @Test func minutes() async throws {
        let office = try await TestOffice.gunma()
        let declared = parts(of: .minutes)
        var paths: [String: String] = [:]
        let held = try await office.meeting(steps: ["notice", "holding"])
        let body = Example.minutes(of: held).replacing(#""開会した。","#, with: #""開会した。","speaker":"座長","#)
        for (state, steps) in [
            ("draft", []), ("confirmed", ["confirmation"]), ("published", ["confirmation", "publication"]),
            ("withdrawn", ["confirmation", "publication", "withdrawal"]),
        ] {
            paths[state] = "/v1/minutes/" + (try await office.minutes(of: held, body, steps: steps))
        }
        for (state, path) in paths {
            var lowest: Level?
            for (level, caller) in Self.readers.reversed() where try await office.get(path, as: caller).status == 200 {
                lowest = level
            }
            let threshold = declared["state=\(state)"] ?? .level(.public)
            #expect(lowest.map { Policy.Part.Threshold.level($0) } == threshold, "\(state)")
        }
        let published = try #require(paths["published"])
        #expect(declared["sections"] == .itsOwn)
        #expect(try await levels("/sections/*/level", published, in: office) == Self.byLevel)
        #expect(declared["sections/speaker"] == .level(.members))
        #expect(try await levels("/sections/*/speaker", published, in: office).map(\.count) == [0, 2, 2])
        try await oldVersions(published, declared, in: office)
    }

    /// A draft with all that hangs on it, and the same once it is adopted.
    @Test func plans() async throws {
        let office = try await TestOffice.gunma()
        let places = try await MatrixPlaces.plans(in: office)
        let subjects = [
            ("plan", "plans", Policy.Subject.plans), ("goal", "goals", .goals), ("kpi", "kpis", .kpis),
            ("measurement", "measurements", .measurements),
        ]
        for (name, path, subject) in subjects {
            let declared = parts(of: subject)
            #expect(declared["plan=draft"] == .level(.members))
            let (draft, adopted) = (places["draft" + name] ?? "", places[name] ?? "")
            var statuses: [Int] = []
            for (_, caller) in Self.readers {
                statuses.append(try await office.get("/v1/\(path)/\(draft)", as: caller).status)
            }
            #expect(statuses == [404, 200, 200], "\(name)")
            let all = try await thresholds("/v1/\(path)/\(adopted)", in: office)
            #expect(!all.isEmpty && all.values.allSatisfy { $0 == .public })
            try await oldVersions("/v1/\(path)/\(adopted)", declared, in: office)
        }
    }

    private func oldVersions(
        _ path: String,
        _ declared: [String: Policy.Part.Threshold],
        in office: TestOffice
    ) async throws {
        #expect(declared["?version="] == .level(.secretariat))
        _ = try await office.patch(path, #"{"source":{"document":"要領","section":"1"}}"#, as: .secretariat)
        let statuses = [TestOffice.Caller.public, .member, .secretariat].map { ($0, path + "?version=1") }
        var found: [Int] = []
        for (caller, target) in statuses { found.append(try await office.get(target, as: caller).status) }
        #expect(found == [404, 404, 200])
    }

    /// The lowest level that a value is seen at.
    private func lowest(_ path: String, in office: TestOffice) async throws -> Policy.Part.Threshold? {
        for (level, caller) in Self.readers where try await office.get(path, as: caller).status == 200 {
            return .level(level)
        }
        return nil
    }

    @Test func whatHangsOnAPlan() async throws {
        let office = try await TestOffice.gunma()
        let draft = try await office.yearPlan()
        let (plan, project) = try await office.annex()
        for (subject, hidden, open) in [
            (
                Policy.Subject.measures, try await office.added("/v1/measures", Example.measure(draft)),
                try await office.added("/v1/measures", Example.measure(plan))
            ),
            (.grantProjects, try await office.added("/v1/grant-projects", Example.grantProject(draft)), project),
        ] {
            let declared = parts(of: subject)
            let path = "/v1/\(subject.rawValue)/"
            #expect(declared["plan=draft"] == .level(.members))
            #expect(try await lowest(path + hidden, in: office) == declared["plan=draft"])
            #expect(try await lowest(path + open, in: office) == .level(.public))
            #expect(declared["?version="] == .level(.secretariat))
            let ofChanges = declared["formerEntries/grantChangeId"] == nil ? 0 : 1
            #expect(declared.count == 3 + ofChanges)
        }
        let measure = try await office.added("/v1/measures", Example.measure(plan, code: "イ"))
        try await oldVersions("/v1/measures/\(measure)", parts(of: .measures), in: office)
    }

    @Test func grantChangesRequestsAndPractices() async throws {
        let office = try await TestOffice.gunma()
        let (plan, _) = try await office.annex()
        let platform = try await office.added("/v1/local-platforms", Example.platform())
        for (subject, id) in [
            (Policy.Subject.grantChanges, try await office.grantChange(plan, Example.addition())),
            (.supportRequests, try await office.supportRequest(platform)),
        ] {
            #expect(parts(of: subject)["all"] == .level(.members) && parts(of: subject).count == 3)
            let path = "/v1/\(subject.rawValue)/\(id)"
            #expect(try await lowest(path, in: office) == .level(.members))
            _ = try await office.patch(path, #"{"source":{"document":"要領","section":"1"}}"#, as: .secretariat)
            #expect(try await office.get(path + "?version=1", as: .member).status == 404)
            #expect(try await lowest(path + "?version=1", in: office) == parts(of: subject)["?version="])
        }
        let declared = parts(of: .goodPractices)
        var path = ""
        for (state, steps) in [
            ("collected", []), ("consented", ["consent"]), ("shared", ["consent", "sharing"]),
            ("returned", ["consent", "sharing", "return"]),
        ] {
            path = "/v1/good-practices/" + (try await office.practice(steps: steps))
            let found = try await lowest(path, in: office)
            #expect(found == declared["state=\(state)"] ?? .level(.public), "\(state)")
        }
        try await oldVersions(path, declared, in: office)
    }

    /// What is public by nature is so in all its parts.
    @Test func theRestIsSeenByAll() async throws {
        let office = try await TestOffice.gunma()
        for path in [
            "/v1/councils/gunma", "/v1/members?limit=5", "/v1/role-assignments?limit=5", "/v1/local-platforms",
        ] {
            let answers = (try await office.get(path, as: .public), try await office.get(path, as: .secretariat))
            #expect(answers.0.body == answers.1.body)
        }
        let others = Policy.parts.filter(\.subject.isPublicByNature)
        #expect(Set(others.map(\.name)) == ["history/actor"])
    }

    /// Who made a version, and in which request.
    @Test func authorsAreTheSecretariats() async throws {
        let office = try await TestOffice.gunma()
        let held = try await office.meeting(steps: ["notice", "holding"])
        let minutes = try await office.minutes(of: held, steps: ["confirmation", "publication"])
        let member = try await office.memberID(of: "gunma", order: 1)
        let role = try await office.get("/v1/role-assignments?council=gunma&limit=1", as: .public)
        let (plan, project) = try await office.annex()
        let measure = try await office.added("/v1/measures", Example.measure(plan))
        let platform = try await office.added("/v1/local-platforms", Example.platform())
        let practice = try await office.practice(steps: ["consent", "sharing"])
        let paths = [
            "/v1/councils/gunma", "/v1/members/\(member)", "/v1/role-assignments/\(role.texts("/items/*/id")[0])",
            "/v1/meetings/\(held)", "/v1/minutes/\(minutes)", "/v1/measures/\(measure)",
            "/v1/grant-projects/\(project)", "/v1/local-platforms/\(platform)", "/v1/good-practices/\(practice)",
        ]
        for path in paths {
            let subject = path.split(separator: "/")[1]
            #expect(Policy.parts.contains { $0.subject.rawValue == subject && $0.name == "history/actor" })
            for caller in TestOffice.Caller.allCases {
                let history = try await office.get(path + "/history", as: caller)
                let isTold = caller == .secretariat || caller == .administrator
                #expect(history.status == 200 && history.texts("/items/*/actor").isEmpty != isTold, "\(path) \(caller)")
                #expect(history.texts("/items/*/requestId").isEmpty != isTold)
            }
        }
    }
}
