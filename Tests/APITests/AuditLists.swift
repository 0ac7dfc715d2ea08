import Councils
import HTTPTypes
import JSONText
import Journal
import Store
import Testing

@testable import Offices
import Web

/// `/v1/audit`, on the real log.
@Suite struct AuditLists {
    /// Forty reads by two readers at forty moments, every fourth refused.
    private func office() async throws -> TestOffice {
        let office = try await TestOffice.gunma(auditDisk: .live)
        for number in 0..<40 {
            try office.move(to: "2025-11-21T01:\(number < 10 ? "0" : "")\(number):00.000Z")
            let reader: TestOffice.Caller = number % 2 == 0 ? .member : .secretariat
            let path = number % 4 == 0 ? "/v1/tokens" : "/v1/minutes"
            _ = try await office.get(path, as: reader, [.requestID: "read-\(number)"])
        }
        return office
    }

    private func list(_ office: TestOffice, _ query: String) async throws -> Answer {
        try await office.get("/v1/audit?" + query, as: .administrator)
    }

    @Test func entriesComeNewestFirstAndReadingThemIsOneMore() async throws {
        let office = try await office()
        let first = try await list(office, "limit=2")
        #expect(first.texts("/items/*/requestId") == ["read-39", "read-38"])
        #expect(first.fields[.cacheControl] == "no-store")
        let names = first["/items/0"]?.objectValue?.names
        #expect(
            names == [
                "seq", "at", "actor", "role", "action", "resource", "route", "address", "requestId", "status",
            ]
        )
        #expect(first.texts("/items/0/at") == ["2025-11-21T01:39:00.000Z"])
        #expect(try await list(office, "limit=1").texts("/items/0/route") == ["/v1/audit"])
        await office.auditLog?.close()
    }

    @Test(arguments: [
        ("at:gte=2025-11-21T01:10:00Z&at:lt=2025-11-21T01:12:00Z", ["read-11", "read-10"]),
        ("at:gte=2025-11-21T01:38:00Z&status=200&route=", []),
        ("status=403&resource=tokens&at:gte=2025-11-21T01:30:00Z", ["read-36", "read-32"]),
        ("status:gte=400&at:gte=2025-11-21T01:36:00Z&resource=tokens", ["read-36"]),
        ("resource=minutes&resource=tokens&at:lt=2025-11-21T01:02:00Z&at:gte=2025-11-21", ["read-1", "read-0"]),
        ("action:ne=read&at:gte=2025-11-21", []), ("address=192.0.2.9", []),
        ("address=192.0.2.1&at=2025-11-21T01:05:00Z", ["read-5"]),
    ])
    func aListIsNarrowed(_ query: String, _ expected: [String]) async throws {
        let office = try await office()
        let answer = try await list(office, query)
        if query.contains("route=") {
            #expect(answer.status == 400)
        } else {
            #expect(answer.status == 200 && answer.texts("/items/*/requestId") == expected, "\(answer.text)")
        }
        await office.auditLog?.close()
    }

    @Test func anActorIsFoundByItsPublicId() async throws {
        let office = try await office()
        let actor = try #require(try await list(office, "limit=1").texts("/items/0/actor").first)
        let found = try await list(
            office,
            "actor=\(actor)&at:gte=2025-11-21&limit=1000&resource=minutes&resource=tokens"
        )
        #expect(found.texts("/items/*/requestId") == stride(from: 39, to: 0, by: -2).map { "read-\($0)" })
        let others = try await list(
            office,
            "actor:ne=\(actor)&at:gte=2025-11-21&limit=1000&resource=minutes&resource=tokens"
        )
        #expect(others.texts("/items/*/requestId").count == 20)
        await office.auditLog?.close()
    }

    @Test func pagesHoldEveryEntryOnce() async throws {
        let office = try await office()
        var found: [String] = []
        var query = "resource=minutes&at:gte=2025-11-21&limit=7"
        var pages = 0
        while true {
            let page = try await list(office, query)
            found += page.texts("/items/*/requestId")
            pages += 1
            guard let cursor = page["/nextCursor"]?.stringValue else { break }
            #expect(page.fields[.link]?.contains(cursor) == true)
            query = "resource=minutes&at:gte=2025-11-21&limit=7&cursor=" + cursor
        }
        #expect(found == (0..<40).reversed().filter { $0 % 4 != 0 }.map { "read-\($0)" } && pages == 5)
        await office.auditLog?.close()
    }

    @Test func aCursorIsGoodForItsQueryAlone() async throws {
        let office = try await office()
        let cursor = try #require(try await list(office, "status=200&limit=1")["/nextCursor"]?.stringValue)
        #expect(try await list(office, "status=200&limit=5&cursor=" + cursor).status == 200)
        for query in ["status=403&cursor=" + cursor, "cursor=" + cursor, "status=200&cursor=40"] {
            let answer = try await list(office, query)
            #expect(answer.status == 400 && answer.problem?.code == "badCursor")
        }
        await office.auditLog?.close()
    }

    @Test(arguments: [
        ("at=yesterday", "at format"), ("status=good", "status format"), ("resource=minute", "resource unknownValue"),
        ("action=look", "action unknownValue"), ("limit=0", "limit range"), ("actr=x", "actr unknownParameter"),
        ("address:gte=x", "address:gte unknownParameter"),
    ])
    func whatIsAskedWronglyIsSaid(_ query: String, _ fault: String) async throws {
        let office = try await TestOffice.gunma()
        let answer = try await list(office, query)
        #expect(answer.status == 400 && answer.problem?.list == [fault])
    }

    @Test func theHeadIsTheLastLine() async throws {
        let office = try await office()
        let log = try #require(office.auditLog)
        let expected = log.head
        let head = try await office.get("/v1/audit/head", as: .administrator)
        #expect(head.status == 200 && head.fields[.cacheControl] == "no-store")
        #expect(head.json.objectValue?.names == ["storeId", "seq", "sum", "at"])
        #expect(head.texts("/storeId") == ["00000000-0000-7000-8000-000000000000/audit"])
        #expect(head.integers("/seq") == [Int64(expected.seq)] && head.texts("/sum") == [expected.sum])
        #expect(head.texts("/at") == ["2025-11-21T01:39:00.000Z"])
        // Having been told is the next line.
        #expect(log.head.seq == expected.seq + 1)
        await log.close()
    }

    @Test func onlyAdministratorsReadIt() async throws {
        let office = try await TestOffice.gunma()
        for path in ["/v1/audit", "/v1/audit/head"] {
            #expect(try await office.get(path, as: .public).status == 401)
            for caller in [TestOffice.Caller.member, .secretariat] {
                #expect(try await office.get(path, as: caller).status == 403)
            }
        }
        #expect(office.audit.entries.map(\.status) == [401, 403, 403, 401, 403, 403])
        #expect(office.audit.entries.allSatisfy { $0.resource == .audit })
    }
}
