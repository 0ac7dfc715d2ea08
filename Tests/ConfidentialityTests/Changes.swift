import HTTPTypes
import JSONText
import Store
import Testing
import Web

@testable import API
@testable import Offices

/// `GET /v1/changes`: for each reader what has changed of what the reader sees.
@Suite struct Changes {
    /// Before everything: good for a reader of whom nothing has been pruned.
    static let start = FeedCursor.start([]).text

    private func follow(_ office: TestOffice, _ since: String, as caller: TestOffice.Caller) async throws -> Answer {
        try await office.get("/v1/changes?limit=1000&since=" + since, as: caller)
    }

    private func now(_ office: TestOffice, as caller: TestOffice.Caller) async throws -> String {
        let answer = try await office.get("/v1/changes", as: caller)
        #expect(answer.status == 200 && answer.json.values(at: "/items/*").isEmpty)
        return try #require(answer.texts("/nextCursor").first)
    }

    @Test func aChangeHasThisShape() async throws {
        let office = try await TestOffice.gunma()
        let cursor = try await now(office, as: .public)
        let none = try await follow(office, cursor, as: .public)
        #expect(none.text == #"{"items":[],"nextCursor":"\#(cursor)"}"#)
        let id = try await office.meeting()
        let answer = try await follow(office, cursor, as: .public)
        let next = try #require(answer.texts("/nextCursor").first)
        #expect(
            answer.text == """
                {"items":[{"resource":"meetings","id":"\(id)","councilId":"gunma","change":"created","version":1,\
                "at":"2025-11-20T01:00:00.000Z"}],"nextCursor":"\(next)"}
                """
        )
        #expect(answer.fields[.cacheControl] == "no-cache" && answer.fields[.contentType] == "application/json")
        #expect(try await follow(office, cursor, as: .administrator).status == 410)
        let own = try await follow(office, Self.start, as: .member)
        #expect(own.status == 200 && own.fields[.cacheControl] == "no-store")
        #expect(try await office.get("/v1/changes", as: .public, [.ifNoneMatch: "*"]).status == 304)
    }

    /// Everything that a reader was told of can be read or is known to be deleted, in the history that it has; and what
    /// the lists hold, it was told of.
    @Test(arguments: TestOffice.Caller.allCases)
    func itSaysWhatTheRestOfTheAPISays(caller: TestOffice.Caller) async throws {
        let office = try await TestOffice.gunma()
        _ = try await MatrixPlaces.make(in: office)
        let answer = try await follow(office, Self.start, as: caller)
        var told: [String: Int64] = [:]
        for item in answer.json.values(at: "/items/*") {
            let texts = ["resource", "id", "change", "at"].compactMap { item.objectValue?[$0]?.stringValue }
            let version = try #require(item.objectValue?["version"]?.integerValue)
            let path = "/v1/\(texts[0])/\(texts[1])"
            // Each version is told once, and in order.
            #expect(version == told[path, default: 0] + 1, "\(path)")
            told[path] = version
            let history = try await office.get(path + "/history", as: caller)
            guard history.status == 200 else {
                #expect(history.status == 410, "\(path) \(history.whole)")
                continue
            }
            let found = history.json.values(at: "/items/*").first {
                $0.objectValue?["version"]?.integerValue == version
            }
            #expect(found?.objectValue?["change"]?.stringValue == texts[2], "\(path) \(version)")
            #expect(found?.objectValue?["at"]?.stringValue == texts[3], "\(path) \(version)")
        }
        for table in Feed.resources {
            let list = try await office.get("/v1/\(table)?limit=1000", as: caller)
            for item in list.json.values(at: "/items/*") {
                // The whole country's belong to no council, and changes are told by council.
                if table == "estimates", item.objectValue?["councilId"] == nil { continue }
                let id = item.objectValue?["id"]?.stringValue ?? ""
                #expect(told["/v1/\(table)/\(id)"] == item.objectValue?["version"]?.integerValue)
            }
        }
        #expect(!answer.text.contains("tokens"))
    }

    @Test func pagesAndFiltersGoOnFromWhereTheyCame() async throws {
        let office = try await TestOffice.gunma()
        let all = try await follow(office, Self.start, as: .public).texts("/items/*/id")
        var ids: [String] = []
        var cursor = Self.start
        while true {
            let page = try await office.get("/v1/changes?limit=7&since=" + cursor, as: .public)
            ids += page.texts("/items/*/id")
            cursor = try #require(page.texts("/nextCursor").first)
            if page.texts("/items/*/id").isEmpty { break }
        }
        #expect(ids == all && all.count > 100)
        let members = try await office.get(
            "/v1/changes?limit=1000&resource=members&council=tokyo&since=" + Self.start,
            as: .public
        )
        #expect(members.texts("/items/*/id").count == 13)
        #expect(Set(members.texts("/items/*/councilId")) == ["tokyo"])
        // What was left out was passed all the same, so that it is not gone through again.
        let none = try await office.get("/v1/changes?resource=minutes&since=" + Self.start, as: .public)
        #expect(none.texts("/items/*/id").isEmpty && none.texts("/nextCursor") == [cursor])
    }

    @Test func whatIsNotPossibleIsSaid() async throws {
        let office = try await TestOffice.gunma()
        for (query, status, code) in [
            ("since=x", 400, "badSince"),
            ("since=" + Cursor(parts: [[1], [2]]).text(for: "/v1/changes"), 400, "badSince"),
            ("since=" + Cursor(parts: [[1]]).text(for: "/v1/members"), 400, "badSince"),
            ("wait=31", 400, "invalidParameters"), ("wait=-1", 400, "invalidParameters"),
            ("limit=0", 400, "invalidParameters"), ("limit=1001", 400, "invalidParameters"),
            ("resource=tokens", 400, "invalidParameters"), ("cursor=x", 400, "invalidParameters"),
            ("since=" + FeedCursor.start([1]).text, 410, "cursorPruned"),
        ] {
            let answer = try await office.get("/v1/changes?" + query, as: .public)
            #expect(answer.status == status && answer.problem?.code == code, "\(query) \(answer.whole)")
            guard query.hasPrefix("since=") else { continue }
            let stream = try await office.get("/v1/changes/stream?" + query, as: .public)
            #expect(stream.status == status && stream.problem?.code == code)
        }
        #expect(try await office.get("/v1/changes/stream", as: .public, [.accept: "application/json"]).status == 406)
    }

    /// What is hidden and what never was get the same bytes.
    @Test func aForgedCursorTellsNothing() async throws {
        let office = try await TestOffice.gunma()
        let withdrawn = try await office.minutes(steps: ["confirmation", "publication", "withdrawal"])
        let draft = try await office.minutes()
        func ask(_ id: String, _ level: String, _ version: Int) async throws -> Answer {
            let parts = ["gunma", level, "minutes", id, String(version)].map { Array($0.utf8) }
            return try await follow(office, Cursor(parts: parts).text(for: "/v1/changes"), as: .public)
        }
        let nothing = try await ask(Example.id(0xFF), "public", 1)
        #expect(nothing.status == 410)
        for id in [withdrawn, draft] {
            for level in ["public", "members", "secretariat"] {
                for version in 1...3 {
                    #expect(try await ask(id, level, version).whole == nothing.whole, "\(id) \(level) \(version)")
                }
            }
        }
    }

    /// Withdrawing what a reader was shown last is no change for that reader: the place is gone, as the value is.
    @Test func whatIsWithdrawnLeavesTheChanges() async throws {
        let office = try await TestOffice.gunma()
        let id = try await office.minutes(steps: ["confirmation", "publication"])
        let cursor = try await now(office, as: .public)
        #expect(try await follow(office, Self.start, as: .public).texts("/items/*/id").contains(id))
        _ = try await office.post("/v1/minutes/\(id)/withdrawal", as: .secretariat)
        #expect(!(try await follow(office, Self.start, as: .public).text.contains(id)))
        #expect(try await follow(office, cursor, as: .public).status == 410)
        #expect(try await office.get("/v1/minutes/\(id)", as: .public).status == 404)
        let again = try await now(office, as: .public)
        _ = try await office.post("/v1/minutes/\(id)/publication", as: .secretariat)
        let answer = try await follow(office, again, as: .public)
        #expect(answer.texts("/items/*/change").last == "changed" && answer.integers("/items/*/version").last == 2)
    }

    /// Two offices that differ only in what a reader may not see have the same changes, byte for byte.
    @Test(arguments: [TestOffice.Caller.public, .member, .otherMember, .otherSecretariat])
    func hiddenEditsAreInNoChange(caller: TestOffice.Caller) async throws {
        let twins = try await Twins.make(reader: caller, seed: 3)
        let pair = (one: twins.one.office, other: twins.other.office)
        let fields: HTTPFields = [.requestID: "twin"]
        var cursor = Self.start
        for limit in [1, 3, 50, 100, 1000, 1] {
            for query in ["", "&council=gunma", "&resource=minutes&resource=meetings", "&wait=30"] {
                let target = "/v1/changes?limit=\(limit)&since=" + cursor + query
                let one = try await pair.one.get(target, as: caller, fields)
                let other = try await pair.other.get(target, as: caller, fields)
                #expect(one.status == 200 && one.whole == other.whole)
            }
            let page = try await pair.one.get("/v1/changes?limit=\(limit)&since=" + cursor, as: caller, fields)
            cursor = try #require(page.texts("/nextCursor").first)
        }
        #expect(try await now(pair.one, as: caller) == now(pair.other, as: caller))
        #expect(try await now(pair.one, as: caller) == cursor)
        let (one, other) = (
            try await follow(pair.one, Self.start, as: .administrator),
            try await follow(pair.other, Self.start, as: .administrator)
        )
        #expect(one.json.values(at: "/items/*").count != other.json.values(at: "/items/*").count)
    }
}
