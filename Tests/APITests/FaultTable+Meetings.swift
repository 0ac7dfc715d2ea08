import Testing

@testable import Offices

/// The same for meetings, minutes and tokens.
@Suite struct MeetingFaultTable {
    typealias Row = FaultTable.Row

    static let meetings = [
        Row(
            "meetings",
            "{}",
            "/councilId required",
            "/number required",
            "/title required",
            "/kind required",
            "/mode required"
        ),
        Row(
            "meetings",
            #"""
            {"councilId":"gunma","number":0,"title":"\t","kind":"odd","mode":"phone","startsAt":"2025-10-01","endsAt":1,
            "replyDueOn":"x","venue":"","onlineUrl":"ftp://x","agenda":[{"number":1,"level":"x"}],
            "attendance":[{"presence":"late","memberId":"x"}],"guests":[{"personName":"a"}],
            "replies":[{"repliedOn":"x"}],"papers":[{"number":"1","title":"t","url":"https://a@b"}],"state":"held"}
            """#,
            "/number range",
            "/title length",
            "/kind unknownValue",
            "/mode unknownValue",
            "/startsAt instant",
            "/endsAt wrongType",
            "/replyDueOn day",
            "/venue length",
            "/onlineUrl format",
            "/agenda/0/title required",
            "/agenda/0/level unknownValue",
            "/attendance/0/presence unknownValue",
            "/attendance/0/memberId format",
            "/guests/0/bodyName required",
            "/replies/0/memberId required",
            "/replies/0/repliedOn day",
            "/papers/0/number wrongType",
            "/papers/0/url format",
            "/state readOnly"
        ),
        Row(
            "meetings",
            Example.meeting(
                #"""
                ,"endsAt":"2025-10-01T13:29:59+09:00","replyDueOn":"2025-10-01","agenda":[{"number":1,"title":"a"},
                {"number":1,"title":"b"}],"papers":[{"number":2,"title":"a"},{"number":2,"title":"b"}]
                """#
            ),
            "/endsAt endsBeforeItBegins",
            "/replyDueOn onlyForWrittenMeetings",
            "/agenda/1/number duplicate",
            "/papers/1/number duplicate"
        ),
        Row(
            "meetings",
            Example.written(#","venue":"県庁","onlineUrl":"https://example.jp","endsAt":"2025-10-01T00:00:00Z""#),
            "/venue notForWrittenMeetings",
            "/onlineUrl notForWrittenMeetings",
            "/startsAt required"
        ),
    ]

    @Test(arguments: meetings) func areNamedAllAtOnce(row: Row) async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.post(row.path, row.body, as: .secretariat)
        #expect(answer.status == 422 && answer.problem?.faults == row.faults)
    }

    @Test func minutesNameEveryFault() async throws {
        let office = try await TestOffice.gunma()
        let meeting = try await office.meeting(steps: ["notice", "holding"])
        for (body, faults) in [
            ("{}", ["/meetingId required", "/kind required", "/sections required"]),
            (
                #"""
                {"meetingId":"\#(Example.id(1))","kind":"notes","sections":[{"number":0,"heading":"","body":"",
                "level":"top","reason":1,"speaker":"a\nb","text":"x"},{}],"state":"published","councilId":"gunma"}
                """#,
                [
                    "/meetingId unknownReference", "/kind unknownValue", "/sections/0/number range",
                    "/sections/0/heading length", "/sections/0/body length", "/sections/0/level unknownValue",
                    "/sections/0/reason wrongType", "/sections/0/speaker lineBreak", "/sections/0/text unknownField",
                    "/sections/1/number required", "/sections/1/heading required", "/sections/1/body required",
                    "/state readOnly", "/councilId readOnly",
                ]
            ),
            (
                #"""
                {"meetingId":"\#(meeting)","kind":"summary","sections":[{"number":1,"heading":"a","body":"b"},
                {"number":1,"heading":"a","body":"b","level":"public"},
                {"number":3,"heading":"a","body":"b","level":"secretariat"}]}
                """#,
                ["/sections/0/reason reasonWanted", "/sections/1/number duplicate", "/sections/2/reason reasonWanted"]
            ),
        ] {
            let answer = try await office.post("/v1/minutes", body, as: .secretariat)
            #expect(answer.status == 422 && answer.problem?.faults == Set(faults))
        }
    }

    @Test func tokensNameEveryFault() async throws {
        let office = try await TestOffice.gunma()
        let tokyo = try await office.memberID(of: "tokyo", order: 1)
        for (body, faults) in [
            ("{}", ["/label required", "/role required"]),
            (
                #"{"label":"","role":"king","councilIds":["X","gunma","gunma"],"memberId":1,"expiresOn":"x","token":"t"}"#,
                [
                    "/label length", "/role unknownValue", "/councilIds/0 format", "/councilIds/2 duplicate",
                    "/memberId wrongType", "/expiresOn day", "/token unknownField",
                ]
            ),
            (#"{"label":"a","role":"member"}"#, ["/councilIds elements", "/memberId required"]),
            (#"{"label":"a","role":"secretariat"}"#, ["/councilIds elements"]),
            (
                #"{"label":"a","role":"administrator","councilIds":["gunma"],"memberId":"\#(tokyo)"}"#,
                ["/councilIds elements", "/memberId onlyForMembersTokens"]
            ),
            (
                #"{"label":"a","role":"member","councilIds":["gunma"],"memberId":"\#(tokyo)","expiresOn":"2025-11-19"}"#,
                ["/memberId ofAnotherCouncil", "/expiresOn inThePast"]
            ),
            (
                #"{"label":"a","role":"member","councilIds":["nowhere"],"memberId":"\#(Example.id(1))"}"#,
                ["/councilIds/0 unknownReference", "/memberId unknownReference"]
            ),
        ] {
            let answer = try await office.post("/v1/tokens", body, as: .administrator)
            #expect(answer.status == 422 && answer.problem?.faults == Set(faults))
        }
    }

    /// What is wrong with one element does not move the pointers of the others.
    @Test func pointersCountTheElementsThatWereSent() async throws {
        let office = try await TestOffice.gunma()
        let body = Example.meeting(
            #","agenda":[{"number":"x","title":"a"},{"number":1,"title":"b"},{"number":1,"title":"c"}]"#
        )
        let answer = try await office.post("/v1/meetings", body, as: .secretariat)
        #expect(answer.problem?.faults.contains("/agenda/0/number wrongType") == true)
        #expect(answer.problem?.faults == ["/agenda/0/number wrongType", "/agenda/2/number duplicate"])
    }

    @Test func aDateThatCannotBeReadIsNotAlsoMissing() async throws {
        let office = try await TestOffice.gunma()
        let body = Example.meeting(#","endsAt":"2025-10-01T14:30:00+09:00""#)
            .replacing("2025-10-01T13:30:00+09:00", with: "soon")
        let answer = try await office.post("/v1/meetings", body, as: .secretariat)
        #expect(answer.problem?.list == ["/startsAt instant"])
    }

    /// api.md: all errors at once, not the first.
    @Test func rulesAreCheckedEvenIfAnotherFieldIsWrong() async throws {
        let office = try await TestOffice.gunma()
        let meeting = try await office.meeting(steps: ["notice", "holding"])
        let body = #"{"meetingId":"\#(meeting)","kind":"x","sections":[{"number":1,"heading":"a","body":"b"}]}"#
        let minutes = try await office.post("/v1/minutes", body, as: .secretariat)
        let token = try await office.post("/v1/tokens", #"{"label":"","role":"member"}"#, as: .administrator)
        #expect(minutes.problem?.faults == ["/kind unknownValue", "/sections/0/reason reasonWanted"])
        #expect(token.problem?.faults == ["/label length", "/councilIds elements", "/memberId required"])
    }
}
