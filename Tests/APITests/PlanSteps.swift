import HTTPTypes
import Testing

@testable import Offices

/// 策定 and 改定 of plans.
@Suite struct PlanSteps {
    @Test func adoptingMakesAllThatHangsOnItPublicInOneWrite() async throws {
        let office = try await TestOffice.gunma()
        let plan = try await office.plan()
        let kpi = try await office.kpi(of: plan)
        let goal = try await office.added("/v1/goals", Example.goal(of: plan, #","sumOf":["\#(kpi)"]"#))
        let measurement = try await office.measurement(of: kpi)
        let other = try await office.kpi(of: try await office.plan(Example.plan(year: 2024)))
        let paths = [
            "/v1/plans/\(plan)", "/v1/kpis/\(kpi)", "/v1/goals/\(goal)", "/v1/measurements/\(measurement)",
        ]
        for path in paths { #expect(try await office.get(path, as: .public).status == 404) }
        let seq = office.seq
        let adopted = try await office.post("/v1/plans/\(plan)/adoption", #"{"on":"R7.5.1"}"#, as: .secretariat)
        #expect(adopted.status == 200 && adopted.texts("/adoptedOn") == ["2025-05-01"])
        #expect(adopted.texts("/state") == ["adopted"] && office.seq == seq + 1)
        for path in paths {
            let answer = try await office.get(path, as: .public)
            #expect(answer.status == 200 && answer.integers("/version") == [1], "\(path)")
        }
        #expect(try await office.get("/v1/kpis/\(other)", as: .public).status == 404)
        let read = try await office.get(paths[1], as: .public)
        #expect(read.texts("/latest/measurementId") == [measurement])
        // What is added to it later is public at once.
        let later = try await office.measurement(of: kpi, asOf: "2025-10-31")
        #expect(try await office.get("/v1/measurements/\(later)", as: .public).status == 200)
    }

    @Test func theDayIsTodayUnlessItIsSaid() async throws {
        let office = try await TestOffice.gunma()
        let plan = try await office.plan()
        let path = "/v1/plans/\(plan)/adoption"
        let future = try await office.post(path, #"{"on":"2025-11-21","when":1}"#, as: .secretariat)
        #expect(future.problem?.faults == ["/on inTheFuture", "/when unknownField"])
        let tried = try await office.post(path + "?dryRun=true", "{}", as: .secretariat)
        #expect(tried.texts("/adoptedOn") == ["2025-11-20"])
        #expect(try await office.get("/v1/plans/\(plan)", as: .public).status == 404)
        #expect(try await office.post(path, "{}", as: .secretariat).texts("/adoptedOn") == ["2025-11-20"])
        let again = try await office.post(path, "{}", as: .secretariat)
        #expect(again.status == 409 && again.problem?.code == "onlyDraftPlansAreAdopted")
    }

    @Test func onlyAdoptedPlansAreRevised() async throws {
        let office = try await TestOffice.gunma()
        let draft = try await office.plan()
        let refused = try await office.post("/v1/plans/\(draft)/revision", #"{"cause":"budget"}"#, as: .secretariat)
        #expect(refused.status == 409 && refused.problem?.code == "onlyAdoptedPlansAreRevised")
        let plan = try await office.plan(adopted: true)
        let path = "/v1/plans/\(plan)/revision"
        for (body, fault) in [
            ("{}", "/cause required"), (#"{"cause":"grantChange"}"#, "/cause unknownValue"),
            (#"{"cause":"budget","on":"2025-11-21"}"#, "/on inTheFuture"),
            (#"{"cause":"budget","on":"2025-04-30"}"#, "/on beforeTheLastStep"),
            (#"{"cause":"budget","note":""}"#, "/note length"),
        ] {
            let answer = try await office.post(path, body, as: .secretariat)
            #expect(answer.status == 422 && answer.problem?.faults == [fault], "\(body): \(answer.whole)")
        }
        let first = #"{"cause":"progress","on":"2025-10-01","note":"上半期"}"#
        #expect(try await office.post(path, first, as: .secretariat).integers("/revision") == [1])
        let second = try await office.post(path, #"{"cause":"budget"}"#, as: .secretariat)
        #expect(second.integers("/revisions/*/number") == [1, 2])
        #expect(second.texts("/revisions/*/on") == ["2025-10-01", "2025-11-20"])
        let back = try await office.post(path, #"{"cause":"budget","on":"2025-11-19"}"#, as: .secretariat)
        #expect(back.problem?.faults == ["/on beforeTheLastStep"])
    }

    @Test func asOfADayItIsAsItStood() async throws {
        let office = try await TestOffice.gunma()
        let plan = try await office.plan(adopted: true)
        let path = "/v1/plans/\(plan)"
        let revision = #"{"cause":"progress","on":"2025-10-01"}"#
        _ = try await office.post(path + "/revision", revision, as: .secretariat)
        #expect(try await office.get(path + "?asOf=2025-04-30", as: .public).status == 404)
        let draft = try await office.get(path + "?asOf=2025-04-30", as: .member)
        #expect(draft.texts("/state") == ["draft"] && draft.texts("/adoptedOn").isEmpty)
        let adopted = try await office.get(path + "?asOf=2025-09-30", as: .public)
        #expect(adopted.texts("/state") == ["adopted"] && adopted.integers("/revision") == [0])
        let revised = try await office.get(path + "?asOf=2025-10-01", as: .public)
        #expect(revised.integers("/revision") == [1] && revised.text.contains(#""grantProjects":[]"#))
        #expect(try await !office.get(path, as: .public).text.contains("grantProjects"))
    }

    @Test func asOfADayItHasTheAnnexAndTheMeasuresThen() async throws {
        let office = try await TestOffice.gunma()
        let plan = try await office.plan()
        let project = try await office.added(
            "/v1/grant-projects",
            #"{"planId":"\#(plan)","number":1,"position":1,"body":"群馬県","title":"相談"}"#
        )
        let measure = try await office.added(
            "/v1/measures",
            #"{"planId":"\#(plan)","code":"1","heading":"相談","title":"窓口","from":"2025-10-01","until":"2025-12-31"}"#
        )
        _ = try await office.post("/v1/plans/\(plan)/adoption", #"{"on":"2025-05-01"}"#, as: .secretariat)
        let path = "/v1/plans/\(plan)?asOf="
        let before = try await office.get(path + "2025-09-30", as: .public)
        #expect(before.texts("/grantProjects/*/id") == [project] && before.texts("/measures/*/id").isEmpty)
        let then = try await office.get(path + "2025-10-01", as: .public)
        #expect(then.texts("/measures/*/id") == [measure])
        _ = try await office.patch("/v1/measures/\(measure)", #"{"title":"専門窓口"}"#, as: .secretariat)
        let changed = try await office.get(path + "2025-10-01", as: .public)
        #expect(changed.tag != then.tag && changed.texts("/measures/*/title") == ["専門窓口"])
    }
}
