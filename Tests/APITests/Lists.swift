import HTTPTypes
import JSONText
import Testing
import Web

@testable import Offices

/// How a list is paged, sorted and cut.
@Suite struct Lists {
    /// Every page, by the cursor and by the Link, which lead to the same.
    private func pages(_ office: TestOffice, _ target: String, as caller: TestOffice.Caller = .public) async throws
        -> [[String]]
    {
        var pages: [[String]] = []
        var next: String? = target
        while let here = next {
            let answer = try await office.get(here, as: caller)
            #expect(answer.status == 200)
            pages.append(answer.texts("/items/*/id"))
            next = answer.fields[.link].flatMap { link in
                link.wholeMatch(of: /<([^>]+)>; rel="next"/).map { String($0.1) }
            }
            let cursor = answer["/nextCursor"]?.stringValue
            #expect((cursor == nil) == (next == nil))
            if let cursor, let next { #expect(next.hasSuffix("cursor=" + cursor)) }
        }
        return pages
    }

    @Test(arguments: [
        "", "&sort=name", "&sort=-order", "&sort=from,-name", "&council=tokyo", "&q=%E7%BE%A4", "&sort=id",
    ])
    func theCursorLeadsThroughAllPagesInOrder(query: String) async throws {
        let office = try await TestOffice.gunma()
        let whole = try await office.get("/v1/members?limit=1000" + query, as: .public).texts("/items/*/id")
        let paged = try await pages(office, "/v1/members?limit=3" + query)
        #expect(paged.flatMap { $0 } == whole && paged.dropLast().allSatisfy { $0.count == 3 } && whole.count > 3)
    }

    /// What different levels see lies in orders of its own, walked as one.
    @Test func theCursorLeadsThroughAllStatesOfMinutes() async throws {
        let office = try await TestOffice.gunma()
        let held = try await office.meeting(steps: ["notice", "holding"])
        let steps = ["confirmation", "publication", "withdrawal"]
        for number in 0..<12 {
            try office.move(to: "2025-11-2\(number % 3)T01:00:00Z")
            _ = try await office.minutes(of: held, steps: Array(steps.prefix(number % 4)))
        }
        let counts: [TestOffice.Caller: Int] = [.public: 3, .otherSecretariat: 3, .member: 9, .secretariat: 12]
        for sort in ["id", "-id", "publishedOn", "-publishedOn", "confirmedOn,-publishedOn", "-publishedOn,-id"] {
            for (caller, count) in counts {
                let whole = try await office.get("/v1/minutes?sort=\(sort)", as: caller).texts("/items/*/id")
                for limit in 1...2 {
                    let paged = try await pages(office, "/v1/minutes?sort=\(sort)&limit=\(limit)", as: caller)
                    #expect(paged.flatMap { $0 } == whole && whole.count == count, "\(sort) as \(caller)")
                }
            }
        }
    }

    @Test func aCursorStaysRightWhileOthersWrite() async throws {
        let office = try await TestOffice.gunma()
        let first = try await office.get("/v1/members?council=gunma&sort=order&limit=5&fields=order", as: .public)
        let second = try await office.memberID(of: "gunma", order: 2)
        _ = try await office.patch("/v1/members/\(second)", #"{"order":100}"#, as: .secretariat)
        _ = try await office.post("/v1/members", Example.member(), as: .secretariat)
        let link = try #require(first.fields[.link]?.wholeMatch(of: /<([^>]+)>.*/)?.1)
        let rest = try await office.get(String(link).replacing("limit=5", with: "limit=50"), as: .public)
        #expect(rest.integers("/items/*/order") == [6, 7, 8, 9, 10, 11, 12, 100])
    }

    @Test func fiftyAreShownUnlessToldOtherwise() async throws {
        let office = try await TestOffice.gunma()
        #expect(try await office.get("/v1/role-assignments", as: .public).json.values(at: "/items/*").count == 50)
        #expect(
            try await office.get("/v1/role-assignments?limit=1000", as: .public).json.values(at: "/items/*").count > 50
        )
    }

    @Test func aCursorOfAnotherQueryIsRefused() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/members?council=gunma&limit=2", as: .public)
        let cursor = try #require(answer["/nextCursor"]?.stringValue)
        let good = "/v1/members?council=gunma&cursor=" + cursor
        #expect(try await office.get(good + "&limit=7&count=true&fields=id", as: .public).status == 200)
        for target in [
            "/v1/members?cursor=" + cursor, "/v1/members?council=tokyo&cursor=" + cursor, good + "&sort=name",
            good + "&q=a", good + "&council=tokyo", "/v1/role-assignments?council=gunma&cursor=" + cursor, good + "A",
            "/v1/members?council=gunma&cursor=" + String(cursor.dropLast()), "/v1/members?council=gunma&cursor=",
            "/v1/members?council=gunma&cursor=AAAA",
        ] {
            let refused = try await office.get(target, as: .public)
            #expect(refused.status == 400 && refused.problem?.code == "badCursor", "\(target)")
        }
    }

    @Test func theCountIsOfAllThatFit() async throws {
        let office = try await TestOffice.gunma()
        for (query, total) in [
            ("", 30), ("council=gunma", 11), ("sector=labour", 2), ("council=gunma&council=tokyo", 24),
        ] {
            let answer = try await office.get("/v1/members?count=true&limit=1&\(query)", as: .public)
            #expect(answer.integers("/total") == [Int64(total)], "\(query)")
        }
    }

    @Test func fieldsAreThoseNamedInTheirOwnOrder() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/members?council=gunma&limit=1&fields=order,name", as: .public)
        #expect(answer.text.hasPrefix(#"{"items":[{"name":"日本労働組合総連合会群馬県連合会","order":1}],"nextCursor":""#))
        let one = try await office.get("/v1/councils/gunma?fields=shortName", as: .public)
        #expect(one.text == #"{"shortName":"ぐんま協議会"}"#)
    }

    @Test func everyFaultOfTheParametersIsNamed() async throws {
        let office = try await TestOffice.gunma()
        let query =
            "limit=0&sort=name,foo&fields=nmae&count=yes&secter=labour&sector=army&order:gte=x&council:ne=gunma"
            + "&q=&era=en&limit=3&limit=4&from=2025-02-30&fields=id,id"
        let answer = try await office.get("/v1/members?" + query, as: .public, [.acceptLanguage: "en"])
        #expect(answer.status == 400 && answer.problem?.code == "invalidParameters")
        #expect(
            answer.problem?.faults == [
                "limit range", "sort unknownValue", "fields unknownValue", "count unknownValue",
                "secter unknownParameter",
                "sector unknownValue", "order format", "council:ne unknownParameter", "q length", "era unknownValue",
                "limit duplicate", "from format", "fields duplicate",
            ]
        )
        let details = answer.problem?.details ?? []
        #expect(details.contains { $0.contains(#"did you mean "sector"?"#) })
        #expect(details.contains { $0.contains(#"did you mean "name"?"#) })
    }

    @Test(arguments: ["%", "%zz", "q=%ff", "q=%00", "%e7=1"]) func aBrokenQueryIsRefused(query: String) async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/members?" + query, as: .public)
        #expect(answer.status == 400 && answer.problem?.code == "malformedQuery")
    }

    /// What somebody else sees differently is nothing to this reader's tag.
    @Test func theTagChangesOnlyWithWhatThisReaderSees() async throws {
        let office = try await TestOffice.gunma()
        let held = try await office.meeting(steps: ["notice", "holding"])
        func tags(_ caller: TestOffice.Caller) async throws -> [String] {
            var tags: [String] = []
            for path in ["/v1/minutes", "/v1/minutes?count=true", "/v1/meetings", "/v1/meetings?fields=id"] {
                tags.append(try await office.get(path, as: caller).tag)
            }
            return tags
        }
        let (before, members, own) = (try await tags(.public), try await tags(.member), try await tags(.secretariat))
        let draft = try await office.minutes(of: held)
        _ = try await office.patch("/v1/meetings/\(held)", #"{"onlineUrl":"https://example.jp/x"}"#, as: .secretariat)
        #expect(try await tags(.public) == before)
        let changed = try await tags(.member)
        #expect(Array(changed[..<2]) == Array(members[..<2]) && changed[2] != members[2])
        let secretariats = try await tags(.secretariat)
        #expect(secretariats[0] != own[0] && secretariats[2] != own[2])
        for step in ["confirmation", "publication"] {
            _ = try await office.post("/v1/minutes/\(draft)/\(step)", as: .secretariat)
        }
        let after = try await tags(.public)
        #expect(after[0] != before[0] && after[1] != before[1] && after[2] == before[2])
    }
}
