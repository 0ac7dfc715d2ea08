import HTTPTypes
import JSONText
import Testing
import Web

@Suite struct ProblemTests {
    private let problem = Problem(
        .unprocessableContent,
        "invalid",
        title: Bilingual(ja: "入力に誤りがあります", en: "Invalid input"),
        detail: Bilingual(ja: "2か所を直してください", en: "Mend \"two\" places"),
        errors: [
            .init(
                pointer: "/modes/1",
                code: "unknownValue",
                detail: Bilingual(ja: "ありません", en: "unknown"),
                allowed: ["online", "written"]
            ),
            .init(parameter: "limit", code: "range", detail: Bilingual(ja: "範囲外", en: "out of range")),
        ],
        fields: [.retryAfter: "1", .contentType: "text/html"]
    )

    @Test func aProblemIsWrittenInJapanese() {
        let answer = problem.response(in: .ja, requestID: "r-1")
        #expect(
            String(decoding: answer.body, as: UTF8.self) == """
                {"type":"/problems/invalid","title":"入力に誤りがあります","status":422,"code":"invalid",\
                "detail":"2か所を直してください","requestId":"r-1","errors":[{"pointer":"/modes/1",\
                "code":"unknownValue","detail":"ありません","allowed":["online","written"]},\
                {"parameter":"limit","code":"range","detail":"範囲外"}]}
                """
        )
        #expect(answer.head.status.code == 422 && answer.head.headerFields[.contentLanguage] == "ja")
    }

    @Test func aProblemIsWrittenInEnglish() throws {
        let answer = problem.response(in: .en, requestID: "r-1")
        let object = try #require(try JSONValue(parsing: answer.body).objectValue)
        #expect(object["title"] == .string("Invalid input") && object["detail"] == .string("Mend \"two\" places"))
        #expect(object["code"] == .string("invalid") && answer.head.headerFields[.contentLanguage] == "en")
        #expect(object["errors"]?.arrayValue?.first?.objectValue?["detail"] == .string("unknown"))
    }

    @Test func aProblemCarriesItsFieldsAndItsOwnType() {
        let fields = problem.response(in: .ja, requestID: "r-1").head.headerFields
        #expect(fields[.retryAfter] == "1" && fields[.cacheControl] == "no-store")
        #expect(fields[values: .contentType] == ["application/problem+json"])
    }

    @Test func withoutErrorsThereIsNoList() throws {
        let text = Bilingual(ja: "日", en: "en")
        let plain = Problem(.notFound, "notFound", title: text, detail: text).response(in: .en, requestID: "r")
        let object = try #require(try JSONValue(parsing: plain.body).objectValue)
        #expect(object.names == ["type", "title", "status", "code", "detail", "requestId"])
    }

    @Test func aTextIsInBothLanguages() {
        let text = Bilingual(ja: "日", en: "en")
        #expect(text[.ja] == "日" && text[.en] == "en" && Language.allCases.map(\.rawValue) == ["ja", "en"])
    }
}
