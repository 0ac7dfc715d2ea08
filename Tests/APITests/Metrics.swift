@testable import API
@testable import Offices
import HTTPTypes
import Testing

/// What `/metrics` tells.
@Suite struct MetricsPage {
    @Test func requestsAreCountedByRouteAndTellNoNames() async throws {
        let office = try await TestOffice.gunma()
        _ = try await office.get("/v1/councils/gunma", as: .public)
        _ = try await office.get("/v1/councils/nowhere", as: .public)
        _ = try await office.get("/secret-path", as: .public)
        _ = office.api.refusal(status: 431, code: "headersTooLarge", reason: "x")
        let answer = try await office.get("/metrics", as: .administrator)
        #expect(answer.fields[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
        let page = try ExpositionPage(answer.text)
        for (sample, value) in [
            (#"kyogikai_requests_total{method="GET",route="/v1/councils/{id}",status="200"}"#, 1.0),
            (#"kyogikai_requests_total{method="GET",route="/v1/councils/{id}",status="404"}"#, 1),
            (#"kyogikai_request_duration_seconds_count{method="GET",route="/v1/councils/{id}"}"#, 2),
            (#"kyogikai_requests_total{method="-",route="-",status="404"}"#, 1),
            (#"kyogikai_refused_total{status="431"}"#, 1),
            (#"kyogikai_records{table="members"}"#, 30), ("kyogikai_requests_in_flight", 1),
        ] { #expect(page[sample] == value, "\(sample)") }
        #expect(!answer.text.contains("secret-path") && !answer.text.contains("gunma"))
    }

    @Test func aPageIsWellFormedBeforeAndAfterTheFirstRequest() async throws {
        var settings = API.Settings()
        settings.version = "1.2.3"
        let office = try await TestOffice.gunma(settings: settings)
        _ = try await Figures(of: office)
        _ = office.api.refusal(status: 400, code: "malformedRequest", reason: "x")
        let page = try await Figures(of: office)
        #expect(
            Set(page.names) == [
                "kyogikai_audit_condition", "kyogikai_audit_group_entries", "kyogikai_audit_omitted_total",
                "kyogikai_audit_seq", "kyogikai_audit_size_bytes", "kyogikai_audit_sync_duration_seconds",
                "kyogikai_build_info", "kyogikai_condition", "kyogikai_journal_group_entries",
                "kyogikai_journal_segments",
                "kyogikai_journal_seq", "kyogikai_journal_since_snapshot_bytes", "kyogikai_journal_size_bytes",
                "kyogikai_journal_sync_duration_seconds", "kyogikai_records", "kyogikai_refused_total",
                "kyogikai_request_duration_seconds", "kyogikai_requests_in_flight", "kyogikai_requests_total",
                "kyogikai_snapshot_failures_total", "kyogikai_writable", "process_cpu_seconds_total",
                "process_open_fds", "process_resident_memory_bytes", "process_start_time_seconds",
            ]
        )
        #expect(page[#"kyogikai_build_info{version="1.2.3"}"#] == 1)
        #expect(page["process_cpu_seconds_total"] == 1.5 && page["process_open_fds"] == 12)
        #expect(page["process_resident_memory_bytes"] == 67_108_864)
        #expect(page["process_start_time_seconds"] == 1_763_600_000.25)
    }

    @Test func writesShowInTheJournalsFigures() async throws {
        let office = try await TestOffice.gunma()
        let before = try await Figures(of: office)
        for number in 1...3 {
            let answer = try await office.post("/v1/meetings", Example.meeting(number: number), as: .secretariat)
            #expect(answer.status == 201)
        }
        let after = try await Figures(of: office)
        #expect(after["kyogikai_journal_seq"] == before["kyogikai_journal_seq"].map { $0 + 3 })
        for sample in ["kyogikai_journal_group_entries_count", "kyogikai_journal_group_entries_sum"] {
            #expect(after[sample] == before[sample].map { $0 + 3 }, "\(sample)")
        }
        let grown = try #require(after["kyogikai_journal_since_snapshot_bytes"])
        #expect(try #require(before["kyogikai_journal_since_snapshot_bytes"]) < grown)
        // The header of the one segment is not replayed; seals are, and may have come meanwhile.
        #expect(try #require(after["kyogikai_journal_size_bytes"]) > grown)
        #expect(after["kyogikai_journal_segments"] == 1 && after["kyogikai_writable"] == 1)
    }

    @Test func namesAndTextsAreEscaped() throws {
        var page = Exposition()
        page.family(.gauge, "odd", "a \\ and a\nline", [([("label", "\"\\\n,}")], Double.infinity)])
        page.family(.gauge, "odder", "none", [])
        page.one(.gauge, "unknown", "nobody knows", nil)
        page.one(.gauge, "small", "no number is lost", 1e-20)
        let read = try ExpositionPage(page.text)
        #expect(read.families["odd"]?.help == "a \\ and a\nline")
        #expect(read.families["odd"]?.samples == [.init(name: "odd", labels: ["label": "\"\\\n,}"], value: .infinity)])
        #expect(read["small"] == 1e-20 && read.families.count == 2)
    }

    @Test(arguments: [
        "a 1\n", "# HELP a x\n# TYPE a gauge\na 1", "# HELP a x\n# TYPE a gauge\n", "# HELP a x\n# TYPE a gauge\nb 1\n",
        "# TYPE a gauge\na 1\n", "# HELP a x\n# TYPE a gauge\na 1\na 2\n", "# HELP a x\n# TYPE a counter\na 1\n",
        "# HELP a x\n# TYPE a gauge\na{b=\"\\x\"} 1\n", "# HELP a x\n# TYPE a gauge\na{b=\"1\",} 1\n",
        "# HELP a x\n# TYPE a gauge\na one\n", "# HELP a x\n# TYPE a gauge\na{} 1\n",
        "# HELP a x\n# TYPE a histogram\na_bucket{le=\"+Inf\"} 2\na_sum 1\na_count 1\n",
        "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 3\na_bucket{le=\"+Inf\"} 2\na_sum 1\na_count 2\n",
        "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 3\na_sum 1\na_count 3\n",
    ])
    func theReaderOfPagesIsStrict(_ text: String) {
        #expect(throws: ExpositionPage.Malformed.self) { try ExpositionPage(text) }
    }
}

/// The page as it stands, read.
struct Figures {
    private let page: ExpositionPage

    init(of office: TestOffice) async throws {
        page = try ExpositionPage(try await office.get("/metrics", as: .administrator).text)
    }

    var names: [String] { Array(page.families.keys) }
    subscript(sample: String) -> Double? { page[sample] }
}
