import Foundation
import JSONText
import Testing

@testable import Offices

/// `field=value`, operators on the key, and `q`.
@Suite struct Filters {
    private func found(_ office: TestOffice, _ path: String, _ query: String, _ field: String) async throws -> [String]
    {
        let encoded = query.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? query
        let answer = try await office.get("/v1/\(path)?\(encoded)", as: .public)
        #expect(answer.status == 200, "\(query): \(answer.whole)")
        return answer.json.values(at: "/items/*/\(field)").map { String(decoding: $0.encoded(), as: UTF8.self) }
    }

    @Test func compareWithOperatorsOnTheKey() async throws {
        let office = try await TestOffice.gunma()
        for (query, orders) in [
            ("order=3", [3]), ("order=3&order=5", [3, 5]), ("order:gte=10", [10, 11]), ("order:gt=10", [11]),
            ("order:lte=2", [1, 2]), ("order:lt=2", [1]), ("order:ne=1&order:ne=2&order:lt=5", [3, 4]),
            ("order:gte=2&order:lt=4&sector=business", [2, 3]),
            ("sector:ne=business&sector:ne=labour&order:lt=8", [6, 7]),
            ("sector=media&sector=municipality", [6, 10]), ("category=報道機関", [6]), ("name=安中市", [10]),
            ("from:lt=2025-07-10", []), ("from=令和7年7月10日&order=1", [1]), ("until:gte=2025-01-01", []),
        ] as [(String, [Int])] {
            #expect(
                try await found(office, "members", "council=gunma&" + query, "order") == orders.map(String.init),
                "\(query)"
            )
        }
    }

    @Test func meetingsAreFoundByTimeStateAndFiscalYear() async throws {
        let office = try await TestOffice.gunma()
        _ = try await office.meeting(Example.meeting(number: 1), steps: ["notice", "holding"])
        _ = try await office.meeting(Example.meeting(number: 3).replacing("2025-10-01T", with: "2026-04-01T"))
        _ = try await office.meeting(Example.written(number: 4, due: "2026-03-31"))
        for (query, numbers) in [
            ("state=held", [1]), ("state:ne=held&sort=number", [3, 4]), ("mode=written", [4]),
            ("kind=regular&sort=number", [1, 3]),
            ("fiscalYear=2025&sort=number", [1, 4]), ("fiscalYear:gt=2025", [3]), ("startsAt:lt=2026-01-01", [1]),
            ("startsAt:gte=2025-10-01T13:30:00+09:00&startsAt:lt=2025-10-01T13:30:01+09:00", [1]),
            ("startsAt:gte=2025-10-01T13:30:00.001%2B09:00", [3]), ("replyDueOn:gte=2026-03-31", [4]), ("number=9", []),
            ("council=tokyo", []), ("council=gunma&sort=-number", [4, 3, 1]),
        ] as [(String, [Int])] {
            let plain = query.replacing("+09:00", with: "%2B09:00").replacing("%2B", with: "+")
            let encoded = plain.replacing("+", with: "%2B")
            let answer = try await office.get("/v1/meetings?" + encoded, as: .public)
            #expect(answer.integers("/items/*/number") == numbers.map(Int64.init), "\(query)")
        }
    }

    @Test func theNewestMeetingComesFirst() async throws {
        let office = try await TestOffice.gunma()
        for (number, month) in [(1, "08"), (2, "10"), (3, "09")] {
            _ = try await office.meeting(Example.meeting(number: number).replacing("2025-10", with: "2025-\(month)"))
        }
        #expect(try await office.get("/v1/meetings", as: .public).integers("/items/*/number") == [2, 3, 1])
    }

    /// A written meeting's day is the day its replies are due.
    @Test func writtenMeetingsStandAtTheirOwnTime() async throws {
        let office = try await TestOffice.gunma()
        _ = try await office.meeting(Example.written(number: 1, due: "2025-08-01"))
        _ = try await office.meeting(Example.meeting(number: 2))
        let answer = try await office.get("/v1/meetings", as: .public)
        #expect(answer.integers("/items/*/number") == [2, 1])
    }

    /// Width, kana, case and compatibility do not matter, and two characters are a word.
    @Test(arguments: [
        ("members", "上毛", "order", ["6"]), ("members", "ｻﾎﾟｰﾄｽﾃｰｼｮﾝ", "order", ["8"]),
        ("members", "さぽーとすてーしょん", "order", ["8"]),
        ("members", "㈳", "order", []), ("members", "安中", "order", ["10"]), ("members", "（株）上毛新聞社", "order", ["6"]),
        ("members", "(株)上毛", "order", ["6"]), ("members", "株式会社 上毛", "order", ["6"]),
        ("members", "福祉局", "order", ["9"]),
        (
            "role-assignments", "ﾊﾛｰﾜｰｸ", "role",
            [
                "\"employmentSupport\"", "\"jobFair\"", "\"employerOutreach\"", "\"vocationalTraining\"",
                "\"policyProposal\"", "\"publicity\"",
            ]
        ),
        ("members", "ない言葉", "order", []),
    ]) func searchesAreFolded(path: String, words: String, field: String, expected: [String]) async throws {
        let office = try await TestOffice.gunma()
        #expect(try await found(office, path, "council=gunma&q=" + words, field) == expected)
    }

    @Test func referencesAreFilteredWithoutId() async throws {
        let office = try await TestOffice.gunma()
        let first = try await office.meeting(steps: ["notice", "holding"])
        let second = try await office.meeting(Example.meeting(number: 2), steps: ["notice", "holding"])
        let minutes = try await office.minutes(of: first, steps: ["confirmation", "publication"])
        let other = try await office.minutes(of: second, steps: ["confirmation", "publication"])
        #expect(try await office.get("/v1/minutes?meeting=\(first)", as: .public).texts("/items/*/id") == [minutes])
        let both = try await office.get(
            "/v1/minutes?meeting=\(first)&meeting=\(second)&limit=1&count=true",
            as: .public
        )
        #expect(both.integers("/total") == [2] && both.texts("/items/*/id") == [min(minutes, other)])
        #expect(try await office.get("/v1/minutes?council=tokyo", as: .public).texts("/items/*/id").isEmpty)
        #expect(
            try await office.get("/v1/minutes?meetingId=\(first)", as: .public).problem?.faults == [
                "meetingId unknownParameter"
            ]
        )
        let member = try await office.memberID(of: "gunma", order: 11)
        let roles = try await office.get("/v1/role-assignments?member=\(member)&count=true", as: .public)
        #expect(roles.integers("/total") == [4] && Set(roles.texts("/items/*/memberId")) == [member])
    }
}
