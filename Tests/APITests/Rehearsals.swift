import Testing

@testable import Offices

/// `?dryRun=true` checks everything and changes nothing.
@Suite struct Rehearsals {
    @Test func leaveNoTrace() async throws {
        let office = try await TestOffice.gunma()
        let member = try await office.post("/v1/members", Example.member(), as: .secretariat)
        let planned = try await office.meeting()
        let held = try await office.meeting(Example.meeting(number: 2), steps: ["notice", "holding"])
        let draft = try await office.minutes(of: held)
        let token = try await office.get("/v1/tokens?role=member", as: .administrator).texts("/items/*/id")[0]
        let before = office.seq
        let read = try await snapshot(office)
        let answers = [
            try await office.post("/v1/councils?dryRun=true", Example.council, as: .administrator),
            try await office.post("/v1/members?dryRun=true", Example.member(), as: .secretariat),
            try await office.post("/v1/role-assignments?dryRun=true", Example.role(), as: .secretariat),
            try await office.post("/v1/meetings?dryRun=true", Example.meeting(), as: .secretariat),
            try await office.post("/v1/minutes?dryRun=true", Example.minutes(of: held), as: .secretariat),
            try await office.post(
                "/v1/tokens?dryRun=true",
                #"{"label":"x","role":"administrator"}"#,
                as: .administrator
            ),
            try await office.create("/v1/meetings/\(Example.id(1))?dryRun=true", Example.meeting(), as: .secretariat),
            try await office.put("/v1/meetings/\(planned)?dryRun=true", Example.meeting(number: 9), as: .secretariat),
            try await office.patch("/v1/councils/gunma?dryRun=true", #"{"name":"ためし書き"}"#, as: .secretariat),
            try await office.post("/v1/meetings/\(planned)/notice?dryRun=true", as: .secretariat),
            try await office.post("/v1/minutes/\(draft)/confirmation?dryRun=true", as: .secretariat),
            try await office.post("/v1/tokens/\(token)/revocation?dryRun=true", as: .administrator),
        ]
        #expect(answers.map(\.status) == Array(repeating: 200, count: 12))
        #expect(answers.allSatisfy { $0.location.isEmpty })
        #expect(answers[8].texts("/name") == ["ためし書き"] && answers[9].texts("/state") == ["noticed"])
        let deleted = try await office.delete(member.location + "?dryRun=true", as: .secretariat)
        #expect(deleted.status == 204)
        let disk = try office.disk()
        #expect(office.seq == before && !disk.contains("ためし書き") && !disk.contains("gifu"))
        #expect(try await snapshot(office) == read)
    }

    private func snapshot(_ office: TestOffice) async throws -> String {
        var text = ""
        for table in ["councils", "members", "role-assignments", "meetings", "minutes", "tokens"] {
            text += try await office.get("/v1/\(table)?limit=1000", as: .administrator).whole
        }
        return text
    }

    @Test func refuseWhatTheRealThingWouldRefuse() async throws {
        let office = try await TestOffice.gunma()
        let planned = try await office.meeting()
        #expect(try await office.post("/v1/meetings?dryRun=true", "{}", as: .secretariat).status == 422)
        #expect(try await office.post("/v1/meetings/\(planned)/closing?dryRun=true", as: .secretariat).status == 409)
        #expect(
            try await office.delete("/v1/meetings/\(planned)?dryRun=true", as: .secretariat, match: nil).status == 428
        )
        #expect(try await office.delete("/v1/meetings/\(planned)?dryRun=true", as: .otherSecretariat).status == 403)
        #expect(try await office.post("/v1/meetings?dryRun=maybe", Example.meeting(), as: .secretariat).status == 400)
    }

    /// A tag of a version that never was could match somebody else's later.
    @Test func giveNoTagThatALaterWriteWouldMatch() async throws {
        let office = try await TestOffice.gunma()
        let path = "/v1/meetings/" + (try await office.meeting())
        let tried = try await office.patch(path + "?dryRun=true", #"{"title":"甲"}"#, as: .secretariat)
        _ = try await office.patch(path, #"{"title":"乙"}"#, as: .secretariat)
        let lost = try await office.patch(path, #"{"title":"甲"}"#, as: .secretariat, match: tried.tag)
        #expect(lost.status != 200)
    }
}
