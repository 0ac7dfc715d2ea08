import Councils
import HTTPTypes
import JSONText
import Testing

@testable import API
@testable import Offices
@testable import Web

/// Tables that are sent.
@Suite struct Imports {
    private static let csv: HTTPFields = [.contentType: "text/csv"]
    private static let header = "councilId,name,sector,order,from\r\n"

    private func send(
        _ table: String,
        to office: TestOffice,
        _ target: String = "/v1/members:import",
        as caller: TestOffice.Caller = .secretariat,
        _ fields: HTTPFields = csv
    ) async throws -> Answer {
        try await office.post(target, table, as: caller, fields)
    }

    /// The rows that became something, by what they became.
    private func counts(_ answer: Answer) -> [Int64] {
        ["/created", "/changed", "/unchanged"].flatMap { answer.integers($0) }
    }

    @Test func rowsBecomeMembersInOneWrite() async throws {
        let office = try await TestOffice.gunma()
        let seq = office.seq
        let answer = try await send(
            Self.header + "gunma,甲市,municipality,１２,令和7年7月10日\r\ngunma,\"乙,市\",municipality,\"1,000\",2025/7/1\r\n",
            to: office
        )
        #expect(answer.status == 200 && counts(answer) == [2, 0, 0], "\(answer.whole)")
        #expect(office.seq == seq + 1)
        let made = try await office.get(
            "/v1/members?council=gunma&order:gte=12&sort=order&from:gte=2025-07-01",
            as: .public
        )
        #expect(made.texts("/items/*/name").contains("甲市") && made.texts("/items/*/name").contains("乙,市"))
    }

    @Test func aRehearsalChangesNothing() async throws {
        let office = try await TestOffice.gunma()
        let seq = office.seq
        let answer = try await send(
            Self.header + "gunma,甲市,municipality,1,2025-07-10",
            to: office,
            "/v1/members:import?dryRun=true"
        )
        #expect(answer.status == 200 && counts(answer) == [1, 0, 0] && office.seq == seq)
    }

    @Test func anExportComesBackUnchanged() async throws {
        let office = try await TestOffice.gunma()
        let texts = ["=1", "'=", "a\\nb", "'tis", "[x]"]
        for (number, text) in texts.enumerated() where !text.contains("\\n") {
            let body = Example.member().replacing("前橋市", with: text).replacing(#"["前橋"]"#, with: #"["\#(text)","二"]"#)
            let made = try await office.post("/v1/members", body, as: .secretariat)
            #expect(made.status == 201, "\(number)")
        }
        for (suffix, type) in [("csv", "text/csv"), ("ndjson", "application/x-ndjson")] {
            let table = try await office.get("/v1/members.\(suffix)?council=gunma&era=ja", as: .secretariat)
            let rows = try await office.get("/v1/members?council=gunma&count=true&limit=1", as: .public).integers(
                "/total"
            )
            let answer = try await send(table.text, to: office, as: .secretariat, [.contentType: type])
            #expect(answer.status == 200 && counts(answer) == [0, 0] + rows, "\(answer.whole)")
        }
    }

    @Test func whatIsNoColumnKeepsItsValue() async throws {
        let office = try await TestOffice.gunma()
        let made = try await office.post("/v1/members", Example.member(), as: .secretariat)
        let answer = try await send("id,name,until\n\(made.id),新前橋市,\n", to: office)
        #expect(counts(answer) == [0, 1, 0], "\(answer.whole)")
        let now = try await office.get("/v1/members/" + made.id, as: .public)
        #expect(now["/name"] == .string("新前橋市") && now["/until"] == nil)
        #expect(now.texts("/aliases/*") == ["前橋"] && now["/source"] == made["/source"])
    }

    @Test func aRowMayBringItsId() async throws {
        let office = try await TestOffice.gunma()
        let row = "\(Example.id(7)),甲市,municipality,1,2025-07-10\n"
        let answer = try await send(
            "id,name,sector,order,from\n" + row,
            to: office,
            "/v1/members:import?council=gunma"
        )
        #expect(counts(answer) == [1, 0, 0], "\(answer.whole)")
        #expect(try await office.get("/v1/members/" + Example.id(7), as: .public)["/councilId"] == .string("gunma"))
    }

    @Test func everyFaultNamesItsRowAndColumn() async throws {
        let office = try await TestOffice.gunma()
        let seq = office.seq
        let answer = try await send(
            Self.header
                + "gunma,甲市,municipality,1,2025-07-10\ngunma,,town,x,2025-13-01\n\nnagoya,乙市,municipality,2,R7.7.10\n",
            to: office
        )
        #expect(answer.status == 422 && office.seq == seq)
        #expect(
            answer.problem?.faults == [
                "/rows/3/name required", "/rows/3/sector unknownValue", "/rows/3/order format", "/rows/3/from day",
                "/rows/5/councilId unknownReference",
            ]
        )
        let errors = answer["/errors"]?.arrayValue ?? []
        #expect(errors.allSatisfy { ($0.values(at: "/row").first?.integerValue ?? 0) > 1 })
        #expect(errors.contains { $0.values(at: "/column").first?.stringValue == "order" })
        #expect(answer.problem?.details.first?.hasPrefix("3行目") ?? false)
    }

    @Test func theHeaderIsRead() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await send("councilId,nmae,sector,from,from\n", to: office)
        #expect(
            answer.problem?.faults == [
                "/rows/1/nmae unknownColumn", "/rows/1/from duplicate", "/rows/1/name missingColumn",
                "/rows/1/order missingColumn",
            ]
        )
        #expect(answer.text.contains("「name」ではありませんか"))
        #expect(try await send("", to: office).status == 422)
        #expect(try await send(Self.header, to: office).problem?.faults == ["/rows elements"])
    }

    @Test func aRowTwiceNamesTheEarlierOne() async throws {
        let office = try await TestOffice.gunma()
        let row = "\(Example.id(7)),gunma,甲市,municipality,1,2025-07-10\n"
        let answer = try await send("id," + Self.header + row + row, to: office)
        #expect(answer.problem?.faults == ["/rows/3/id duplicate"])
        #expect(answer.text.contains("2行目と同じ"))
    }

    @Test func whatIsNoTableIsNamed() async throws {
        let office = try await TestOffice.gunma()
        #expect(try await send(Self.header + "gunma,\"甲", to: office).problem?.faults == ["/rows/2 unclosedQuote"])
        #expect(try await send(Self.header + "gunma,\"甲\"市,", to: office).problem?.faults == ["/rows/2 textAfterQuote"])
        let extra = try await send(Self.header + "gunma,甲市,municipality,1,2025-07-10,x", to: office)
        #expect(extra.problem?.faults == ["/rows/2 unnamedCell"])
        let control = try await send(Self.header + "gunma,甲\u{1}市,municipality,1,2025-07-10", to: office)
        #expect(control.problem?.faults == ["/rows/2/name controlCharacter"])
        let lines = try await send(
            "{\"name\":}\n[1]\n",
            to: office,
            as: .secretariat,
            [.contentType: "application/x-ndjson"]
        )
        #expect(lines.problem?.list.first?.hasPrefix("/rows/1") ?? false)
        #expect(lines.problem?.list.last == "/rows/2 wrongType")
        #expect(try await office.post("/v1/members:import", "{}", as: .secretariat).status == 415)
    }

    @Test func shiftJISIsRecognised() async throws {
        let office = try await TestOffice.gunma()
        let secret = try #require(office.secret(of: .secretariat))
        let fields: HTTPFields = [.contentType: "text/csv", .authorization: "Bearer " + secret]
        let answer = await office.exchange(.post, "/v1/members:import", fields, [0x8C, 0x51, 0x94, 0x6E, 0x2C, 0x31])
        #expect(answer.status == 400 && answer.problem?.code == "notUTF8")
        #expect(answer.problem?.detail.contains("Shift_JIS") ?? false)
        #expect(answer.problem?.detail.contains("CSV UTF-8") ?? false)
    }

    @Test func onlyTheSecretariatOfTheCouncilImports() async throws {
        let office = try await TestOffice.gunma()
        let table = Self.header + "gunma,甲市,municipality,1,2025-07-10"
        for (caller, status) in [(TestOffice.Caller.public, 401), (.member, 403), (.otherSecretariat, 403)] {
            #expect(try await send(table, to: office, as: caller).status == status)
        }
        let other = try await send(table, to: office, as: .otherSecretariat)
        #expect(other["/row"] == .integer(2) && other.problem?.code == "forbidden")
    }

    @Test func sentAgainUnderItsKeyItIsDoneOnce() async throws {
        let office = try await TestOffice.gunma()
        let fields: HTTPFields = [.contentType: "text/csv", .idempotencyKey: "table-1"]
        let table = Self.header + "gunma,甲市,municipality,1,2025-07-10\ngunma,乙市,municipality,2,2025-07-10"
        let first = try await send(table, to: office, as: .secretariat, fields)
        let seq = office.seq
        let again = try await send(table, to: office, as: .secretariat, fields)
        #expect(again.body == first.body && counts(again) == [2, 0, 0] && office.seq == seq)
        let other = try await send(table + "\n", to: office, as: .secretariat, fields)
        #expect(other.problem?.code == "idempotencyKeyReused")
    }

    /// Whatever is sent, it is answered, and what is wrong with it named.
    @Test func anyTableIsAnswered() async throws {
        let office = try await TestOffice.gunma()
        let secret = try #require(office.secret(of: .secretariat))
        var random = SeededRandom(seed: 11)
        let pieces = [
            "councilId", "name", "sector", "order", "from", "id", "units", "source.document", "gunma", "municipality",
            "甲市", "1", "2025-07-10", "[1]", "[", "{", "'", "=", ",", ",", ",", "\n", "\r\n", "\"", "\u{1}", " ",
        ]
        for type in ["text/csv", "application/x-ndjson"] {
            let fields: HTTPFields = [.contentType: type, .authorization: "Bearer " + secret]
            for _ in 0..<150 {
                let count = Int.random(in: 0...30, using: &random)
                let text = (0..<count).compactMap { _ in pieces.randomElement(using: &random) }.joined()
                var bytes = Array(((type == "text/csv" && Bool.random(using: &random) ? Self.header : "") + text).utf8)
                if !bytes.isEmpty, Int.random(in: 0..<5, using: &random) == 0 {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                let answer = await office.exchange(.post, "/v1/members:import?dryRun=true", fields, bytes)
                #expect([200, 400, 422].contains(answer.status), "\(text): \(answer.whole)")
                #expect(answer.problem?.code != "invalid" || !(answer.problem?.list.isEmpty ?? true), "\(text)")
            }
        }
    }

    @Test func anImportIsNoOperationOfABatch() async throws {
        let office = try await TestOffice.gunma()
        let batch = #"{"operations":[{"method":"POST","path":"/v1/members:import","body":{}}]}"#
        #expect(
            try await office.post("/v1/batch", batch, as: .secretariat).problem?.faults == [
                "/operations/0/path unknownValue"
            ]
        )
    }

    @Test func aTableMayBeLargerThanOtherBodies() async throws {
        var settings = API.Settings()
        settings.bodyLimit = 1000
        settings.importLimit = 3000
        let office = try await TestOffice.gunma(settings: settings)
        let row = "gunma,甲市,municipality,1,2025-07-10\r\n"
        let table = Self.header + String(repeating: row, count: 50)
        #expect(counts(try await send(table, to: office)) == [50, 0, 0])
        #expect(try await send(table + table, to: office).status == 413)
    }
}

/// Numbers and days as they are typed, and as spreadsheets write them.
@Suite struct CellMeanings {
    @Test(arguments: [
        ("4371", "4371"), ("４３７１", "4371"), ("４，３７１", "4371"), ("4,371.50", "4371.50"), (" 12 ", "12"),
        ("－3", "-3"), ("55.0", "55"), ("0", "0"), ("1,234,567", "1234567"),
    ])
    func numbers(cell: String, number: String) {
        #expect(Numerals.number(cell) == number)
    }

    @Test(arguments: ["", "4,37", "4,3711", ",1", "1,", "1.", "x", "1e3", "十", "1.2.3", "--1"])
    func noNumbers(cell: String) {
        #expect(Numerals.number(cell) == nil)
    }

    @Test(arguments: [
        "2025-07-10", "2025/7/10", "2025.7.10", "2025年7月10日", "２０２５年７月１０日", "令和7年7月10日", "令和７年７月１０日", "R7.7.10",
        "Ｒ７．７．１０", "r7/7/10", " 2025/07/10 ", "2025-7-10",
    ])
    func days(cell: String) throws {
        let read = Numerals.day(cell)
        #expect(try Day(read).description == "2025-07-10")
    }

    @Test(arguments: ["2025/13/1", "7/10", "2025年7月", "10/7/2025", "45848"])
    func noDays(cell: String) {
        #expect(throws: Invalid.day) { try Day(Numerals.day(cell)) }
    }
}
