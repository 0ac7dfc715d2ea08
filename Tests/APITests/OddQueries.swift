import Foundation
import HTTPTypes
import Testing
import Web

@testable import Offices

/// Queries that nobody would write by hand, and cursors that somebody has made up.
@Suite struct OddQueries {
    private static let names = [
        "limit", "cursor", "count", "sort", "fields", "q", "era", "asOf", "council", "member", "meeting", "state",
        "order",
        "from", "from:gte", "startsAt:lt", "order:ne", "publishedOn:gt", "fiscalYear:lte", "dryRun", "", ":", "q:ne",
        "a:b:c",
    ]
    private static let values = [
        "", "0", "-1", "1", "1000", "1001", "99999999999999999999", "true", "ja", "gunma", ",", "name,", "-", "-id,id",
        "id",
        "%00", "%E3%81", "%F0%9F%91%A8", "令和7年7月10日", "0001-01-01", "9999-12-31", "-9223372036854775808", "NaN", "=",
        "%25",
        "+", "%2B09:00", "2025-10-01T13:30:00%2B23:59", "draft", Example.id(1), "\u{0301}", "%EF%BB%BF", "*", "'", "\"",
    ]

    @Test func areAnsweredOrRefused() async throws {
        let office = try await TestOffice.gunma()
        _ = try await office.minutes(steps: ["confirmation", "publication"])
        var random = SeededRandom(seed: 3)
        var statuses: [Int: Int] = [:]
        for _ in 0..<1500 {
            let table =
                ["councils", "members", "role-assignments", "meetings", "minutes", "councils/gunma/cadence"]
                .randomElement(using: &random) ?? ""
            let query = (0..<Int.random(in: 1...2, using: &random)).map { _ in
                (Self.names.randomElement(using: &random) ?? "") + "="
                    + (Self.values.randomElement(using: &random) ?? "")
            }
            let target = "/v1/\(table)?" + query.joined(separator: "&")
            let answer = try await office.get(target, as: .public)
            statuses[answer.status, default: 0] += 1
            #expect(answer.status == 200 || answer.status == 400, "\(target) \(answer.whole)")
        }
        #expect(statuses[200, default: 0] > 50 && statuses[400, default: 0] > 500)
    }

    /// A cursor is no secret: whoever makes one up sees what is theirs to see, from some other place.
    @Test func cursorsThatWereMadeUpShowNothingElse() async throws {
        let office = try await TestOffice.gunma()
        let held = try await office.meeting(steps: ["notice", "holding"])
        let draft = try await office.minutes(of: held)
        let published = try await office.minutes(of: held, steps: ["confirmation", "publication"])
        var random = SeededRandom(seed: 4)
        let parts: [[UInt8]] = [
            [], [0], [0xFF], [0xFF, 0xFF], Array(draft.utf8), [0, 0x30], [0xC3], Array(repeating: 0, count: 9),
        ]
        for sort in ["id", "-id", "publishedOn", "-publishedOn,id"] {
            for _ in 0..<60 {
                let count = Int.random(in: 0...4, using: &random)
                let cursor = Cursor(parts: (0..<count).map { _ in parts.randomElement(using: &random) ?? [] })
                let target = "/v1/minutes?sort=\(sort)&cursor=" + cursor.text(for: "/v1/minutes\nsort:=\(sort)")
                let answer = try await office.get(target, as: .public)
                #expect(answer.status == 200 || answer.status == 400)
                #expect(Set(answer.texts("/items/*/id")).isSubset(of: [published]))
                if count == sort.split(separator: ",").count + 1, answer.status == 400 {
                    // Only an id that is no text can still be refused.
                    #expect(cursor.parts.last.map { String(validating: $0, as: UTF8.self) } == .some(nil))
                }
            }
        }
    }

    /// What a short request asks for does not become megabytes.
    @Test func aProblemDoesNotGrowFarBeyondItsRequest() async throws {
        let office = try await TestOffice.gunma()
        let query = (0..<2500).map { String($0, radix: 36) }.joined(separator: "&")
        let answer = try await office.get("/v1/members?" + query, as: .public)
        #expect(answer.status == 400)
        #expect(answer.body.count < 10 * query.utf8.count)
    }
}
