import Councils
import HTTPTypes
import JSONText
import Testing

@testable import Offices

/// How plans stand: progress, the overview of a council and the comparison of councils.
@Suite struct PlanViews {
    private func plan(_ council: String, _ office: TestOffice) async throws -> String {
        try #require(
            try await office.get("/v1/plans?council=\(council)", as: .administrator).texts("/items/*/id").first
        )
    }

    private func kpi(_ name: String, _ office: TestOffice) async throws -> String {
        let list = try await office.get("/v1/kpis?limit=1000&fields=id,name", as: .administrator)
        let found = list.json.values(at: "/items/*").first { $0.values(at: "/name").first?.stringValue == name }
        return try #require(found?.values(at: "/id").first?.stringValue)
    }

    private func report(
        _ kpi: String,
        _ value: Int?,
        on day: String = "2025-10-31",
        _ office: TestOffice
    ) async throws {
        let figure = value.map { #","value":\#($0)"# } ?? ""
        let body = #"{"kpiId":"\#(kpi)","asOf":"\#(day)"\#(figure),"reportedBy":"労働局"}"#
        #expect(try await office.post("/v1/measurements", body, as: .administrator).status == 201)
    }

    @Test func saitamasProgressSaysWhatIsNotReported() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/plans/\(plan("saitama", office))/progress", as: .public)
        #expect(answer.status == 200)
        #expect(
            answer.json.values(at: "/groups/*").map { $0.values(at: "/group").first?.stringValue } == [
                "unstableEmployment", "longTermUnemployment", "socialParticipation", nil,
            ]
        )
        let groups = answer.json.values(at: "/groups/*")
        #expect(groups.map { $0.values(at: "/kpis/*").count } == [3, 4, 1, 5])
        #expect(answer.texts("/groups/3/kpis/*/subsets/*/name") == ["就職確認者数のうち正規雇用者数"])
        #expect(groups.map { $0.values(at: "/goals/*").count } == [1, 1, 1, 1])
        #expect(answer.json.values(at: "/groups/*/kpis/*/reported").allSatisfy { $0.boolValue == false })
        #expect(answer.json.values(at: "/groups/*/kpis/*/latest").isEmpty)
        #expect(answer.integers("/groups/*/measures/counted") == [23, 6, 7, 3])
        #expect(answer.integers("/groups/*/measures/repeated") == [5, 3, 0, 0])
        #expect(answer.integers("/measures/counted") == [39] && answer.integers("/measures/notReported") == [39])
        #expect(answer.integers("/groups/0/goals/0/parts") == [2])
        #expect(answer.integers("/groups/0/goals/0/reportedParts") == [0])
        #expect(answer["/groups/0/goals/0/sum"] == nil)
        // 113 of the 245 days from 2025-07-30 to 2026-03-31 lie before 2025-11-20.
        #expect(answer["/periodPercent"]?.encoded() == Array("46.1".utf8))
    }

    @Test func aGoalShowsTheSumOfItsKPIsOnceBothAreReported() async throws {
        let office = try await TestOffice.gunma()
        let path = try await "/v1/plans/\(plan("saitama", office))/progress"
        try await report(kpi("正社員就職件数", office), 2500, office)
        let one = try await office.get(path, as: .public)
        #expect(one["/groups/0/goals/0/sum"] == nil && one.integers("/groups/0/goals/0/reportedParts") == [1])
        #expect(one.integers("/groups/0/kpis/0/latest/value") == [2500])
        #expect(one["/groups/0/kpis/0/achievementPercent"]?.encoded() == Array("57.2".utf8))
        try await report(kpi("企業内の正社員転換件数", office), 500, office)
        let both = try await office.get(path, as: .public)
        #expect(both.integers("/groups/0/goals/0/sum") == [3000])
        #expect(both["/groups/0/goals/0/achievementPercent"]?.encoded() == Array("55.1".utf8))
        try await report(kpi("企業内の正社員転換件数", office), nil, on: "2025-11-15", office)
        #expect(try await office.get(path, as: .public)["/groups/0/goals/0/sum"] == nil)
    }

    @Test func theProgressOfADraftIsItsMembers() async throws {
        let office = try await TestOffice.gunma()
        let body =
            #"{"councilId":"gunma","fiscalYear":2025,"title":"案","from":"2025-07-10","until":"2026-03-31"}"#
        let made = try await office.post("/v1/plans", body, as: .secretariat)
        #expect(made.status == 201)
        for (caller, status) in [
            (.public, 404), (.otherMember, 404), (.otherSecretariat, 404), (.member, 200), (.secretariat, 200),
            (.administrator, 200),
        ] as [(TestOffice.Caller, Int)] {
            let answer = try await office.get(made.location + "/progress", as: caller)
            #expect(answer.status == status, "\(caller)")
            let overview = try await office.get("/v1/councils/gunma/overview", as: caller)
            #expect(overview.texts("/plans/*/title") == (status == 200 ? ["案"] : []), "\(caller)")
            let isMember = status == 200
            #expect((overview["/openGrantChanges"] != nil) == isMember, "\(caller)")
            #expect((overview["/openSupportRequests"] != nil) == isMember, "\(caller)")
        }
        #expect(try await office.get("/v1/plans/x/progress", as: .public).status == 404)
    }

    @Test func naganosOverviewTellsWhatADashboardNeeds() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/councils/nagano/overview?fiscalYear=2025", as: .public)
        #expect(answer.status == 200)
        #expect(answer.texts("/council/id") == ["nagano"] && answer.texts("/fiscalYearLabel") == ["令和7年度"])
        #expect(answer["/chair"] == nil && answer["/nextMeeting"] == nil)
        #expect(answer.texts("/cadence/status") == ["short"])
        #expect(answer.texts("/plans/*/state") == ["adopted"] && answer.integers("/plans/*/revision") == [0])
        #expect(answer.integers("/plans/0/progress/kpis") == [7])
        #expect(answer.integers("/plans/0/progress/measures/counted") == [25])
        #expect(
            answer.texts("/advisories/*/code")
                == (try await office.get("/v1/councils/nagano/advisories", as: .public).texts("/items/*/code"))
        )
        let empty = try await office.get("/v1/councils/nagano/overview?fiscalYear=2024", as: .public)
        #expect(empty.json.values(at: "/plans/*").isEmpty && empty.status == 200)
        #expect(try await office.get("/v1/councils/nagano/overview?fiscalYear=x", as: .public).status == 400)
        #expect(try await office.get("/v1/councils/nowhere/overview", as: .public).status == 404)
    }

    @Test func theNextMeetingIsTheFirstToCome() async throws {
        let office = try await TestOffice.gunma()
        _ = try await office.meeting(steps: ["notice"])
        let answer = try await office.get("/v1/councils/gunma/overview", as: .public)
        let meetings = try await office.get("/v1/meetings", as: .public)
        let starts = try #require(meetings.texts("/items/*/startsAt").first)
        #expect(answer.texts("/nextMeeting/startsAt") == (starts >= "2025-11-20" ? [starts] : []))
        #expect(answer.texts("/chair/organization") == ["群馬労働局"])
        #expect(answer.texts("/secretariat/*/rank") == ["lead", "deputy"])
        #expect(answer.texts("/secretariat/*/name") == ["群馬労働局", "群馬県（産業経済部、健康福祉部）"])
    }

    @Test func theOverviewIsKeptNowhereAndWrittenDown() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/councils/gunma/overview", as: .secretariat)
        #expect(answer.fields[.cacheControl] == "no-store")
        #expect(office.audit.entries.map(\.id) == ["gunma"])
    }

    @Test func councilsAreComparedByAnIndicator() async throws {
        let office = try await TestOffice.gunma()
        try await report(kpi("正社員就職件数", office), 2500, office)
        let answer = try await office.get("/v1/compare?indicator=regularHires&fiscalYear=2025", as: .public)
        #expect(answer.texts("/items/*/council/id") == ["saitama", "nagano"])
        #expect(answer.integers("/items/*/target/value") == [4371, 1881])
        #expect(answer.integers("/items/0/estimate/value") == [82900] && answer["/items/1/estimate"] == nil)
        #expect(answer["/items/0/targetPerThousand"]?.encoded() == Array("52.7".utf8))
        #expect(answer["/items/0/perThousand"]?.encoded() == Array("30.2".utf8))
        #expect(answer.json.values(at: "/items/*/reported").map(\.boolValue) == [true, false])
        let conversions = try await office.get("/v1/compare?indicator=regularConversions&fiscalYear=2025", as: .public)
        #expect(conversions.integers("/items/*/target/value") == [1077, 607])
        #expect(
            try await office.get("/v1/compare?indicator=regularHires&fiscalYear=2024", as: .public).texts(
                "/items/*/council/id"
            ) == []
        )
    }

    @Test(arguments: [("indicator=x", "indicator unknownValue"), ("fiscalYear=2025", "indicator required")])
    func anIndicatorThatIsNotKnownIsAnsweredWithThoseThatAre(_ query: String, _ fault: String) async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/compare?" + query, as: .public)
        #expect(answer.status == 400 && answer.problem?.faults == [fault])
        #expect(
            answer.texts("/errors/0/allowed/*") == [
                "regularHires", "regularConversions", "trainingReferrals", "stationRegistrations",
                "stationConsultations", "stationOutcomes", "centreRegistrations", "centreOutcomes",
            ]
        )
    }

    /// On 2025-11-20, with nothing reported and no meeting.
    @Test(arguments: [
        ("gunma", ["cadenceShort", "roleOutsideTable"]),
        ("tokyo", ["cadenceShort", "roleOutsideTable"]),
        (
            "saitama",
            ["cadenceShort", "noLeadSecretariat", "roleOutsideTable"]
                + Array(repeating: "kpiNotReported", count: 14)
        ),
        (
            "nagano",
            ["cadenceShort", "noLeadSecretariat", "targetsDiffer"] + Array(repeating: "kpiNotReported", count: 7)
        ),
    ]) func theAdvisoriesOfTheRealDataAreThese(_ council: String, _ codes: [String]) async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/councils/\(council)/advisories", as: .public)
        #expect(answer.texts("/items/*/code") == codes, "\(answer.text)")
    }
}
