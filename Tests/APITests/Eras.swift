import Testing

@testable import Offices

/// Days as an office writes them.
@Suite struct Eras {
    @Test(arguments: [
        ("令和7年7月10日", "2025-07-10"), ("R7.7.10", "2025-07-10"), ("2025-07-10", "2025-07-10"),
        ("令和元年5月1日", "2019-05-01"), ("平成31年4月30日", "2019-04-30"), ("H31.4.30", "2019-04-30"),
    ]) func areUnderstoodAndKeptInThePlainForm(day: String, plain: String) async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.patch("/v1/councils/gunma", #"{"inForceFrom":"\#(day)"}"#, as: .secretariat)
        #expect(answer.status == 200 && answer.texts("/inForceFrom") == [plain])
    }

    @Test(arguments: ["平成31年5月1日", "令和7年2月29日", "R0.1.1", "20250710", "2025-7-10", "2025-13-01", "0000-01-01"])
    func daysThatNeverWereAreRefused(day: String) async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.patch("/v1/councils/gunma", #"{"inForceFrom":"\#(day)"}"#, as: .secretariat)
        #expect(answer.status == 422 && answer.problem?.faults == ["/inForceFrom day"])
    }

    @Test func areShownBesideEachDayWhereAskedFor() async throws {
        let office = try await TestOffice.gunma()
        let council = try await office.get("/v1/councils/gunma?era=ja", as: .public)
        #expect(council.texts("/inForceFromLabel") == ["令和7年7月10日"])
        #expect(council.texts("/formerNames/*/untilLabel") == ["令和7年7月9日"])
        let members = try await office.get("/v1/members?council=gunma&era=ja&limit=1", as: .public)
        #expect(members.texts("/items/*/fromLabel") == ["令和7年7月10日"])
        let meeting = try await office.post(
            "/v1/meetings",
            Example.meeting().replacing("13:30:00+09:00", with: "23:30:00Z"),
            as: .secretariat
        )
        let shown = try await office.get(meeting.location + "?era=ja", as: .public)
        #expect(shown.texts("/startsAtLabel") == ["令和7年10月2日"] && shown.texts("/createdAtLabel") == ["令和7年11月20日"])
        #expect(!meeting.text.contains("startsAtLabel"))
    }

    @Test func haveATagOfTheirOwnThatIsGoodForWritingToo() async throws {
        let office = try await TestOffice.gunma()
        let plain = try await office.get("/v1/councils/gunma", as: .secretariat)
        let labelled = try await office.get("/v1/councils/gunma?era=ja", as: .secretariat)
        #expect(plain.tag != labelled.tag)
        let put = try await office.put("/v1/councils/gunma", labelled.text, as: .secretariat, match: labelled.tag)
        #expect(put.status == 200 && put.tag == plain.tag)
    }

    @Test func standBesideTheirDayWhenFieldsAreChosen() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/councils/gunma?era=ja&fields=inForceFrom", as: .public)
        #expect(answer.text == #"{"inForceFrom":"2025-07-10","inForceFromLabel":"令和7年7月10日"}"#)
    }

    @Test func theEndsOfTheCalendarDoNotStopTheProcess() async throws {
        let office = try await TestOffice.gunma()
        for (moment, year) in [("0001-01-01T00:00:00Z", 0), ("9999-12-31T14:59:59.999Z", 9999)] as [(String, Int64)] {
            let body = Example.meeting().replacing("2025-10-01T13:30:00+09:00", with: moment)
            let made = try await office.post("/v1/meetings", body, as: .secretariat)
            #expect(made.status == 201 && made.integers("/fiscalYear") == [year])
            #expect(try await office.get(made.location + "?era=ja", as: .public).status == 200)
            _ = try await office.post(made.location + "/notice", as: .secretariat)
        }
        _ = try await office.patch("/v1/councils/gunma", #"{"inForceFrom":"0001-01-01"}"#, as: .secretariat)
        for path in ["", "/cadence", "/advisories", "/cadence?fiscalYear=1900", "/cadence?fiscalYear=9998"] {
            #expect(try await office.get("/v1/councils/gunma" + path, as: .public).status == 200)
        }
        #expect(try await office.get("/v1/councils/gunma?asOf=9999-12-31", as: .public).status == 200)
        #expect(
            try await office.get("/v1/meetings?startsAt:lt=9999-12-31&count=true", as: .public).integers("/total") == [
                1
            ]
        )
    }
}
