import Foundation
import HTTPTypes
import JSONText
import Testing
import Web

@testable import Offices

/// `GET …/{id}/history` and `GET …/{id}?version=3`.
@Suite struct Histories {
    /// Published, then its first section withheld, edited and opened again with other words.
    private func office() async throws -> (office: TestOffice, path: String) {
        let office = try await TestOffice.gunma()
        let id = try await office.minutes(steps: ["confirmation", "publication"])
        let path = "/v1/minutes/\(id)"
        for (day, level, body) in [(21, "secretariat", "極秘"), (22, "secretariat", "内密"), (23, "public", "公開文")] {
            try office.move(to: "2025-11-\(day)T01:00:00Z")
            let section = #"{"number":1,"heading":"議題","body":"\#(body)","level":"\#(level)","reason":"理由"}"#
            let put = try await office.patch(
                path,
                #"{"sections":[\#(section)]}"#,
                as: .secretariat,
                [.requestID: "r-\(day)"]
            )
            guard put.status == 200 else { throw Unexpected(put.whole) }
        }
        return (office, path)
    }

    @Test func aHistoryHasThisShape() async throws {
        let (office, path) = try await office()
        let open = try await office.get(path + "/history", as: .public)
        #expect(
            open.text == """
                {"items":[{"version":3,"at":"2025-11-23T01:00:00.000Z","change":"changed"},\
                {"version":2,"at":"2025-11-21T01:00:00.000Z","change":"changed"},\
                {"version":1,"at":"2025-11-20T01:00:00.000Z","change":"created"}],"complete":true}
                """
        )
        #expect(open.fields[.cacheControl] == "no-cache" && open.fields[.contentType] == "application/json")
        let again = try await office.get(path + "/history", as: .public, [.ifNoneMatch: open.tag])
        #expect(again.status == 304 && again.body.isEmpty && again.tag == open.tag)

        let whole = try await office.get(path + "/history?limit=2&era=ja", as: .secretariat)
        let actor = try await office.get("/v1/tokens?label=群馬事務局".encoded, as: .administrator).texts("/items/0/id")
        #expect(actor.count == 1)
        let cursor = try #require(whole.texts("/nextCursor").first)
        #expect(
            whole.text == """
                {"items":[{"version":6,"at":"2025-11-23T01:00:00.000Z","atLabel":"令和7年11月23日","change":"changed",\
                "actor":"\(actor[0])","requestId":"r-23"},\
                {"version":5,"at":"2025-11-22T01:00:00.000Z","atLabel":"令和7年11月22日","change":"changed",\
                "actor":"\(actor[0])","requestId":"r-22"}],"nextCursor":"\(cursor)"}
                """
        )
        #expect(whole.fields[.cacheControl] == "no-store")
        #expect(whole.fields[.link] == "<\(path)/history?limit=2&era=ja&cursor=\(cursor)>; rel=\"next\"")
    }

    @Test func pagesGoBackToTheFirst() async throws {
        let (office, path) = try await office()
        for (caller, count) in [(TestOffice.Caller.public, 3), (.member, 4), (.secretariat, 6), (.administrator, 6)] {
            var versions: [Int64] = []
            var target = path + "/history?limit=1"
            while true {
                let page = try await office.get(target, as: caller)
                versions += page.integers("/items/*/version")
                #expect((page["/complete"] == nil) == (page.fields[.link] != nil))
                guard let cursor = page.texts("/nextCursor").first else {
                    #expect(page["/complete"] == .bool(true))
                    break
                }
                target = path + "/history?limit=1&cursor=" + cursor
            }
            #expect(versions == (1...Int64(count)).reversed(), "\(caller)")
        }
    }

    /// A word that was open once and is withheld now is nobody's to read in an old version.
    @Test func whatIsWithheldNowIsInNoOldVersion() async throws {
        let (office, path) = try await office()
        _ = try await office.patch(
            path,
            #"{"sections":[{"number":1,"heading":"伏せた見出し","body":"伏せた本文","level":"secretariat","reason":"理由"}]}"#,
            as: .secretariat
        )
        let nothing = try await office.get("/v1/minutes/\(Example.id(0xFF))", as: .public, [.requestID: "r"])
        for caller in [TestOffice.Caller.public, .member, .otherMember, .otherSecretariat] {
            var current: [Int64] = []
            for number in 1...12 {
                let answer = try await office.get("\(path)?version=\(number)", as: caller, [.requestID: "r"])
                #expect(!["公開文", "極秘", "内密", "伏せた"].contains { answer.text.contains($0) }, "\(caller) \(number)")
                if answer.status == 200 {
                    current += answer.integers("/version")
                } else {
                    #expect(answer.whole == nothing.whole)
                }
            }
            #expect(current == (try await office.get(path, as: caller)).integers("/version"))
        }
        #expect(try await office.get(path + "?version=6", as: .secretariat).text.contains("公開文"))
    }

    @Test func aVersionIsWhatWasReadThen() async throws {
        let office = try await TestOffice.gunma()
        let id = try await office.minutes()
        let path = "/v1/minutes/\(id)"
        var read: [Answer] = []
        for step in ["", "confirmation", "publication", "withdrawal", "publication"] {
            if !step.isEmpty { _ = try await office.post("\(path)/\(step)", as: .secretariat) }
            read.append(try await office.get(path, as: .secretariat))
        }
        for (index, then) in read.enumerated() {
            let now = try await office.get("\(path)?version=\(index + 1)", as: .secretariat)
            #expect(now.whole == then.whole && now.status == 200)
            let fields = try await office.get(
                "\(path)?version=\(index + 1)&fields=state,version&era=ja",
                as: .secretariat
            )
            #expect(fields.integers("/version") == [Int64(index + 1)] && fields["/sections"] == nil)
            #expect(fields.tag != then.tag)
            let unchanged = try await office.get(
                "\(path)?version=\(index + 1)",
                as: .secretariat,
                [.ifNoneMatch: then.tag]
            )
            #expect(unchanged.status == 304)
        }
    }

    @Test func everybodyReadsOldVersionsOfWhatIsPublicByNature() async throws {
        let office = try await TestOffice.gunma()
        let before = try await office.get("/v1/councils/gunma", as: .public)
        try office.move(to: "2025-12-01T01:00:00Z")
        _ = try await office.patch("/v1/councils/gunma", #"{"shortName":"新しい略称"}"#, as: .secretariat)
        let then = try await office.get("/v1/councils/gunma?version=1", as: .public)
        #expect(then.whole == before.whole)
        let history = try await office.get("/v1/councils/gunma/history", as: .public)
        #expect(history.integers("/items/*/version") == [2, 1] && history.texts("/items/*/actor") == [])
        let whole = try await office.get("/v1/councils/gunma/history", as: .secretariat)
        #expect(whole.texts("/items/*/actor").count == 2)
        #expect(try await office.get("/v1/councils/gunma/history", as: .otherSecretariat).texts("/items/*/actor") == [])
        #expect(try await office.get("/v1/councils/gunma?version=3", as: .public).problem?.code == "notFound")
    }

    @Test func badNumbersAndCursorsAreRefused() async throws {
        let office = try await TestOffice.gunma()
        for number in ["0", "-1", "x", "1.0", "01", "9007199254740992", ""] {
            let answer = try await office.get("/v1/councils/gunma?version=\(number)", as: .public)
            #expect(answer.status == 400 && answer.problem?.faults == ["version range"], "\(number)")
        }
        #expect(try await office.get("/v1/councils/gunma?version=9007199254740991", as: .public).status == 404)
        let both = try await office.get("/v1/councils/gunma?version=1&asOf=2025-01-01", as: .public)
        #expect(both.status == 400 && both.problem?.faults == ["version notWithAsOf"])
        for query in ["cursor=x", "cursor=", "limit=0", "limit=1001", "sort=at", "asOf=2025-01-01"] {
            #expect(try await office.get("/v1/councils/gunma/history?" + query, as: .public).status == 400, "\(query)")
        }
        let list = try await office.get("/v1/councils?limit=1", as: .public).texts("/nextCursor")
        let other = try await office.get("/v1/councils/gunma/history?cursor=\(list[0])", as: .public)
        #expect(other.problem?.code == "badCursor")
    }

    @Test func aTokensHistoryHoldsNoSecret() async throws {
        let office = try await TestOffice.gunma()
        let made = try await office.post("/v1/tokens", #"{"label":"x","role":"administrator"}"#, as: .administrator)
        _ = try await office.post("/v1/tokens/\(made.id)/revocation", as: .administrator)
        let history = try await office.get("/v1/tokens/\(made.id)/history", as: .administrator)
        #expect(history.integers("/items/*/version") == [2, 1] && history.texts("/items/*/requestId").count == 2)
        let first = try await office.get("/v1/tokens/\(made.id)?version=1", as: .administrator)
        #expect(first.status == 200 && first["/revokedAt"] == nil)
        #expect(!(history.whole + first.whole).contains("digest") && !first.text.contains("kyg_"))
    }

    @Test func whatWasDeletedCanBeReadByItsSecretariat() async throws {
        let (office, path) = try await office()
        let last = try await office.get(path, as: .secretariat)
        _ = try await office.delete(path, as: .secretariat)
        let history = try await office.get(path + "/history", as: .secretariat)
        #expect(history.texts("/items/*/change").prefix(2) == ["deleted", "changed"])
        #expect(try await office.get(path + "?version=6", as: .secretariat).whole == last.whole)
        for target in [path, path + "/history", path + "?version=3", path + "?version=4"] {
            #expect(try await office.get(target, as: .public).problem?.code == "deleted", "\(target)")
        }
        #expect(try await office.get(path + "?version=7", as: .secretariat).problem?.code == "deleted")
    }
}

extension String {
    fileprivate var encoded: String {
        addingPercentEncoding(withAllowedCharacters: .urlFragmentAllowed) ?? self
    }
}
