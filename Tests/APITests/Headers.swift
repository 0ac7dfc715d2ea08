import API
import HTTPTypes
import JSONText
import Testing
import Web

@testable import Offices

/// What every answer carries.
@Suite struct Headers {
    @Test func standOnEverything() async throws {
        let office = try await TestOffice.gunma()
        let meeting = try await office.post("/v1/meetings", Example.meeting(), as: .secretariat)
        let answers = [
            try await office.get("/", as: .public), try await office.get("/livez", as: .public), meeting,
            try await office.get("/metrics", as: .administrator), try await office.get("/nothing", as: .public),
            try await office.get("/v1/members?x=1", as: .public), try await office.get("/v1/tokens", as: .public),
            try await office.get("/v1/councils", as: .public, [.ifNoneMatch: "*"]),
            try await office.delete(meeting.location, as: .secretariat), try await office.send(.put, "/", as: .public),
            Answer(response: office.api.refusal(status: 431, code: "headersTooLarge", reason: "too large")),
        ]
        #expect(answers.map(\.status) == [200, 200, 201, 200, 404, 400, 401, 304, 204, 405, 431])
        for (index, answer) in answers.enumerated() {
            #expect(answer.fields[.contentTypeOptions] == "nosniff")
            // Lists come in several forms.
            let accept = (5...7).contains(index) ? ", Accept" : ""
            #expect(answer.fields[.vary] == "Authorization, Accept-Language" + accept)
            #expect(answer.fields[.requestID]?.isEmpty == false && answer.fields[.cacheControl] != nil)
            #expect(answer.fields[.accessControlAllowOrigin] == nil)
        }
    }

    /// A token's answers that may hold more than the public sees are kept nowhere.
    @Test func cachesAreToldByReaderAndResource() async throws {
        let office = try await TestOffice.gunma()
        for (path, open, shown) in [
            ("/v1/councils", "no-cache", "private, no-cache"), ("/v1/councils/gunma", "no-cache", "private, no-cache"),
            ("/v1/members", "no-cache", "private, no-cache"), ("/v1/role-assignments", "no-cache", "private, no-cache"),
            ("/v1/councils/gunma/cadence", "no-cache", "private, no-cache"), ("/v1/meetings", "no-cache", "no-store"),
            ("/v1/minutes", "no-cache", "no-store"), ("/v1/tokens", "no-store", "no-store"),
        ] {
            #expect(try await office.get(path, as: .public).fields[.cacheControl] == open)
            #expect(try await office.get(path, as: .administrator).fields[.cacheControl] == shown)
        }
    }

    /// They follow from drafts too: whoever sees those is advised of less.
    @Test func whatFollowsFromDraftsIsKeptNowhere() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/councils/gunma/advisories", as: .secretariat)
        #expect(answer.fields[.cacheControl] == "no-store")
    }

    @Test(arguments: ["abc", "A.b-c_9", String(repeating: "x", count: 64)]) func theClientsRequestIdIsKept(id: String)
        async throws
    {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/members/x", as: .public, [.requestID: id])
        #expect(answer.fields[.requestID] == id && answer["/requestId"]?.stringValue == id)
        #expect(office.logged.contains("requestId=\(id)"))
    }

    @Test(arguments: ["", "a b", "あ", String(repeating: "x", count: 65), "a\"b", "a,b", "kyg_1", "<x>"])
    func aRequestIdThatCannotBeLoggedIsReplaced(id: String) async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/members/x", as: .public, [.requestID: id])
        let given = answer.fields[.requestID] ?? ""
        #expect(given.wholeMatch(of: /[0-9a-f-]{36}/) != nil && answer["/requestId"]?.stringValue == given)
    }

    @Test func requestIdsGrow() async throws {
        let office = try await TestOffice.gunma()
        var ids: [String] = []
        for _ in 0..<20 { ids.append(try await office.get("/livez", as: .public).fields[.requestID] ?? "") }
        #expect(ids == ids.sorted() && Set(ids).count == 20)
    }
}

/// Japanese, unless English is liked better.
@Suite struct Languages {
    @Test(
        arguments: [
            (nil, "ja"), ("en", "en"), ("en-US,en;q=0.9", "en"), ("ja,en;q=0.5", "ja"), ("ja;q=0.1, en", "en"),
            ("fr", "ja"),
            ("*", "ja"), ("en;q=0", "ja"), ("fr, en;q=0.2", "en"),
        ] as [(String?, String)]
    )
    func areNegotiatedAndNeverChangeTheCode(accept: String?, language: String) async throws {
        let office = try await TestOffice.gunma()
        var fields: HTTPFields = [:]
        fields[.acceptLanguage] = accept
        for (target, title) in [
            ("/v1/members/x", ["ja": "見つかりません", "en": "Not found"]),
            ("/v1/tokens", ["ja": "トークンが必要です", "en": "A token is needed"]),
        ] {
            let answer = try await office.get(target, as: .public, fields)
            #expect(answer.fields[.contentLanguage] == language && answer.problem?.title == title[language])
            #expect(["notFound", "unauthenticated"].contains(answer.problem?.code))
        }
    }

    @Test func theOfficesOwnStandardHolds() async throws {
        var settings = API.Settings()
        settings.standardLanguage = .en
        let office = try await TestOffice.gunma(settings: settings)
        #expect(try await office.get("/x", as: .public).problem?.title == "Not found")
        #expect(try await office.get("/x", as: .public, [.acceptLanguage: "ja"]).problem?.title == "見つかりません")
    }

    @Test func advisoriesSpeakThemAndSaySo() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/councils/gunma/advisories", as: .public, [.acceptLanguage: "en"])
        #expect(answer.texts("/items/*/message").last?.contains("is not in the table of members") == true)
        let japanese = try await office.get("/v1/councils/gunma/advisories", as: .public)
        #expect(japanese.texts("/items/*/code") == answer.texts("/items/*/code") && japanese.tag != answer.tag)
        let page = try await office.get("/problems/invalid", as: .public, [.acceptLanguage: "en"])
        #expect(answer.fields[.contentLanguage] == "en" && page.fields[.contentLanguage] == "en")
    }
}
