import Councils
import Foundation
import HTTPTypes
import JSONText
import Testing

@testable import API
@testable import Offices
@testable import Web

/// Lists as tables, as lines of JSON and as calendars.
@Suite struct Exports {
    private func rows(_ answer: Answer) throws -> [[String: String]] {
        var reader = CSVReader(answer.body)
        let header = try #require(try reader.next()).cells
        var rows: [[String: String]] = []
        while let row = try reader.next() {
            rows.append(Dictionary(zip(header, row.cells), uniquingKeysWith: { first, _ in first }))
        }
        return rows
    }

    @Test func aTableHasARowForEachAndNamesItsColumns() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/members.csv?council=gunma", as: .public)
        #expect(answer.status == 200)
        #expect(answer.fields[.contentType] == "text/csv; charset=utf-8; header=present")
        #expect(answer.fields[.contentDisposition] == "attachment; filename=\"members.csv\"")
        #expect(answer.fields[.eTag] == nil && answer.fields[.vary] == "Authorization, Accept-Language")
        #expect(answer.body.starts(with: [0xEF, 0xBB, 0xBF]) && answer.text.hasSuffix("\r\n"))
        let header = answer.text.prefix { $0 != "\r\n" }.dropFirst()
        #expect(
            header == "id,councilId,name,aliases,category,sector,order,units,localGovernmentCode,corporateNumber,"
                + "from,until,source.document,source.section,version,createdAt,updatedAt"
        )
        let list = try await office.get("/v1/members?council=gunma&limit=1000", as: .public)
        #expect(try rows(answer).map { $0["id"] ?? "" } == list.texts("/items/*/id"))
        #expect(try rows(answer).map { $0["source.document"] ?? "" } == list.texts("/items/*/source/document"))
        let bare = try await office.get("/v1/members.csv?council=gunma&bom=false", as: .public)
        #expect(answer.body.dropFirst(3) == bare.body[...])
    }

    /// Everything that shapes a list shapes the table, and without a limit it is whole.
    @Test(arguments: [
        "", "?sort=-order,name", "?q=%E7%BE%A4", "?sector=business&sort=name", "?asOf=2025-08-01", "?era=ja",
    ])
    func aTableHoldsWhatItsListHolds(query: String) async throws {
        let office = try await TestOffice.gunma()
        let list = try await office.get("/v1/members" + (query.isEmpty ? "?" : query + "&") + "limit=1000", as: .public)
        let lines = try await office.get("/v1/members.ndjson" + query, as: .public)
        let items = list["/items"]?.arrayValue ?? []
        #expect(
            lines.text.split(separator: "\n").map(String.init)
                == items.map {
                    String(decoding: $0.encoded(), as: UTF8.self)
                }
        )
        let table = try await office.get("/v1/members.csv" + query, as: .public)
        #expect(try rows(table).map { $0["id"] ?? "" } == list.texts("/items/*/id") && !items.isEmpty)
    }

    @Test func fieldsAndLimitCutIt() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/members.csv?fields=name,id&limit=2&bom=false", as: .public)
        let lines = answer.text.split(separator: "\r\n")
        #expect(lines.count == 3 && lines[0] == "id,name")
        let era = try await office.get("/v1/members.csv?fields=from&era=ja&limit=1&bom=false", as: .public)
        #expect(era.text.hasPrefix("from,fromLabel\r\n") && era.text.contains(",令和"))
    }

    @Test func theListItselfAnswersByAccept() async throws {
        let office = try await TestOffice.gunma()
        for (type, suffix) in [("text/csv", "csv"), ("application/x-ndjson", "ndjson"), ("text/calendar", "ics")] {
            let answer = try await office.get("/v1/meetings", as: .public, [.accept: type])
            let other = try await office.get("/v1/meetings." + suffix, as: .public)
            #expect(answer.body == other.body && answer.status == 200)
            #expect(answer.fields[.vary] == "Authorization, Accept-Language, Accept")
        }
        #expect(try await office.get("/v1/members", as: .public, [.accept: "text/calendar"]).status == 406)
        #expect(try await office.get("/v1/members.csv", as: .public, [.accept: "application/json"]).status == 406)
        let wild = try await office.get("/v1/members", as: .public, [.accept: "text/html, */*;q=0.8"])
        #expect(wild.fields[.contentType] == "application/json")
    }

    @Test func onlyListsHaveShapes() async throws {
        let office = try await TestOffice.gunma()
        let id = try await office.memberID(of: "gunma", order: 1)
        for path in [
            "/v1/members/\(id).csv", "/v1/members.ics", "/v1/members.CSV", "/v1/members.csv/", "/v1/audit.csv",
        ] {
            #expect(try await office.get(path, as: .administrator).status == 404, "\(path)")
        }
        #expect(try await office.get("/v1/members.csv?cursor=x", as: .public).problem?.code == "invalidParameters")
        #expect(try await office.send(.post, "/v1/members.csv", as: .administrator).status == 405)
    }

    /// A name that a spreadsheet would take for a formula.
    @Test func aFormulaIsMadeHarmless() async throws {
        let office = try await TestOffice.gunma()
        let body = Example.member().replacing("前橋市", with: "=HYPERLINK(\\\"x\\\")")
        #expect(try await office.post("/v1/members", body, as: .secretariat).status == 201)
        let answer = try await office.get("/v1/members.csv?q=HYPERLINK&fields=name&bom=false", as: .public)
        #expect(answer.text == "name\r\n\"'=HYPERLINK(\"\"x\"\")\"\r\n")
    }

    @Test func listsStandInOneCell() async throws {
        let office = try await TestOffice.gunma()
        let body = Example.member().replacing(#"["前橋"]"#, with: #"["前橋","まえばし"]"#)
        let made = try await office.post("/v1/members", body, as: .secretariat)
        let row = try #require(
            try rows(try await office.get("/v1/members.csv", as: .public)).first { $0["id"] == made.id }
        )
        #expect(row["aliases"] == "前橋\nまえばし" && row["units"] == "産業政策課")
        let council = try await office.get("/v1/councils.csv?fields=meetingPolicy,formerNames", as: .public)
        let first = try #require(try rows(council).first)
        #expect(first.keys.contains("meetingPolicy.wording") && first["formerNames"] != nil)
    }

    /// Made while it is sent, in pieces, of the one state in which it began.
    @Test func anExportIsOfOneStateAndInPieces() async throws {
        let office = try await TestOffice.gunma()
        for part in 0..<4 {
            let operations = (0..<250).map { number in
                #"{"method":"POST","path":"/v1/members","body":\#(Example.member())}"#
                    .replacing("102016", with: "102016").replacing("前橋市", with: "市\(part * 250 + number)")
            }
            let batch = #"{"operations":[\#(operations.joined(separator: ","))]}"#
            #expect(try await office.post("/v1/batch", batch, as: .secretariat).status == 200)
        }
        let request = WebRequest(
            head: HTTPRequest(
                method: .get,
                scheme: nil,
                authority: nil,
                path: "/v1/members.ndjson?council=gunma&q=市"
                    .addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed)
            ),
            clientAddress: "192.0.2.1",
            body: { _ in [] }
        )
        let response = await office.api.respond(to: request)
        var pieces: [[UInt8]] = []
        for try await piece in try #require(response.stream) {
            if pieces.isEmpty {
                let name = try await office.get("/v1/members?q=%E5%B8%82999", as: .public)
                let id = try #require(name.texts("/items/0/id").first)
                #expect(try await office.delete("/v1/members/" + id, as: .secretariat).status == 204)
            }
            pieces.append(piece)
        }
        let lines = pieces.flatMap { $0 }.filter { $0 == 0x0A }.count
        #expect(lines >= 1000 && pieces.count >= 5 && pieces.allSatisfy { $0.count < 256 * 1024 })
        #expect(String(decoding: pieces.flatMap { $0 }, as: UTF8.self).contains("市999"))
    }

    @Test func meetingsAreACalendar() async throws {
        let office = try await TestOffice.gunma()
        let place = #","venue":"県庁; 1階","onlineUrl":"https://example.jp/m","endsAt":"2025-10-01T15:00:00+09:00""#
        let first = try await office.meeting(Example.meeting(place), steps: ["notice"])
        let written = try await office.meeting(Example.written())
        let cancelled = try await office.meeting(Example.meeting(number: 3), steps: ["cancellation"])
        let answer = try await office.get("/v1/meetings.ics?council=gunma", as: .public)
        #expect(answer.status == 200 && answer.fields[.contentType] == "text/calendar; charset=utf-8")
        let events = answer.text.components(separatedBy: "BEGIN:VEVENT\r\n")
        #expect(events.count == 4 && answer.text.hasPrefix("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"))
        #expect(answer.text.hasSuffix("END:VEVENT\r\nEND:VCALENDAR\r\n"))
        let event = try #require(events.first { $0.contains("UID:\(first)@kyogikai\r\n") })
        #expect(event.contains("DTSTART:20251001T043000Z\r\nDTEND:20251001T060000Z\r\nSTATUS:CONFIRMED\r\n"))
        #expect(event.contains("SEQUENCE:1\r\n") && event.contains("DTSTAMP:20251120T010000Z\r\n"))
        #expect(event.contains("LOCATION:県庁\\; 1階\r\n") && !event.contains("URL:"))
        let paper = try #require(events.first { $0.contains("UID:\(written)@") })
        #expect(paper.contains("DTSTART;VALUE=DATE:20251101\r\nDTEND;VALUE=DATE:20251102\r\nSTATUS:TENTATIVE\r\n"))
        #expect(try #require(events.first { $0.contains("UID:\(cancelled)@") }).contains("STATUS:CANCELLED\r\n"))
        let inside = try await office.get("/v1/meetings.ics?council=gunma", as: .member)
        #expect(inside.text.contains("URL:https://example.jp/m\r\n"))
        let none = try await office.get("/v1/meetings.ics?council=tokyo", as: .public)
        #expect(none.text.hasSuffix("X-PUBLISHED-TTL:PT6H\r\nEND:VCALENDAR\r\n"))
    }

    /// Of what is everybody's too: a list that leaves as a file is written down where a page of it is not.
    @Test func anExportIsAudited() async throws {
        let office = try await TestOffice.gunma()
        for path in ["/v1/minutes.csv", "/v1/meetings.ics", "/v1/tokens.ndjson"] {
            _ = try await office.get(path, as: .administrator)
        }
        _ = try await office.get("/v1/members.csv", as: .administrator)
        _ = try await office.get("/v1/members", as: .administrator, [.accept: "text/csv"])
        _ = try await office.get("/v1/members", as: .administrator)
        _ = try await office.get("/v1/members.csv?limit=x", as: .administrator)
        _ = try await office.get("/v1/minutes.csv", as: .public)
        #expect(
            office.audit.entries.map(\.route) == [
                "/v1/minutes.csv", "/v1/meetings.ics", "/v1/tokens.ndjson", "/v1/members.csv", "/v1/members",
            ]
        )
    }
}
