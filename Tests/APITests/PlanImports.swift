import Councils
import HTTPTypes
import JSONText
import Testing

@testable import API
@testable import Offices

/// Measurements and measures as tables.
@Suite struct PlanImports {
    /// Gunma's office with a plan and a KPI of it.
    private struct Place {
        let office: TestOffice
        let plan: String
        let kpi: String

        init() async throws {
            office = try await TestOffice.gunma()
            plan = try await Self.made(
                office,
                "/v1/plans",
                #"{"councilId":"gunma","fiscalYear":2025,"title":"計画","from":"2025-04-01","until":"2026-03-31"}"#
            )
            kpi = try await Self.made(office, "/v1/kpis", Self.kpi(plan))
        }

        static func kpi(_ plan: String) -> String {
            #"{"planId":"\#(plan)","name":"正社員就職","kind":"count","bodies":["労働局"]}"#
        }

        static func made(_ office: TestOffice, _ path: String, _ body: String) async throws -> String {
            let made = try await office.post(path, body, as: .secretariat)
            guard made.status == 201 else { throw Unexpected(made.whole) }
            return made.id
        }

        func send(_ what: String, _ table: String, _ query: String = "") async throws -> Answer {
            try await office.post("/v1/\(what):import\(query)", table, as: .secretariat, [.contentType: "text/csv"])
        }
    }

    private func counts(_ answer: Answer) -> [Int64] {
        ["/created", "/changed", "/unchanged"].flatMap { answer.integers($0) }
    }

    @Test func measurementsAreImportedAndComeBackUnchanged() async throws {
        let place = try await Place()
        let table =
            "asOf,value,reportedBy,statement\n2025/6/30,\"1,200\",労働局,\n令和7年9月30日,４３７１,労働局,=速報\n2025-10-31,,労働局,\n"
        let answer = try await place.send("measurements", table, "?kpi=" + place.kpi)
        #expect(counts(answer) == [3, 0, 0], "\(answer.whole)")
        let list = try await place.office.get("/v1/measurements?kpi=\(place.kpi)&sort=asOf", as: .secretariat)
        #expect(list.integers("/items/*/value") == [1200, 4371])
        #expect(list.texts("/items/*/statement") == ["=速報"])
        let export = try await place.office.get("/v1/measurements.csv?kpi=" + place.kpi, as: .secretariat)
        #expect(counts(try await place.send("measurements", export.text)) == [0, 0, 3])
    }

    @Test func everyFaultOfAMeasurementIsNamed() async throws {
        let place = try await Place()
        let seq = place.office.seq
        let table = """
            kpiId,asOf,value,reportedBy
            \(place.kpi),2025-06-30,1,労働局
            \(place.kpi),2025-06-30,2,労働局
            \(place.kpi),2025-03-31,3,労働局
            \(place.kpi),2026-01-01,4,労働局
            \(place.kpi),2025-07-31,1.5,労働局
            \(Example.id(9)),2025-07-31,1,労働局
            \(place.kpi),2025-08-31,約千,労働局

            """
        let answer = try await place.send("measurements", table)
        #expect(place.office.seq == seq)
        #expect(
            answer.problem?.list.filter { !$0.hasPrefix("/rows/6") } == [
                "/rows/3/asOf duplicate", "/rows/4/asOf outsideThePlansPeriod", "/rows/5/asOf inTheFuture",
                "/rows/7/kpiId unknownReference", "/rows/8/value format",
            ],
            "\(answer.whole)"
        )
        #expect(answer.problem?.list.contains { $0.hasPrefix("/rows/6/value ") } ?? false)
        #expect(answer.text.contains("2行目と同じ"))
        let missing = try await place.send("measurements", "kpiId,value,reportedBy\n")
        #expect(missing.problem?.faults == ["/rows/1/asOf missingColumn"])
    }

    /// Of the drafts of other councils an import tells as little as any other write.
    @Test func draftsOfOthersAreNotThere() async throws {
        let place = try await Place()
        let plan = try await place.office.plan(Example.plan("tokyo"))
        let kpi = try await place.office.kpi(of: plan)
        _ = try await place.office.added("/v1/measurements", Example.measurement(of: kpi))
        for (id, day) in [(kpi, "2025-09-30"), (kpi, "2020-01-01"), (Example.id(9), "2025-09-30")] {
            let answer = try await place.send("measurements", "kpiId,asOf,value,reportedBy\n\(id),\(day),1.5,局\n")
            #expect(answer.problem?.faults == ["/rows/2/kpiId unknownReference"])
        }
        let measure = "planId,code,heading,title\n\(plan),ア,相談,会\n"
        let answer = try await place.send("measures", measure)
        #expect(answer.problem?.faults == ["/rows/2/planId unknownReference"])
        // Of what everybody sees it is said that it is not the sender's, and nothing of how it would fit.
        let open = try await place.office.plan(Example.plan("tokyo"), adopted: true)
        let goal = #"{"planId":"\#(open)","statement":"増やす","sumOf":["\#(kpi)"]}"#
        #expect(try await place.office.post("/v1/goals", goal, as: .secretariat).status == 403)
        let row = try await place.send("measures", "planId,code,heading,title\n\(open),ア,相談,会\n")
        #expect(row.status == 403)
    }

    /// What was read before somebody else has changed it is not put over that.
    @Test func anOldExportIsRefused() async throws {
        let place = try await Place()
        let body = #"{"planId":"\#(place.plan)","code":"ア","heading":"相談","title":"会"}"#
        let id = try await Place.made(place.office, "/v1/measures", body)
        let export = try await place.office.get("/v1/measures.csv?plan=\(place.plan)", as: .secretariat)
        let later = try await place.office.patch("/v1/measures/\(id)", #"{"title":"面接会"}"#, as: .secretariat)
        #expect(later.status == 200)
        #expect(try await place.send("measures", export.text).problem?.faults == ["/rows/2/version outdated"])
        // Nobody's work is lost where nothing of it is changed.
        let same = export.text.replacing("会,", with: "面接会,")
        #expect(counts(try await place.send("measures", same)) == [0, 0, 1])
    }

    /// A status that was typed into an export needs its day; one measure stands in one row, whatever names it.
    @Test func nothingThatWasTypedIsDropped() async throws {
        let place = try await Place()
        let body = #"{"planId":"\#(place.plan)","code":"ア","heading":"相談","title":"会"}"#
        let id = try await Place.made(place.office, "/v1/measures", body)
        for status in ["done", "foo"] {
            let answer = try await place.send("measures", "planId,code,status\n\(place.plan),ア,\(status)\n")
            #expect(answer.problem?.faults == ["/rows/2/progressOn required"])
        }
        let twice = #"{"id":"\#(id)","title":"い"}"# + "\n" + #"{"planId":"\#(place.plan)","code":" ア","title":"う"}"#
        let lines: HTTPFields = [.contentType: "application/x-ndjson"]
        let answer = try await place.office.post("/v1/measures:import", twice, as: .secretariat, lines)
        #expect(answer.problem?.faults == ["/rows/2/id duplicate"])
        let numbers = "kpiId,asOf,value,reportedBy\n\(place.kpi),令和7/7/1,007,局\n\(place.kpi),2025/7/2 0:00,０,局\n"
        #expect(counts(try await place.send("measurements", numbers)) == [2, 0, 0])
    }

    @Test func theProgressOfADayIsAdded() async throws {
        let place = try await Place()
        let query = "?plan=" + place.plan
        let made = try await place.send(
            "measures",
            "code,heading,title,bodies\nア,相談,セミナー,\"労働局\n県\"\nイ,相談,面接会,県\n",
            query
        )
        #expect(counts(made) == [2, 0, 0], "\(made.whole)")
        let first = "code,status,progressOn,progressNote\nア,underWay,R7.6.30,始めた\n"
        #expect(counts(try await place.send("measures", first, query)) == [0, 1, 0])
        #expect(counts(try await place.send("measures", first, query)) == [0, 0, 1])
        let second = "code,status,progressOn,progressNote\nア,done,2025/9/30,\nイ,notStarted,2025/9/30,\n"
        #expect(counts(try await place.send("measures", second, query)) == [0, 2, 0])
        let list = try await place.office.get("/v1/measures\(query)&code=%E3%82%A2", as: .secretariat)
        #expect(list.texts("/items/0/progress/*/on") == ["2025-06-30", "2025-09-30"])
        #expect(list.texts("/items/0/status") == ["done"] && list.texts("/items/0/bodies/*") == ["労働局", "県"])
        let faults = try await place.send(
            "measures",
            "code,status,progressOn,progressNote\nア,done,2026-02-01,\nイ,,2025-09-30,\nア,finished,2025-09-30,\n",
            query
        )
        #expect(
            faults.problem?.list == [
                "/rows/2/progressOn inTheFuture", "/rows/3/status required", "/rows/4/code duplicate",
            ],
            "\(faults.whole)"
        )
    }

    /// A plan's schedule goes out and comes back, into an office that has none of it too, whatever the order is.
    @Test func aScheduleComesBackWithoutLoss() async throws {
        let place = try await Place()
        let path = "/v1/measures"
        func body(_ code: String, _ more: String) -> String {
            #"{"planId":"\#(place.plan)","code":"\#(code)","heading":"相談","title":"=合計\#(code)"\#(more)}"#
        }
        let progress =
            #","progress":[{"on":"2025-06-30","status":"underWay","note":"a,b"},{"on":"2025-07-31","status":"done"}]"#
        let first = try await Place.made(
            place.office,
            path,
            body("Z", progress + #","bodies":["労働局","[県]"],"kpiIds":["\#(place.kpi)"],"from":"2025-05-01""#)
        )
        _ = try await Place.made(place.office, path, body("A", #","repeats":"\#(first)","group":"unstableEmployment""#))
        let export = try await place.office.get("/v1/measures.csv?plan=\(place.plan)&sort=code", as: .secretariat)
        #expect(counts(try await place.send("measures", export.text)) == [0, 0, 2])
        let before = try await place.office.get("/v1/measures.ndjson?plan=\(place.plan)&sort=code", as: .secretariat)
        for id in try await place.office.get("/v1/measures?plan=\(place.plan)&sort=code", as: .secretariat).texts(
            "/items/*/id"
        ) {
            #expect(try await place.office.delete("/v1/measures/" + id, as: .secretariat).status == 204)
        }
        let again = try await place.send("measures", export.text)
        #expect(counts(again) == [2, 0, 0], "\(again.whole)")
        let after = try await place.office.get("/v1/measures.ndjson?plan=\(place.plan)&sort=code", as: .secretariat)
        // What counts the versions goes on.
        func values(_ answer: Answer) throws -> [[String: JSONValue]] {
            try answer.text.split(separator: "\n").map { line in
                let object = try JSONValue(parsing: line.utf8).objectValue ?? JSONObject()
                return Dictionary(object.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
                    .filter { !["version", "createdAt", "updatedAt"].contains($0.key) }
            }
        }
        #expect(try values(before) == values(after))
    }
}
