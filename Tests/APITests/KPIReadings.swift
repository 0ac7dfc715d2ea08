import HTTPTypes
import JSONText
import Testing

@testable import Offices

/// What a KPI shows of its measurements and its plan.
@Suite struct KPIReadings {
    @Test func aKPIShowsItsNewestMeasurementAndHowFarItIs() async throws {
        let office = try await TestOffice.gunma()
        let kpi = try await office.kpi(of: try await office.plan(adopted: true))
        let path = "/v1/kpis/\(kpi)"
        let nothing = try await office.get(path, as: .public)
        #expect(nothing.text.contains(#""periodPercent":63.8,"reported":false"#))
        #expect(!nothing.text.contains("latest") && !nothing.text.contains("achievement"))
        let newest = try await office.measurement(of: kpi, asOf: "2025-09-30")
        _ = try await office.measurement(of: kpi, asOf: "2025-06-30", #","value":9000"#)
        let read = try await office.get(path + "?era=ja", as: .public)
        #expect(
            read.text.contains(
                #""latest":{"measurementId":"\#(newest)","asOf":"2025-09-30","asOfLabel":"令和7年9月30日","value":2104,"#
                    + #""reportedBy":"群馬労働局"},"achievementPercent":48.1,"periodPercent":63.8,"reported":true"#
            )
        )
        let some = try await office.get(path + "?fields=latest,reported", as: .public)
        #expect(some.json.objectValue?.names == ["latest", "reported"])
    }

    @Test func whatIsNotReportedIsNotNothing() async throws {
        let office = try await TestOffice.gunma()
        let kpi = try await office.kpi(of: try await office.plan(adopted: true))
        _ = try await office.measurement(of: kpi, "")
        let read = try await office.get("/v1/kpis/\(kpi)", as: .public)
        #expect(read.texts("/latest/asOf") == ["2025-09-30"] && !read.text.contains("achievement"))
        #expect(read.text.contains(#""reported":false"#))
    }

    @Test func theTagChangesWithTheReadingAndTheVersionDoesNot() async throws {
        let office = try await TestOffice.gunma()
        let plan = try await office.plan(adopted: true)
        let kpi = try await office.kpi(of: plan)
        let (path, list) = ("/v1/kpis/\(kpi)", "/v1/kpis?plan=\(plan)")
        let read = try await office.get(path, as: .secretariat)
        let listed = try await office.get(list, as: .public)
        let same = try await office.get(path, as: .secretariat, [.ifNoneMatch: read.tag])
        #expect(same.status == 304)
        let measurement = try await office.measurement(of: kpi)
        let measured = try await office.get(path, as: .secretariat, [.ifNoneMatch: read.tag])
        #expect(measured.status == 200 && measured.tag != read.tag)
        #expect(measured.integers("/version") == read.integers("/version"))
        let listedAgain = try await office.get(list, as: .public, [.ifNoneMatch: listed.tag])
        #expect(listedAgain.status == 200 && listedAgain.texts("/items/*/latest/measurementId") == [measurement])
        _ = try await office.patch("/v1/measurements/\(measurement)", #"{"value":2200}"#, as: .secretariat)
        let changed = try await office.get(path, as: .secretariat)
        #expect(changed.tag != measured.tag && changed.text.contains(#""achievementPercent":50.3"#))
        try office.move(to: "2025-11-25T01:00:00.000Z")
        #expect(try await office.get(path, as: .secretariat).tag != changed.tag)
        #expect(try await office.get(list, as: .public, [.ifNoneMatch: listedAgain.tag]).status == 200)
        // The tag of the first reading still names the version that is to be changed.
        let patched = try await office.patch(path, #"{"name":"就職"}"#, as: .secretariat, match: read.tag)
        #expect(patched.status == 200 && patched.text.contains(#""achievementPercent":50.3"#))
        let outdated = try await office.patch(path, #"{"name":"正社員"}"#, as: .secretariat, match: read.tag)
        #expect(outdated.status == 412)
    }

    @Test func whatWasReadCanBeSentBackThoughTheReadingHasChanged() async throws {
        let office = try await TestOffice.gunma()
        let kpi = try await office.kpi(of: try await office.plan())
        let path = "/v1/kpis/\(kpi)"
        _ = try await office.measurement(of: kpi, asOf: "2025-06-30")
        let read = try await office.get(path, as: .secretariat)
        _ = try await office.measurement(of: kpi)
        let seq = office.seq
        #expect(try await office.put(path, read.text, as: .secretariat, match: read.tag).status == 200)
        #expect(try await office.patch(path, read.text, as: .secretariat, match: read.tag).status == 200)
        #expect(office.seq == seq)
        let made = try await office.post("/v1/kpis", read.text.replacing(kpi, with: Example.id(1)), as: .secretariat)
        #expect(made.status == 422 && made.problem?.faults.contains("/latest readOnly") == true)
    }

    @Test func aReaderIsToldOfWhatItSees() async throws {
        let office = try await TestOffice.gunma()
        let kpi = try await office.kpi(of: try await office.plan())
        _ = try await office.measurement(of: kpi)
        for caller in TestOffice.Caller.allCases {
            let answer = try await office.get("/v1/kpis/\(kpi)", as: caller)
            let isSeen = [.member, .secretariat, .administrator].contains(caller)
            #expect(answer.status == (isSeen ? 200 : 404) && answer.text.contains("achievement") == isSeen)
            let list = try await office.get("/v1/measurements?kpi=\(kpi)&count=true", as: caller)
            #expect(list.integers("/total") == [isSeen ? 1 : 0])
        }
    }

    @Test func aBatchAnswersWithTheMeasurementThatItMakes() async throws {
        let office = try await TestOffice.gunma()
        let plan = try await office.plan()
        let kpi = Example.id(0x31)
        let answer = try await office.post(
            "/v1/batch",
            #"""
            {"operations":[{"method":"PUT","path":"/v1/kpis/\#(kpi)","ifNoneMatch":"*","body":\#(Example.kpi(of: plan))},
            {"method":"POST","path":"/v1/measurements","body":\#(Example.measurement(of: kpi))},
            {"method":"POST","path":"/v1/plans/\#(plan)/adoption","ifMatch":"*","body":{"on":"2025-05-01"}}]}
            """#,
            as: .secretariat
        )
        #expect(answer.status == 200 && answer.integers("/results/*/status") == [201, 201, 200])
        #expect(answer.text.contains(#""achievementPercent":48.1"#))
        #expect(try await office.get("/v1/kpis/\(kpi)", as: .public).status == 200)
    }
}
