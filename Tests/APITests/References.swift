import HTTPTypes
import Testing

@testable import Offices

/// What others refer to stays; what is deleted says so to those who knew it.
@Suite struct References {
    @Test func whatOthersReferToIsNotDeletedAndTheyAreListed() async throws {
        let office = try await TestOffice.gunma()
        let member = try await office.memberID(of: "gunma", order: 10)
        let attended = #","attendance":[{"memberId":"\#(member)","presence":"present"}]"#
        let meeting = try await office.meeting(Example.meeting(attended), steps: ["notice", "holding"])
        let minutes = try await office.minutes(of: meeting)
        let role = try await office.get("/v1/role-assignments?member=\(member)", as: .public).texts("/items/*/id")
        #expect(role.count == 1)
        for (path, references) in [
            ("/v1/members/\(member)", ["/v1/meetings/\(meeting)", "/v1/role-assignments/\(role[0])"]),
            ("/v1/meetings/\(meeting)", ["/v1/minutes/\(minutes)"]),
        ] {
            let answer = try await office.delete(path, as: .secretariat)
            #expect(answer.status == 409 && answer.problem?.code == "referenced")
            #expect(answer.problem?.details == references.map { $0 + " が参照しています" })
        }
        let council = try await office.delete("/v1/councils/gunma", as: .administrator)
        #expect(council.status == 409 && council.problem?.list.count == 20 + 11 + 1 + 1)
        for path in [
            "/v1/minutes/\(minutes)", "/v1/meetings/\(meeting)", "/v1/role-assignments/\(role[0])",
            "/v1/members/\(member)",
        ] {
            #expect(try await office.delete(path, as: .secretariat).status == 204)
        }
    }

    @Test func whatIsDeletedIsGoneForThoseWhoCouldSeeItAndForNobodyElse() async throws {
        let office = try await TestOffice.gunma()
        let held = try await office.meeting(steps: ["notice", "holding"])
        let table: [(steps: [String], sees: Set<TestOffice.Caller>)] = [
            ([], [.secretariat, .administrator]),
            (["confirmation"], [.member, .secretariat, .administrator]),
            (["confirmation", "publication"], Set(TestOffice.Caller.allCases)),
            (["confirmation", "publication", "withdrawal"], [.member, .secretariat, .administrator]),
        ]
        for (steps, sees) in table {
            let id = try await office.minutes(of: held, steps: steps)
            _ = try await office.delete("/v1/minutes/\(id)", as: .secretariat)
            for caller in TestOffice.Caller.allCases {
                let answer = try await office.get("/v1/minutes/\(id)", as: caller)
                let wrong = try await office.get("/v1/minutes/\(Example.id(99))", as: caller)
                #expect(wrong.status == 404)
                if sees.contains(caller) {
                    #expect(answer.status == 410 && answer.problem?.code == "deleted")
                } else {
                    #expect(answer.whole == wrong.whole)
                }
            }
            let write = try await office.patch("/v1/minutes/\(id)", "{}", as: .secretariat)
            #expect(write.status == 410)
        }
    }

    /// 404, byte for byte, whether there is nothing or nothing that is theirs to know.
    @Test func whatIsHiddenAnswersLikeAWrongId() async throws {
        let office = try await TestOffice.gunma()
        let draft = try await office.minutes()
        for caller in [TestOffice.Caller.public, .member, .otherMember, .otherSecretariat] {
            func ask(_ id: String) async throws -> [String] {
                let path = "/v1/minutes/\(id)"
                var answers = [
                    try await office.get(path, as: caller), try await office.get(path + "?era=ja", as: caller),
                    try await office.get(path, as: caller, [.ifNoneMatch: "*"]),
                    try await office.send(.head, path, as: caller), try await office.put(path, "{}", as: caller),
                    try await office.put(path, "{}", as: caller, match: "\"s1\""),
                    try await office.patch(path, "{}", as: caller), try await office.delete(path, as: caller),
                    try await office.delete(path + "?dryRun=true", as: caller),
                    try await office.post(path + "/confirmation", as: caller),
                    try await office.get(path + "/confirmation", as: caller),
                ]
                answers.append(try await office.post("/v1/minutes", Example.minutes(of: id), as: caller))
                return answers.map(\.whole)
            }
            #expect(try await ask(draft) == ask(Example.id(99)), "\(caller)")
        }
    }

    @Test func whatAMemberHasTakenPartInKeepsItsPeriod() async throws {
        let office = try await TestOffice.gunma()
        let member = try await office.post("/v1/members", Example.member(), as: .secretariat)
        _ = try await office.meeting(
            Example.meeting(#","attendance":[{"memberId":"\#(member.id)","presence":"absent"}]"#)
        )
        for (patch, faults) in [
            (#"{"until":"2025-09-30"}"#, ["/until usedByAMeeting"]),
            (#"{"from":"2025-10-02"}"#, ["/from usedByAMeeting"]),
        ] {
            let answer = try await office.patch(member.location, patch, as: .secretariat)
            #expect(answer.status == 422 && answer.problem?.list == faults)
        }
        let moved = try await office.patch(member.location, #"{"councilId":"tokyo"}"#, as: .administrator)
        #expect(moved.problem?.faults == ["/councilId usedByAMeeting"])
    }

    @Test func aRoleKeepsItsMembersUnitAndPeriod() async throws {
        let office = try await TestOffice.gunma()
        let member = try await office.post("/v1/members", Example.member(), as: .secretariat)
        let role =
            #"{"councilId":"gunma","memberId":"\#(member.id)","unit":"産業政策課","role":"publicity","from":"2025-08-01","until":"2026-07-31"}"#
        let made = try await office.post("/v1/role-assignments", role, as: .secretariat)
        #expect(made.status == 201)
        let patch = #"{"units":[],"from":"2025-08-02","until":"2026-07-30"}"#
        let refused = try await office.patch(member.location, patch, as: .secretariat)
        #expect(refused.problem?.faults == ["/units usedByARole", "/from usedByARole", "/until usedByARole"])
        let outside = #"{"unit":"総務課","from":"2025-07-09","until":null}"#
        let stuck = try await office.patch(made.location, outside, as: .secretariat)
        #expect(
            stuck.problem?.faults == [
                "/unit unknownValue", "/from outsideTheMembersPeriod", "/until outsideTheMembersPeriod",
            ]
        )
        let again = role.replacing("2025-08-01", with: "2026-07-31").replacing("2026-07-31\"}", with: "2026-08-31\"}")
        #expect(
            try await office.post("/v1/role-assignments", again, as: .secretariat).problem?.faults == [
                "/from overlappingRole"
            ]
        )
        let category = try await office.patch("/v1/councils/gunma", #"{"categories":["労働団体"]}"#, as: .secretariat)
        #expect(category.problem?.faults == ["/categories usedByAMember"])
    }
}
