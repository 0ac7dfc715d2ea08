import API
import HTTPTypes
import JSONText
import Testing

@testable import Offices

/// What is not plain JSON is refused with the place, not guessed at.
@Suite struct StrictJSON {
    @Test(arguments: [
        ("\u{FEFF}{}", " byteOrderMark"),
        (#"{"name":"a","name":"b"}"#, "/name duplicateName"),
        (#"{"units":[{"name":"a","name":"b"}]}"#, "/units/0/name duplicateName"),
        ("{\"name\":\"a\u{202E}b\"}", "/name bidiControl"),
        (#"{"name":"a\u2067b"}"#, "/name bidiControl"),
        (#"{"name":"a\u0000b"}"#, "/name controlCharacter"),
        ("{\"name\":\"a\u{0001}b\"}", "/name controlCharacter"),
        (#"{"name":"\ud800"}"#, "/name unpairedSurrogate"),
        (#"{"order":9007199254740993}"#, "/order numberOutOfRange"),
        (#"{"name":"a"} x"#, " trailingContent"),
        ("", " syntax"),
        ("{'name':1}", " syntax"),
    ]) func isMalformedAtItsPlace(body: String, fault: String) async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.post("/v1/members", body, as: .secretariat)
        #expect(answer.status == 400 && answer.problem?.code == "malformedJSON")
        #expect(answer.problem?.faults.contains(fault) == true)
    }

    @Test func nestingEndsAtThirtyTwo() async throws {
        let office = try await TestOffice.gunma()
        func nested(_ depth: Int) -> String {
            #"{"units":"# + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1) + "}"
        }
        let deepest = try await office.post("/v1/members", nested(32), as: .secretariat)
        #expect(deepest.status == 422)
        let deeper = try await office.post("/v1/members", nested(33), as: .secretariat)
        #expect(deeper.status == 400 && deeper.problem?.list.first?.hasSuffix("tooDeep") == true)
    }

    @Test func everyFaultOfTheTextIsNamedAtOnce() async throws {
        let office = try await TestOffice.gunma()
        let body = #"{"name":"a\u0000","name":"b","note":"\udc00"}"#
        let answer = try await office.post("/v1/members", body, as: .secretariat)
        #expect(
            answer.problem?.faults == [
                "/name controlCharacter", "/name duplicateName", "/note unpairedSurrogate",
            ]
        )
    }

    @Test func bytesThatAreNotUTF8AreRefused() async throws {
        let office = try await TestOffice.gunma()
        let fields: HTTPFields = [
            .authorization: "Bearer " + (office.secret(of: .secretariat) ?? ""), .contentType: "application/json",
        ]
        let answer = await office.exchange(
            .post,
            "/v1/members",
            fields,
            Array(#"{"name":""#.utf8) + [0xFF, 0x22, 0x7D]
        )
        #expect(answer.status == 400 && answer.problem?.faults.contains("/name notUTF8") == true)
    }

    @Test(arguments: ["[]", "1", "null", #""x""#]) func theBodyIsAnObject(body: String) async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.post("/v1/members", body, as: .secretariat)
        #expect(answer.status == 400 && answer.problem?.code == "notAnObject")
    }

    @Test func textIsTrimmedAndKeptInNFC() async throws {
        let office = try await TestOffice.gunma()
        let body = Example.role(body: "　か\u{3099}くせい ")
        let answer = try await office.post("/v1/role-assignments", body, as: .secretariat)
        #expect(answer.text.unicodeScalars.contains("\u{304C}") && !answer.text.unicodeScalars.contains("\u{3099}"))
        #expect(answer.texts("/bodyName") == ["がくせい"])
    }

    @Test func unknownFieldsAreAnsweredWithTheNearest() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.post(
            "/v1/members",
            #"{"sectr":"labour"}"#,
            as: .secretariat,
            [.acceptLanguage: "en"]
        )
        #expect(answer.problem?.details.contains { $0.contains(#"did you mean "sector"?"#) } == true)
    }

    @Test func choicesAreAnsweredWithWhatIsAllowed() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.post("/v1/members", #"{"sector":"x"}"#, as: .secretariat)
        let errors = answer.problem?.json.values(at: "/errors/*") ?? []
        let sector = errors.first { $0.values(at: "/pointer").first?.stringValue == "/sector" }
        #expect(
            sector?.values(at: "/allowed/*").compactMap(\.stringValue) == [
                "nationalGovernment", "prefecture", "municipality", "labour", "business", "support", "media",
            ]
        )
    }

    @Test func bodiesAreNotLargerThanTheLimit() async throws {
        let office = try await TestOffice.gunma(settings: .small)
        let answer = try await office.post(
            "/v1/members",
            #"{"name":""# + String(repeating: "a", count: 2000) + #""}"#,
            as: .secretariat
        )
        #expect(answer.status == 413 && answer.problem?.code == "contentTooLarge")
    }
}

extension API.Settings {
    fileprivate static var small: API.Settings {
        var settings = API.Settings()
        settings.bodyLimit = 1000
        return settings
    }
}
