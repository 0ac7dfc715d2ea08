import HTTPTypes
import JSONText
import Testing

@testable import API
@testable import Offices

/// Idempotency-Key: a request that is sent again is answered, not done again.
@Suite struct IdempotencyKeyTests {
    private func post(
        _ office: TestOffice,
        _ body: String = Example.meeting(),
        key: String = "k-1",
        as caller: TestOffice.Caller = .secretariat,
        to target: String = "/v1/meetings"
    ) async throws -> Answer {
        try await office.post(target, body, as: caller, [.idempotencyKey: key])
    }

    @Test func aRequestIsDoneOnceAndAnsweredAlike() async throws {
        let office = try await TestOffice.gunma()
        let first = try await post(office)
        let seq = office.seq
        // Later, and after the meeting was changed: what it had become then.
        _ = try await office.patch(first.location, #"{"title":"改題"}"#, as: .secretariat)
        try office.move(to: "2025-11-21T00:59:59.999Z")
        let again = try await post(office, key: #""k-1""#)
        #expect(first.status == 201 && again.whole == first.whole)
        // The change of the title, and the token's first use on another day.
        #expect(office.seq == seq + 2)
        #expect(try await office.get("/v1/meetings?count=true", as: .public).integers("/total") == [1])
    }

    @Test func theSpellingOfTheBodyDoesNotMatter() async throws {
        let office = try await TestOffice.gunma()
        let first = try await post(office)
        #expect(try await post(office, "  " + Example.meeting() + "\n").whole == first.whole)
    }

    @Test func anotherRequestUnderTheSameKeyIsRefused() async throws {
        let office = try await TestOffice.gunma()
        let first = try await post(office)
        let seq = office.seq
        for answer in [
            try await post(office, Example.meeting(number: 2)),
            try await post(office, Example.member(), to: "/v1/members"),
            try await office.post(first.location + "/notice", as: .secretariat, [.idempotencyKey: "k-1"]),
        ] {
            #expect(answer.status == 422 && answer.problem?.code == "idempotencyKeyReused", "\(answer.whole)")
        }
        #expect(office.seq == seq)
    }

    @Test func anotherPrincipalsKeyIsAnotherOne() async throws {
        let office = try await TestOffice.gunma()
        #expect(try await post(office).status == 201)
        #expect(try await post(office, Example.meeting(number: 2), as: .administrator).status == 201)
        let other = try await post(office, Example.meeting(council: "tokyo"), as: .otherSecretariat)
        #expect(other.status == 201)
    }

    @Test func itIsForgottenAfterADay() async throws {
        let office = try await TestOffice.gunma()
        let first = try await post(office)
        try office.move(to: "2025-11-21T01:00:00.000Z")
        let again = try await post(office)
        #expect(again.status == 201 && again.id != first.id)
    }

    @Test func aStepIsTakenOnce() async throws {
        let office = try await TestOffice.gunma()
        let meeting = try await post(office)
        let step = meeting.location + "/notice"
        let first = try await office.post(step, as: .secretariat, match: meeting.tag, [.idempotencyKey: "s"])
        let again = try await office.post(step, as: .secretariat, match: meeting.tag, [.idempotencyKey: "s"])
        #expect(first.status == 200 && again.whole == first.whole)
        #expect(try await office.post(step, as: .secretariat, match: meeting.tag).status == 412)
    }

    @Test func whatWasRefusedOrOnlyTriedKeepsNoKey() async throws {
        let office = try await TestOffice.gunma()
        #expect(try await post(office, "{}").status == 422)
        #expect(try await post(office, to: "/v1/meetings?dryRun=true").status == 200)
        #expect(try await post(office).status == 201)
        let tried = try await post(office, Example.meeting(number: 5), to: "/v1/meetings?dryRun=true")
        #expect(tried.status == 200, "a rehearsal does nothing twice")
    }

    @Test func aSecretIsNotShownAgain() async throws {
        let office = try await TestOffice.gunma()
        let body = #"{"label":"x","role":"administrator"}"#
        let first = try await post(office, body, as: .administrator, to: "/v1/tokens")
        let secret = try #require(first["/token"]?.stringValue)
        let again = try await post(office, body, as: .administrator, to: "/v1/tokens")
        #expect(again.status == 409 && again.problem?.code == "secretWasShown" && !again.whole.contains(secret))
        #expect(try !office.disk().contains(secret))
    }

    @Test func whatWasDeletedSinceIsAnsweredAsItWas() async throws {
        let office = try await TestOffice.gunma()
        let first = try await post(office)
        _ = try await office.delete(first.location, as: .secretariat)
        #expect(try await post(office).whole == first.whole)
    }

    /// A key opens nothing: it counts who asks now.
    @Test func accessIsJudgedWhenItIsAnsweredAgain() async throws {
        let office = try await TestOffice.gunma()
        let body = #"{"label":"x","role":"secretariat","councilIds":["gunma"]}"#
        let token = try await office.post("/v1/tokens", body, as: .administrator)
        let fields: HTTPFields = [
            .authorization: "Bearer " + (token["/token"]?.stringValue ?? ""), .contentType: "application/json",
            .idempotencyKey: "k",
        ]
        let made = await office.exchange(.post, "/v1/meetings", fields, Array(Example.meeting().utf8))
        #expect(made.status == 201)
        _ = try await office.post(token.location + "/revocation", as: .administrator)
        let again = await office.exchange(.post, "/v1/meetings", fields, Array(Example.meeting().utf8))
        #expect(again.status == 401 && again.problem?.code == "invalidToken")
    }

    @Test(arguments: ["", "\"\"", "a b", "日本", String(repeating: "k", count: 256), "\"a", "a\"b"])
    func aMalformedKeyIsRefused(key: String) async throws {
        let office = try await TestOffice.gunma()
        let seq = office.seq
        let answer = try await post(office, key: key)
        #expect(answer.status == 400 && answer.problem?.code == "malformedHeader", "\(answer.whole)")
        #expect(office.seq == seq)
    }

    @Test func twoKeysAreRefused() async throws {
        let office = try await TestOffice.gunma()
        var fields: HTTPFields = [.idempotencyKey: "a"]
        fields.append(HTTPField(name: .idempotencyKey, value: "b"))
        let answer = try await office.post("/v1/meetings", Example.meeting(), as: .secretariat, fields)
        #expect(answer.status == 400)
    }

    @Test func oneThatIsUnderWayIsNotDoneTwice() async throws {
        let office = try await TestOffice.gunma()
        let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
            for _ in 0..<8 { group.addTask { try await post(office) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let made = answers.filter { $0.status == 201 }
        let waiting = answers.filter { $0.status == 409 }
        #expect(!made.isEmpty && Set(made.map(\.id)).count == 1 && made.count + waiting.count == 8)
        #expect(waiting.allSatisfy { $0.problem?.code == "idempotencyKeyUnderWay" && $0.fields[.retryAfter] == "1" })
        #expect(try await office.get("/v1/meetings?count=true", as: .public).integers("/total") == [1])
    }
}
