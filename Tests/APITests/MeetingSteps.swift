import Testing

@testable import Offices

/// planned → noticed → held → closed; planned or noticed → cancelled.
@Suite struct MeetingSteps {
    private static let steps = ["notice", "holding", "closing", "cancellation"]
    /// The steps that lead to a state, and what each step is answered there.
    private static let table: [(way: [String], state: String, answers: [String])] = [
        ([], "planned", ["noticed", "onlyNoticedMeetingsAreHeld", "onlyHeldMeetingsAreClosed", "cancelled"]),
        (["notice"], "noticed", ["onlyPlannedMeetingsAreNoticed", "held", "onlyHeldMeetingsAreClosed", "cancelled"]),
        (
            ["notice", "holding"], "held",
            [
                "onlyPlannedMeetingsAreNoticed", "onlyNoticedMeetingsAreHeld", "closed",
                "onlyPlannedOrNoticedMeetingsAreCancelled",
            ]
        ),
        (
            ["notice", "holding", "closing"], "closed",
            [
                "onlyPlannedMeetingsAreNoticed", "onlyNoticedMeetingsAreHeld", "onlyHeldMeetingsAreClosed",
                "onlyPlannedOrNoticedMeetingsAreCancelled",
            ]
        ),
        (
            ["cancellation"], "cancelled",
            [
                "onlyPlannedMeetingsAreNoticed", "onlyNoticedMeetingsAreHeld", "onlyHeldMeetingsAreClosed",
                "onlyPlannedOrNoticedMeetingsAreCancelled",
            ]
        ),
    ]

    @Test func everyOtherOrderIsRefused() async throws {
        let office = try await TestOffice.gunma()
        for (way, state, answers) in Self.table {
            for (step, expected) in zip(Self.steps, answers) {
                let path = "/v1/meetings/" + (try await office.meeting(steps: way))
                #expect(try await office.get(path, as: .public).texts("/state") == [state])
                let answer = try await office.post("\(path)/\(step)", as: .secretariat)
                let isDone = Self.table.map(\.state).contains(expected)
                #expect(answer.status == (isDone ? 200 : 409))
                #expect(answer.problem?.code ?? answer.texts("/state").first == expected, "\(state) \(step)")
            }
        }
    }

    @Test func noticeAndHoldingSayWhatIsMissing() async throws {
        let office = try await TestOffice.gunma()
        let undated = #"{"councilId":"gunma","number":1,"title":"a","kind":"regular","mode":"\#("online")"}"#
        for (body, step, faults) in [
            (undated, "notice", ["/startsAt required"]),
            (undated.replacing("online", with: "written"), "notice", ["/replyDueOn required"]),
            (Example.meeting().replacing("2025-10-01T", with: "2025-11-21T"), "holding", ["/startsAt inTheFuture"]),
            (Example.written(due: "2025-11-21"), "holding", ["/replyDueOn inTheFuture"]),
        ] {
            let steps = step == "holding" ? ["notice"] : []
            let path = "/v1/meetings/" + (try await office.meeting(body, steps: steps))
            let answer = try await office.post("\(path)/\(step)", as: .secretariat)
            #expect(answer.status == 409 && answer.problem?.code == "meetingIsIncomplete")
            #expect(answer.problem?.list == faults)
        }
    }

    @Test func aMeetingOfTodayIsHeld() async throws {
        let office = try await TestOffice.gunma()
        // 10:00 in Tokyo: this evening's meeting counts by its day.
        let body = Example.meeting().replacing("2025-10-01T", with: "2025-11-20T")
        _ = try await office.meeting(body, steps: ["notice", "holding"])
        _ = try await office.meeting(Example.written(due: "2025-11-20"), steps: ["notice", "holding"])
    }

    @Test func whatAStateRestsOnCannotBeTakenAway() async throws {
        let office = try await TestOffice.gunma()
        let noticed = "/v1/meetings/" + (try await office.meeting(steps: ["notice"]))
        let held = "/v1/meetings/" + (try await office.meeting(steps: ["notice", "holding"]))
        for path in [noticed, held] {
            let answer = try await office.patch(path, #"{"startsAt":null}"#, as: .secretariat)
            #expect(answer.status == 422 && answer.problem?.faults == ["/startsAt required"])
        }
        let later = try await office.patch(held, #"{"startsAt":"2026-01-01T00:00:00Z"}"#, as: .secretariat)
        #expect(later.problem?.faults == ["/startsAt inTheFuture"])
        #expect(
            try await office.patch(noticed, #"{"startsAt":"2026-01-01T00:00:00Z"}"#, as: .secretariat).status == 200
        )
    }

    @Test func stepsTakeNoBodyButAnEmptyObject() async throws {
        let office = try await TestOffice.gunma()
        let path = "/v1/meetings/" + (try await office.meeting()) + "/notice"
        let full = try await office.post(path, #"{"state":"held"}"#, as: .secretariat)
        #expect(full.status == 400 && full.problem?.code == "bodyNotExpected")
        #expect(try await office.post(path, "{}", as: .secretariat).status == 200)
    }

    /// Who attends is a member of this council on that day; a proxy names the member stood in for.
    @Test func onlyMembersOfTheDayAttendAndReply() async throws {
        let office = try await TestOffice.gunma()
        let gunma = try await office.memberID(of: "gunma", order: 1)
        let tokyo = try await office.memberID(of: "tokyo", order: 1)
        let late = try await office.post(
            "/v1/members",
            Example.member().replacing("\"from\":\"2025-07-10\"", with: "\"from\":\"2025-12-01\""),
            as: .secretariat
        ).id
        func attended(_ ids: String...) -> String {
            ids.map { #"{"memberId":"\#($0)","presence":"present"}"# }.joined(separator: ",")
        }
        let body = Example.meeting(
            #","attendance":[\#(attended(gunma, tokyo, late, Example.id(1), gunma))]"#
        )
        let refused = try await office.post("/v1/meetings", body, as: .secretariat)
        #expect(
            refused.problem?.faults == [
                "/attendance/1/memberId ofAnotherCouncil", "/attendance/2/memberId notAMemberThen",
                "/attendance/3/memberId unknownReference", "/attendance/4/memberId duplicate",
            ]
        )
        let good = #"{"memberId":"\#(gunma)","presence":"proxy","personName":"代理人","position":"課長"}"#
        let made = try await office.post(
            "/v1/meetings",
            Example.meeting(#","attendance":[\#(good)],"guests":[{"bodyName":"大学"}]"#),
            as: .secretariat
        )
        #expect(made.status == 201 && made.texts("/attendance/*/personName") == ["代理人"])
        #expect(made.texts("/guests/*/bodyName") == ["大学"])
    }

    @Test func aWrittenMeetingHasOneReplyOfEachMember() async throws {
        let office = try await TestOffice.gunma()
        let one = try await office.memberID(of: "gunma", order: 1)
        let other = try await office.memberID(of: "gunma", order: 2)
        func replies(_ all: (id: String, on: String)...) -> String {
            ",\"replies\":["
                + all.map { #"{"memberId":"\#($0.id)","repliedOn":"\#($0.on)","comment":"一\n二"}"# }
                .joined(separator: ",") + "]"
        }
        let twice = Example.written(replies((one, "2025-10-20"), (one, "2025-10-21"), (other, "2025-11-21")))
        let refused = try await office.post("/v1/meetings", twice, as: .secretariat)
        #expect(refused.problem?.faults == ["/replies/1/memberId duplicate", "/replies/2/repliedOn inTheFuture"])
        let inPerson = Example.meeting(replies((one, "2025-10-20")))
        #expect(
            try await office.post("/v1/meetings", inPerson, as: .secretariat).problem?.faults == [
                "/replies onlyForWrittenMeetings"
            ]
        )
        let good = Example.written(replies((one, "令和7年10月20日"), (other, "2025-11-20")))
        let made = try await office.post("/v1/meetings", good, as: .secretariat)
        #expect(made.texts("/replies/*/repliedOn") == ["2025-10-20", "2025-11-20"])
        #expect(made.texts("/replies/*/comment") == ["一\n二", "一\n二"])
        #expect(try await office.get(made.location, as: .public)["/replies"] == nil)
    }

    /// What is given no level is the council's default, a paper the members'.
    @Test func levelsAreTheCouncilsOwnUnlessGiven() async throws {
        let office = try await TestOffice.gunma()
        _ = try await office.patch(
            "/v1/councils/gunma",
            #"{"confidentiality":{"defaultLevel":"public"}}"#,
            as: .secretariat
        )
        let made = try await office.post(
            "/v1/meetings",
            Example.meeting(#","agenda":[{"number":1,"title":"a"}],"papers":[{"number":1,"title":"p"}]"#),
            as: .secretariat
        )
        #expect(made.texts("/agenda/*/level") == ["public"] && made.texts("/papers/*/level") == ["members"])
    }
}
