import Testing

@testable import Offices

/// Every fault of plans, estimates, goals, KPIs and measurements, by its pointer; nothing is kept.
@Suite struct PlanFaults {
    private func expect(
        _ office: TestOffice,
        _ path: String,
        _ body: String,
        _ faults: Set<String>,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let seq = office.seq
        let answer = try await office.post("/v1/" + path, body, as: .administrator)
        #expect(answer.status == 422, "\(answer.whole)", sourceLocation: sourceLocation)
        #expect(answer.problem?.faults == faults, sourceLocation: sourceLocation)
        #expect(office.seq == seq, sourceLocation: sourceLocation)
    }

    @Test func plans() async throws {
        let office = try await TestOffice.gunma()
        try await expect(
            office,
            "plans",
            "{}",
            [
                "/councilId required", "/fiscalYear required", "/title required", "/from required", "/until required",
            ]
        )
        let outside = Example.plan().replacing("2025-04-01", with: "2025-03-31").replacing("2026-03", with: "2026-04")
            .replacing("-31\"", with: "-30\"").replacing("2025-03-30", with: "2025-03-31")
        try await expect(office, "plans", outside, ["/from outsideTheFiscalYear", "/until outsideTheFiscalYear"])
        let backwards = Example.plan().replacing("2026-03-31", with: "2024-03-31")
        try await expect(office, "plans", backwards, ["/until endsBeforeItBegins"])
        let more = #","state":"adopted","revision":1,"measures":[]"#
        try await expect(
            office,
            "plans",
            Example.plan("nowhere", year: 2025, more),
            ["/councilId unknownReference", "/state readOnly", "/revision readOnly", "/measures readOnly"]
        )
    }

    @Test func aPlanKeepsWhatHangsOnIt() async throws {
        let office = try await TestOffice.gunma()
        let plan = try await office.plan()
        let path = "/v1/plans/\(plan)"
        let kpi = try await office.kpi(of: plan)
        _ = try await office.measurement(of: kpi, asOf: "2025-06-30")
        _ = try await office.measurement(of: kpi, asOf: "2025-09-30")
        let answer = try await office.patch(
            path,
            #"{"councilId":"tokyo","from":"2025-07-01","until":"2025-09-29"}"#,
            as: .administrator
        )
        #expect(
            answer.problem?.faults == [
                "/councilId usedByItsParts", "/from usedByItsParts", "/until usedByItsParts",
            ]
        )
        let fits = #"{"from":"2025-06-30","until":"2025-09-30"}"#
        #expect(try await office.patch(path, fits, as: .administrator).status == 200)
        let deleted = try await office.delete(path, as: .administrator)
        #expect(deleted.status == 409 && deleted.problem?.code == "referenced")
    }

    @Test func estimates() async throws {
        let office = try await TestOffice.gunma()
        try await expect(
            office,
            "estimates",
            #"{"group":"x","value":-1,"unit":"","sharePercent":100.1,"ageFrom":121,"approximate":1,"sourceYear":1}"#,
            [
                "/group unknownValue", "/value range", "/unit length", "/ageFrom range", "/approximate wrongType",
                "/sourceYear range",
            ]
        )
        let wrong = Example.estimate().replacing("1.2", with: "100.1").replacing(":49", with: ":34")
            .replacing("31658", with: "0.0001")
        try await expect(office, "estimates", wrong, ["/value decimals"])
        let bounds = wrong.replacing("0.0001", with: "0.001")
        try await expect(office, "estimates", bounds, ["/sharePercent range", "/ageTo endsBeforeItBegins"])
    }

    /// The whole country's are the administrators'.
    @Test func nationalEstimatesAreWrittenByAdministrators() async throws {
        let office = try await TestOffice.gunma()
        let national = Example.estimate("")
        #expect(try await office.post("/v1/estimates", national, as: .secretariat).status == 403)
        let made = try await office.post("/v1/estimates", national, as: .administrator)
        #expect(made.status == 201 && !made.text.contains("councilId"))
        #expect(try await office.get(made.location, as: .public).status == 200)
        #expect(try await office.patch(made.location, #"{"approximate":false}"#, as: .secretariat).status == 403)
        #expect(try await office.patch(made.location, #"{"approximate":false}"#, as: .administrator).status == 200)
        let list = try await office.get("/v1/estimates?limit=1000", as: .public)
        #expect(list.texts("/items/*/id").contains(made.id))
    }

    @Test func goals() async throws {
        let office = try await TestOffice.gunma()
        let plan = try await office.plan()
        let other = try await office.plan(Example.plan(year: 2024))
        let (kpi, foreign) = (try await office.kpi(of: plan), try await office.kpi(of: other))
        let sum = #","sumOf":["\#(kpi)","\#(foreign)","\#(kpi)","x","\#(Example.id(9))"]"#
        try await expect(
            office,
            "goals",
            Example.goal(of: plan, sum),
            [
                "/sumOf/1 ofAnotherPlan", "/sumOf/2 duplicate", "/sumOf/3 format", "/sumOf/4 unknownReference",
            ]
        )
        try await expect(office, "goals", "{}", ["/planId required", "/statement required"])
        try await expect(office, "goals", Example.goal(of: Example.id(9)), ["/planId unknownReference"])
        let goal = try await office.added("/v1/goals", Example.goal(of: plan, #","sumOf":["\#(kpi)"]"#))
        let moved = try await office.patch("/v1/goals/\(goal)", #"{"planId":"\#(other)"}"#, as: .administrator)
        #expect(moved.problem?.faults.contains("/planId ofAnotherPlan") == true)
        let deleted = try await office.delete("/v1/kpis/\(kpi)", as: .administrator)
        #expect(deleted.status == 409 && deleted.text.contains("/v1/goals/\(goal)"))
    }

    @Test func kpis() async throws {
        let office = try await TestOffice.gunma()
        let plan = try await office.plan()
        let foreign = try await office.kpi(of: try await office.plan(Example.plan(year: 2024)))
        func target(_ figure: String) -> String { #","target":{"value":\#(figure),"unit":"%"}"# }
        let kpis: [(String, Set<String>)] = [
            (Example.kpi(of: plan, kind: "rate", target("100.1")), ["/target/value range"]),
            (Example.kpi(of: plan, target("1.5")), ["/target/value decimals"]),
            (
                Example.kpi(
                    of: plan,
                    kind: "qualitative",
                    target("1") + #","scheduleTarget":{"value":1,"unit":"件"}"#
                ),
                ["/target notForQualitative", "/scheduleTarget notForQualitative"]
            ),
            (Example.kpi(of: plan, #","subsetOf":"\#(foreign)""#), ["/subsetOf ofAnotherPlan"]),
            (
                Example.kpi(of: plan, #","subsetOf":"\#(Example.id(9))","grantProjectId":"\#(Example.id(8))""#),
                ["/subsetOf unknownReference", "/grantProjectId unknownReference"]
            ),
            (Example.kpi(of: plan, #","target":{"value":"1"}"#), ["/target/value wrongType", "/target/unit required"]),
        ]
        for (body, faults) in kpis { try await expect(office, "kpis", body, faults) }
        #expect(try await office.post("/v1/kpis", Example.kpi(of: plan, ""), as: .secretariat).status == 201)
    }

    /// No chain of parts is so long that an answer could not follow it.
    @Test func partsHaveABottom() async throws {
        let office = try await TestOffice.gunma()
        let plan = try await office.plan()
        var ids = [try await office.kpi(of: plan)]
        for _ in 1..<8 {
            ids.append(try await office.kpi(of: plan, Example.kpi(of: plan, #","subsetOf":"\#(ids[ids.count - 1])""#)))
        }
        let deeper = Example.kpi(of: plan, #","subsetOf":"\#(ids[7])""#)
        let answer = try await office.post("/v1/kpis", deeper, as: .secretariat)
        #expect(answer.problem?.faults == ["/subsetOf subsetTooDeep"])
        // Nor from above.
        let whole = try await office.kpi(of: plan)
        let hung = try await office.patch("/v1/kpis/\(ids[0])", #"{"subsetOf":"\#(whole)"}"#, as: .secretariat)
        #expect(hung.problem?.faults == ["/subsetOf subsetTooDeep"])
    }

    /// Days so early that the day before could not be kept.
    @Test func noPlanIsAdoptedBeforeItsTime() async throws {
        let office = try await TestOffice.gunma()
        let plan = try await office.plan()
        let early = try await office.post("/v1/plans/\(plan)/adoption", #"{"on":"0001-01-01"}"#, as: .secretariat)
        #expect(early.problem?.faults == ["/on outsideTheFiscalYear"])
        let measure = Example.measure(plan, #","from":"2025-04-01","until":"2025-04-30""#)
        _ = try await office.added("/v1/measures", measure)
        let moved = try await office.patch("/v1/plans/\(plan)", #"{"from":"2025-06-01"}"#, as: .secretariat)
        #expect(moved.problem?.faults == ["/from usedByItsParts"])
    }

    @Test func aPracticeStaysWhatConsentWasGivenTo() async throws {
        let office = try await TestOffice.gunma()
        let body = #"{"councilId":"gunma","title":"事例","summary":"工夫"}"#
        let id = try await office.added("/v1/good-practices", body)
        let path = "/v1/good-practices/\(id)"
        #expect(try await office.patch(path, #"{"title":"別の事例"}"#, as: .secretariat).status == 200)
        #expect(try await office.post(path + "/consent", #"{"by":"前橋市"}"#, as: .secretariat).status == 200)
        let answer = try await office.patch(path, #"{"title":"x","summary":"y"}"#, as: .secretariat)
        #expect(answer.problem?.faults == ["/title notAfterConsent", "/summary notAfterConsent"])
        let source = #"{"source":{"document":"報告","section":"1"}}"#
        #expect(try await office.patch(path, source, as: .secretariat).status == 200)
    }

    @Test func aPartIsNoPartOfItself() async throws {
        let office = try await TestOffice.gunma()
        let plan = try await office.plan()
        let whole = try await office.kpi(of: plan)
        let part = try await office.kpi(of: plan, Example.kpi(of: plan, #","subsetOf":"\#(whole)""#))
        let least = try await office.kpi(of: plan, Example.kpi(of: plan, #","subsetOf":"\#(part)""#))
        for parent in [whole, part, least] {
            let answer = try await office.patch("/v1/kpis/\(whole)", #"{"subsetOf":"\#(parent)"}"#, as: .secretariat)
            #expect(answer.status == 422 && answer.problem?.faults == ["/subsetOf subsetCircle"])
        }
        let list = try await office.get("/v1/kpis?subsetOf=\(whole)&fields=id", as: .secretariat)
        #expect(list.texts("/items/*/id") == [part])
    }

    @Test func measurements() async throws {
        let office = try await TestOffice.gunma()
        let plan = try await office.plan()
        let kpi = try await office.kpi(of: plan)
        let rate = try await office.kpi(of: plan, Example.kpi(of: plan, kind: "rate", ""))
        let words = try await office.kpi(of: plan, Example.kpi(of: plan, kind: "qualitative", ""))
        let taken = try await office.measurement(of: kpi)
        let rows: [(String, Set<String>)] = [
            ("{}", ["/kpiId required", "/asOf required", "/reportedBy required"]),
            (Example.measurement(of: kpi, asOf: "2025-03-31"), ["/asOf outsideThePlansPeriod"]),
            (Example.measurement(of: kpi, asOf: "2026-04-01"), ["/asOf outsideThePlansPeriod"]),
            (Example.measurement(of: kpi, asOf: "2025-11-21"), ["/asOf inTheFuture"]),
            (Example.measurement(of: kpi), ["/asOf duplicate"]),
            (Example.measurement(of: kpi, asOf: "2025-10-01", #","value":1.5"#), ["/value decimals"]),
            (Example.measurement(of: rate, #","value":100.1"#), ["/value range"]),
            (Example.measurement(of: words), ["/value notForQualitative"]),
            (Example.measurement(of: Example.id(9)), ["/kpiId unknownReference"]),
        ]
        for (body, faults) in rows { try await expect(office, "measurements", body, faults) }
        let late = try await office.post(
            "/v1/measurements",
            Example.measurement(of: kpi, asOf: "2026-04-01"),
            as: .secretariat
        )
        #expect(late.problem?.details.first?.contains("2025-04-01") == true)
        // Its own day is not taken by another.
        let own = try await office.patch("/v1/measurements/\(taken)", #"{"value":1}"#, as: .secretariat)
        #expect(own.status == 200)
        let other = try await office.measurement(of: kpi, asOf: "2025-10-01")
        let clash = try await office.patch("/v1/measurements/\(other)", #"{"asOf":"2025-09-30"}"#, as: .secretariat)
        #expect(clash.problem?.faults == ["/asOf duplicate"])
        let kind = try await office.patch("/v1/kpis/\(kpi)", #"{"kind":"rate"}"#, as: .secretariat)
        #expect(kind.problem?.faults.contains("/kind usedByMeasurements") == true)
    }

    /// Of another council's draft nobody is told that it is there.
    @Test func draftsOfOtherCouncilsAreNotThere() async throws {
        let office = try await TestOffice.gunma()
        let plan = try await office.plan()
        let kpi = try await office.kpi(of: plan)
        for (path, body) in [
            ("goals", Example.goal(of: plan)), ("kpis", Example.kpi(of: plan)),
            ("measurements", Example.measurement(of: kpi)),
        ] {
            let answer = try await office.post("/v1/" + path, body, as: .otherSecretariat)
            let pointer = path == "measurements" ? "/kpiId" : "/planId"
            #expect(answer.problem?.faults == ["\(pointer) unknownReference"])
        }
    }
}
