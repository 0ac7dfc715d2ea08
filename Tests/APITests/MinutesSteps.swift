import JSONText
import Testing

@testable import Offices

/// draft → confirmed → published → withdrawn, and published again.
@Suite struct MinutesSteps {
    private static let steps = ["confirmation", "publication", "withdrawal"]
    private static let table: [(way: [String], state: String, answers: [String])] = [
        ([], "draft", ["confirmed", "onlyConfirmedMinutesArePublished", "onlyPublishedMinutesAreWithdrawn"]),
        (
            ["confirmation"], "confirmed",
            ["onlyDraftMinutesAreConfirmed", "published", "onlyPublishedMinutesAreWithdrawn"]
        ),
        (
            ["confirmation", "publication"], "published",
            ["onlyDraftMinutesAreConfirmed", "onlyConfirmedMinutesArePublished", "withdrawn"]
        ),
        (
            ["confirmation", "publication", "withdrawal"], "withdrawn",
            ["onlyDraftMinutesAreConfirmed", "published", "onlyPublishedMinutesAreWithdrawn"]
        ),
    ]

    @Test func everyOtherOrderIsRefused() async throws {
        let office = try await TestOffice.gunma()
        let meeting = try await office.meeting(steps: ["notice", "holding"])
        for (way, state, answers) in Self.table {
            for (step, expected) in zip(Self.steps, answers) {
                let path = "/v1/minutes/" + (try await office.minutes(of: meeting, steps: way))
                #expect(try await office.get(path, as: .secretariat).texts("/state") == [state])
                let answer = try await office.post("\(path)/\(step)", as: .secretariat)
                let isDone = Self.table.map(\.state).contains(expected)
                #expect(answer.status == (isDone ? 200 : 409))
                #expect(answer.problem?.code ?? answer.texts("/state").first == expected, "\(state) \(step)")
            }
        }
    }

    @Test func stepsKeepTheirDays() async throws {
        let office = try await TestOffice.gunma()
        let path = "/v1/minutes/" + (try await office.minutes(steps: ["confirmation"]))
        try office.move(to: "2025-11-20T15:00:00Z")
        let published = try await office.post(path + "/publication", as: .secretariat)
        #expect(published.texts("/confirmedOn") == ["2025-11-20"] && published.texts("/publishedOn") == ["2025-11-21"])
        let withdrawn = try await office.post(path + "/withdrawal", as: .secretariat)
        #expect(withdrawn.texts("/withdrawnOn") == ["2025-11-21"])
        try office.move(to: "2025-11-22T15:00:00Z")
        let again = try await office.post(path + "/publication", as: .secretariat)
        #expect(again.texts("/publishedOn") == ["2025-11-23"] && again["/withdrawnOn"] == nil)
    }

    @Test(arguments: [[], ["notice"], ["cancellation"]]) func onlyAHeldMeetingHasMinutes(steps: [String]) async throws {
        let office = try await TestOffice.gunma()
        let meeting = try await office.meeting(steps: steps)
        let answer = try await office.post("/v1/minutes", Example.minutes(of: meeting), as: .secretariat)
        #expect(answer.status == 409 && answer.problem?.code == "onlyHeldMeetingsHaveMinutes")
    }

    @Test func theyStayWithTheirCouncil() async throws {
        let office = try await TestOffice.gunma()
        let path = "/v1/minutes/" + (try await office.minutes())
        let tokyo = try await office.meeting(Example.meeting(council: "tokyo"), steps: ["notice", "holding"])
        let answer = try await office.patch(path, #"{"meetingId":"\#(tokyo)"}"#, as: .administrator)
        #expect(answer.problem?.faults == ["/meetingId ofAnotherCouncil"])
    }

    /// A withheld section shows its number and its reason, nothing else.
    @Test func thePublicSeesPublicSectionsAndReasons() async throws {
        let office = try await TestOffice.gunma()
        let path = "/v1/minutes/" + (try await office.minutes(steps: ["confirmation", "publication"]))
        let seen = try await office.get(path, as: .public)
        let sections = seen.json.values(at: "/sections/*").map { String(decoding: $0.encoded(), as: UTF8.self) }
        #expect(
            sections == [
                #"{"number":1,"heading":"開会","body":"開会した。","level":"public"}"#,
                #"{"number":2,"withheld":true,"reason":"個人に関する発言"}"#,
                #"{"number":3,"withheld":true,"reason":"検討中"}"#,
            ]
        )
        let member = try await office.get(path, as: .member)
        #expect(member.texts("/sections/*/speaker") == ["委員"] && member.texts("/sections/*/heading") == ["開会", "議題"])
        #expect(try await office.get(path, as: .secretariat).texts("/sections/*/heading") == ["開会", "議題", "人事"])
        #expect(seen.tag == #""p1""# && member.tag == #""m2""#)
    }

    @Test func editingWhatIsWithheldChangesNothingBelow() async throws {
        let office = try await TestOffice.gunma()
        let id = try await office.minutes(steps: ["confirmation", "publication"])
        let path = "/v1/minutes/" + id
        let list = try await office.get("/v1/minutes", as: .public)
        let seen = try await office.get(path, as: .public)
        let members = try await office.get(path, as: .member)
        let read = try await office.get(path, as: .secretariat)
        try office.move(to: "2025-11-25T00:00:00Z")
        let edited = try await office.put(path, read.text.replacing("検討した。", with: "再検討した。"), as: .secretariat)
        #expect(edited.status == 200 && edited.tag != read.tag)
        #expect(try await office.get(path, as: .public).whole == seen.whole)
        #expect(try await office.get("/v1/minutes", as: .public).whole == list.whole)
        #expect(try await office.get(path, as: .member).whole == members.whole)
        // And what the members see changes theirs, not the public's.
        let more = edited.text.replacing("審議した。", with: "再審議した。")
        #expect(try await office.put(path, more, as: .secretariat).status == 200)
        #expect(try await office.get(path, as: .public).whole == seen.whole)
        #expect(try await office.get(path, as: .member).whole != members.whole)
    }

    /// api.md: what a lower reader was shown, redacted, can't be put back.
    @Test func theRedactedFormIsNotPutBack() async throws {
        let office = try await TestOffice.gunma()
        let path = "/v1/minutes/" + (try await office.minutes(steps: ["confirmation", "publication"]))
        for caller in [TestOffice.Caller.member, .otherMember, .otherSecretariat] {
            let read = try await office.get(path, as: caller)
            #expect(try await office.put(path, read.text, as: caller, match: read.tag).status == 403)
        }
        let redacted = try await office.get(path, as: .public)
        let answer = try await office.put(path, redacted.text, as: .secretariat)
        #expect(answer.status == 422 && answer.problem?.faults.contains("/sections/1/withheld unknownField") == true)
    }
}
