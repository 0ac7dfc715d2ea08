import Foundation
import Testing

@testable import Offices

/// `?asOf=`: the name then, the members then, the roles then.
@Suite struct AsOf {
    @Test(arguments: [
        ("2025-07-09", "ぐんま就職氷河期世代活躍支援プラットフォーム"), ("令和7年7月9日", "ぐんま就職氷河期世代活躍支援プラットフォーム"),
        ("2025-07-10", "ぐんま中高年世代活躍応援プロジェクト協議会"), ("2030-01-01", "ぐんま中高年世代活躍応援プロジェクト協議会"),
    ]) func aCouncilHasTheNameOfThatDay(day: String, name: String) async throws {
        let office = try await TestOffice.gunma()
        let query = try #require(day.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        #expect(try await office.get("/v1/councils/gunma?asOf=\(query)", as: .public).texts("/name") == [name])
        let list = try await office.get("/v1/councils?asOf=\(query)&sort=prefectureCode", as: .public)
        #expect(list.texts("/items/*/name").first == name)
    }

    @Test func aCouncilThatWasNotYetIsNotFound() async throws {
        let office = try await TestOffice.gunma()
        _ = try await office.post("/v1/councils", Example.council, as: .administrator)
        let before = "asOf=2020-03-31"
        #expect(try await office.get("/v1/councils/gifu?" + before, as: .public).status == 404)
        #expect(try await office.get("/v1/councils/gifu?asOf=2020-04-01", as: .public).texts("/name") == ["ぎふプラットフォーム"])
        #expect(try await !office.get("/v1/councils?" + before, as: .public).texts("/items/*/id").contains("gifu"))
    }

    @Test func membersAndRolesAreThoseOfThatDay() async throws {
        let office = try await TestOffice.gunma()
        let member = try await office.post("/v1/members", Example.member(), as: .secretariat)
        let role = try await office.post("/v1/role-assignments", Example.role(), as: .secretariat)
        for (place, list, days) in [
            (member, "/v1/members?council=gunma", ["2025-07-10", "2027-03-31"]),
            (role, "/v1/role-assignments?council=gunma&limit=1000", ["2025-07-10", "2026-03-31"]),
        ] {
            for (day, isThere) in [("2025-07-09", false), (days[0], true), (days[1], true), ("2027-04-01", false)] {
                let one = try await office.get("\(place.location)?asOf=\(day)", as: .public)
                #expect(one.status == (isThere ? 200 : 404), "\(day)")
                let all = try await office.get("\(list)&asOf=\(day)&count=true", as: .public)
                #expect(all.texts("/items/*/id").contains(place.id) == isThere)
                #expect(all.integers("/total") == [Int64(all.json.values(at: "/items/*").count)])
            }
        }
        #expect(
            try await office.get("/v1/members?council=gunma&asOf=2025-07-09&count=true", as: .public).integers("/total")
                == [0]
        )
    }

    @Test(arguments: ["2025-02-29", "yesterday", ""]) func aDayThatIsNoneIsRefused(day: String) async throws {
        let office = try await TestOffice.gunma()
        for path in ["/v1/councils", "/v1/councils/gunma", "/v1/members", "/v1/role-assignments"] {
            let answer = try await office.get("\(path)?asOf=\(day)", as: .public)
            #expect(answer.status == 400 && answer.problem?.faults == ["asOf day"])
        }
        #expect(
            try await office.get("/v1/meetings?asOf=2025-07-10", as: .public).problem?.faults == [
                "asOf unknownParameter"
            ]
        )
    }

    @Test func searchesLookAtTheNameOfThatDay() async throws {
        let office = try await TestOffice.gunma()
        let then = try await office.get("/v1/councils?asOf=2025-07-09&q=ぐんま中高年", as: .public)
        let now = try await office.get("/v1/councils?q=ぐんま中高年", as: .public)
        #expect(then.json.values(at: "/items/*").isEmpty && now.texts("/items/*/id") == ["gunma"])
    }

    @Test func filtersLookAtTheNameOfThatDay() async throws {
        let office = try await TestOffice.gunma()
        let name = "ぐんま就職氷河期世代活躍支援プラットフォーム"
        let answer = try await office.get("/v1/councils?asOf=2025-07-09&name=\(name)", as: .public)
        #expect(answer.texts("/items/*/name") == [name])
    }
}
