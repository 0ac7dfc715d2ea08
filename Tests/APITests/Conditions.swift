import HTTPTypes
import Testing

@testable import Offices

/// If-Match and If-None-Match (RFC 9110 §13).
@Suite struct Conditions {
    private func write(
        _ office: TestOffice,
        _ match: String?,
        _ more: HTTPFields = [:]
    ) async throws -> [Answer] {
        let meeting = try await office.meeting()
        let path = "/v1/meetings/" + meeting
        return [
            try await office.put(path, Example.meeting(), as: .secretariat, match: match, more),
            try await office.patch(path, "{}", as: .secretariat, match: match, more),
            try await office.post(path + "/notice", as: .secretariat, match: match, more),
            try await office.delete(path, as: .secretariat, match: match, more),
        ]
    }

    @Test func aConditionIsRequiredOfEveryChange() async throws {
        let office = try await TestOffice.gunma()
        for answer in try await write(office, nil) {
            #expect(answer.status == 428 && answer.problem?.code == "preconditionRequired")
        }
        let token = try await office.get("/v1/tokens?limit=1", as: .administrator).texts("/items/*/id")[0]
        #expect(try await office.post("/v1/tokens/\(token)/revocation", as: .administrator, match: nil).status == 428)
    }

    @Test(arguments: [#""s0""#, #""p1""#, #"W/"s1""#, #""s1x""#, #""""#, #""x", "y""#])
    func anotherTagIsOutdated(tag: String) async throws {
        let office = try await TestOffice.gunma()
        for answer in try await write(office, tag) {
            #expect(answer.status == 412 && answer.problem?.code == "outdated")
        }
    }

    @Test(arguments: ["s1", "\"s1", "'s1'", "\"s1\" \"s2\""]) func whatIsNoTagIsRefused(tag: String) async throws {
        let office = try await TestOffice.gunma()
        for answer in try await write(office, tag) {
            #expect(answer.status == 400 && answer.problem?.faults == ["If-Match malformedHeader"])
        }
    }

    @Test func oneOfSeveralTagsIsEnough() async throws {
        let office = try await TestOffice.gunma()
        let path = "/v1/meetings/" + (try await office.meeting())
        #expect(try await office.patch(path, "{}", as: .secretariat, match: #""x", "s1""#).status == 200)
    }

    @Test func aChangeMakesTheFormerTagOutdated() async throws {
        let office = try await TestOffice.gunma()
        let path = "/v1/meetings/" + (try await office.meeting())
        let read = try await office.get(path, as: .secretariat)
        #expect(try await office.patch(path, #"{"title":"改"}"#, as: .secretariat, match: read.tag).status == 200)
        #expect(try await office.patch(path, #"{"title":"再"}"#, as: .secretariat, match: read.tag).status == 412)
        #expect(try await office.get(path, as: .public).texts("/title") == ["改"])
    }

    /// Of those who read the same version, one writes.
    @Test func oneOfManyWritersWins() async throws {
        let office = try await TestOffice.gunma()
        let path = "/v1/meetings/" + (try await office.meeting())
        let tag = try await office.get(path, as: .secretariat).tag
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try await office.patch(path, #"{"title":"\#(number)"}"#, as: .secretariat, match: tag).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.filter { $0 == 200 }.count == 1 && statuses.filter { $0 == 412 }.count == 19)
        #expect(try await office.get(path, as: .secretariat).tag == #""s2""#)
    }

    @Test(arguments: [
        "/", "/openapi.json", "/problems/invalid", "/v1/councils", "/v1/councils/gunma", "/v1/councils/gunma?era=ja",
        "/v1/councils/gunma/cadence", "/v1/councils/gunma/advisories", "/v1/members?limit=2", "/v1/meetings",
    ]) func whatIsKnownIsNotSentAgain(target: String) async throws {
        let office = try await TestOffice.gunma()
        let first = try await office.get(target, as: .public)
        for value in [first.tag, "W/" + first.tag, "\"x\", " + first.tag, "*"] {
            let again = try await office.get(target, as: .public, [.ifNoneMatch: value])
            #expect(again.status == 304 && again.body.isEmpty && again.tag == first.tag)
            #expect(again.fields[.cacheControl] == first.fields[.cacheControl] && again.fields[.vary] != nil)
        }
        #expect(try await office.get(target, as: .public, [.ifNoneMatch: "\"x\""]).body == first.body)
        #expect(try await office.get(target, as: .public, [.ifNoneMatch: "x"]).status == 400)
    }

    @Test func creatingAndMatchingExcludeEachOther() async throws {
        let office = try await TestOffice.gunma()
        let path = "/v1/meetings/" + Example.id(1)
        for fields in [[.ifNoneMatch: "\"x\""], [.ifNoneMatch: "*", .ifMatch: "*"]] as [HTTPFields] {
            let answer = try await office.put(path, Example.meeting(), as: .secretariat, match: nil, fields)
            #expect(answer.status == 400 && answer.problem?.faults == ["If-None-Match malformedHeader"])
        }
        #expect(try await office.put(path, Example.meeting(), as: .secretariat).status == 404)
    }
}
