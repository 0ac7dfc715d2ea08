import Testing

@testable import Offices

/// What the README shows first.
@Suite struct ReadmeLines {
    @Test func gunmaHasElevenMembersInTheTablesOrder() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/members?council=gunma&fields=order,name", as: .public)
        #expect(answer.status == 200)
        #expect(answer.integers("/items/*/order") == Array(1...11))
        #expect(answer.texts("/items/*/name").first == "日本労働組合総連合会群馬県連合会")
        #expect(answer.texts("/items/*/name").last == "群馬労働局")
        #expect(answer["/nextCursor"] == nil && answer["/total"] == nil)
    }

    @Test func tokyoCountsThirteenMembers() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/members?council=tokyo&count=true&limit=1", as: .public)
        #expect(answer.integers("/total") == [13])
        #expect(answer.json.values(at: "/items/*").count == 1)
    }

    @Test func fourCouncilsShip() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/councils?sort=prefectureCode", as: .public)
        #expect(answer.texts("/items/*/id") == ["gunma", "saitama", "tokyo", "nagano"])
        #expect(answer.texts("/items/*/prefectureCode") == ["10", "11", "13", "20"])
    }

    /// G§3(1): the bureau is in charge, a division of the prefecture assists.
    @Test func gunmasSecretariatHasALeadAndADeputyWithItsUnit() async throws {
        let office = try await TestOffice.gunma()
        let list = "/v1/role-assignments?council=gunma&role=secretariat"
        let answer = try await office.get(list, as: .public)
        #expect(Set(answer.texts("/items/*/rankLabel")) == ["主担当", "副担当"])
        let lead = try await office.get(list + "&rank=lead", as: .public)
        let deputy = try await office.get(list + "&rank=deputy", as: .public)
        #expect(lead.texts("/items/*/memberId") == [try await office.memberID(of: "gunma", order: 11)])
        #expect(deputy.texts("/items/*/memberId") == [try await office.memberID(of: "gunma", order: 9)])
        #expect(deputy.texts("/items/*/unit") == ["産業経済部労働政策課"])
        #expect(deputy.texts("/items/*/roleLabel") == ["とりまとめ事務局"])
    }

    /// G§5(2): 年２回を目安; the base rule is one.
    @Test func gunmasCadenceOfFiscal2025IsShortOfTwo() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/councils/gunma/cadence?fiscalYear=2025", as: .public)
        let expected = #"""
            {"councilId":"gunma","fiscalYear":2025,"fiscalYearLabel":"令和7年度","required":1,"suggested":2,"held":0,
            "planned":0,"remaining":2,"status":"short","wording":"年２回を目安"}
            """#
        #expect(answer.text == expected.replacing("\n", with: ""))
    }

    @Test func cadenceCountsHeldAndPlannedMeetingsButNotCancelledOnes() async throws {
        let office = try await TestOffice.gunma()
        _ = try await office.meeting(steps: ["notice", "holding"])
        _ = try await office.meeting(Example.written(), steps: ["notice", "holding", "closing"])
        _ = try await office.meeting(Example.meeting(number: 3), steps: ["cancellation"])
        _ = try await office.meeting(Example.meeting(number: 4))
        let answer = try await office.get("/v1/councils/gunma/cadence", as: .public)
        #expect(answer.integers("/held") == [2] && answer.integers("/planned") == [1])
        #expect(answer.integers("/remaining") == [0] && answer.texts("/status") == ["met"])
    }

    @Test func aMeetingHasItsHistory() async throws {
        let office = try await TestOffice.gunma()
        let path = "/v1/meetings/" + (try await office.meeting(steps: ["notice", "holding", "closing"]))
        let history = try await office.get(path + "/history?limit=1", as: .administrator)
        #expect(history.integers("/items/*/version") == [4] && history.texts("/items/0/change") == ["changed"])
        #expect(history.json.values(at: "/items/0/*").count == 5 && history.texts("/nextCursor").count == 1)
        let first = try await office.get(path + "?version=1&fields=state,version", as: .administrator)
        #expect(first.text == #"{"state":"planned","version":1}"#)
    }

    /// ハローワーク has roles in G§3 but no row in the table: kept, and shown.
    @Test func advisoriesNameTheBodyOutsideTheTable() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/councils/gunma/advisories", as: .public)
        #expect(answer.texts("/items/*/code") == ["cadenceShort", "roleOutsideTable"])
        #expect(answer.texts("/items/1/message").first?.contains("ハローワーク") == true)
        #expect(answer.texts("/items/1/subject/resource") == ["role-assignments"])
        #expect(answer.texts("/items/*/severity") == ["warning", "info"])
    }

    @Test func heldMeetingsWithoutMinutesAreAdvisedAfterSixtyDays() async throws {
        let office = try await TestOffice.gunma()
        let meeting = try await office.meeting(steps: ["notice", "holding"])
        let path = "/v1/councils/gunma/advisories"
        // 2025-10-01 and sixty days are 2025-11-30.
        try office.move(to: "2025-11-30T14:59:59.999Z")
        #expect(try await !office.get(path, as: .public).texts("/items/*/code").contains("minutesMissing"))
        try office.move(to: "2025-11-30T15:00:00.000Z")
        let late = try await office.get(path, as: .public)
        #expect(late.texts("/items/*/code").last == "minutesMissing")
        #expect(late.texts("/items/*/subject/id").last == meeting)
        _ = try await office.minutes(of: meeting)
        #expect(try await office.get(path, as: .public).body == late.body)
        #expect(try await !office.get(path, as: .secretariat).texts("/items/*/code").contains("minutesMissing"))
    }

    @Test func aSecretariatMakesAMeeting() async throws {
        let office = try await TestOffice.gunma()
        let made = try await office.post("/v1/meetings", Example.meeting(), as: .secretariat)
        #expect(made.status == 201)
        #expect(made.location == "/v1/meetings/" + made.id)
        #expect(made.texts("/state") == ["planned"] && made.texts("/startsAt") == ["2025-10-01T04:30:00.000Z"])
        #expect(made.integers("/fiscalYear") == [2025] && made.texts("/fiscalYearLabel") == ["令和7年度"])
        let read = try await office.get(made.location, as: .secretariat)
        #expect(read.body == made.body && read.tag == made.tag)
    }

    @Test func theListsStandInTheOrderThatIsShown() async throws {
        let office = try await TestOffice.gunma()
        let councils = try await office.get("/v1/councils", as: .public)
        #expect(
            councils.text.hasPrefix(
                #"{"items":[{"id":"gunma","name":"ぐんま中高年世代活躍応援プロジェクト協議会","shortName":"ぐんま協議会","prefectureCode":"10","#
            )
        )
        let tokyo = try await office.get("/v1/members?council=tokyo&count=true&limit=1", as: .public)
        #expect(tokyo.texts("/items/*/name") == ["東京労働局（事務局）"])
        let roles = try await office.get("/v1/role-assignments?council=gunma&role=secretariat", as: .public)
        #expect(roles.texts("/items/*/rankLabel") == ["主担当", "副担当"])
    }

    @Test func aMeetingIsLedToItsMinutes() async throws {
        let office = try await TestOffice.gunma()
        let body = #"""
            {"councilId":"gunma","number":1,"title":"第１回会議","kind":"regular","mode":"inPerson",
            "startsAt":"2025-07-10T13:30:00+09:00","venue":"前橋市"}
            """#
        let made = try await office.post("/v1/meetings", body, as: .administrator)
        #expect(made.status == 201 && made.texts("/startsAt") == ["2025-07-10T04:30:00.000Z"])
        let found = try await office.get("/v1/meetings?council=gunma&fields=id", as: .public)
        #expect(found.texts("/items/*/id") == [made.id])
        for (step, state) in [("notice", "noticed"), ("holding", "held"), ("closing", "closed")] {
            #expect(try await office.post("\(made.location)/\(step)", as: .administrator).texts("/state") == [state])
        }
        let minutes = #"""
            {"meetingId":"\#(made.id)","kind":"summary","sections":[
            {"number":1,"heading":"開会","body":"座長が開会を宣した。","level":"public"},
            {"number":2,"heading":"個別の支援","body":"…","level":"members","reason":"個人に関する情報を含むため"}]}
            """#
        let written = try await office.post("/v1/minutes", minutes, as: .administrator)
        #expect(written.status == 201 && written.texts("/state") == ["draft"])
    }

    @Test func aMistypedParameterIsAnsweredWithTheOneThatWasMeant() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/members?concil=gunma", as: .public)
        #expect(answer.status == 400 && answer.problem?.faults == ["concil unknownParameter"])
        #expect(answer.problem?.details.first?.contains("「council」ではありませんか") == true)
    }
}
