import Testing
import Web

@Suite struct NegotiationTests {
    @Test(
        arguments: [
            (nil, .ja), ("", .ja), ("en", .en), ("EN-us", .en), ("ja-JP, en;q=0.9", .ja), ("en;q=0.8, ja;q=0.9", .ja),
            ("en, ja", .en), ("en, ja;q=0.9", .en), ("ja;q=0.5, en;q=0.5", .ja), ("fr, en;q=0.1", .en), ("fr", .ja),
            ("*", .ja),
            ("en;q=0", .ja),
            ("ja;q=0, en;q=0.1", .en), ("fr, *;q=0.1", .ja), ("en ; q=0.2 , ja ; q=0.1", .en),
            ("en;Q=0.2, ja;q=0.1", .en),
            ("english", .ja), ("-", .ja), (",,;,", .ja), ("en;q=nan, ja;q=0.1", .ja), ("en;q=-1, ja;q=0.1", .ja),
            ("en;q=1e999, ja;q=0.9", .en), ("en;level=1;q=0.1, ja;q=0.2", .ja),
        ] as [(String?, Language)]
    )
    func theLanguageIsTheOneLikedBest(header: String?, language: Language) {
        #expect(Negotiation.language(header, standard: .ja) == language)
    }

    @Test func theStandardIsWhatIsSaidWhereNothingFits() {
        #expect(Negotiation.language("fr", standard: .en) == .en && Negotiation.language("*", standard: .en) == .en)
    }

    /// RFC 9110 §12.5.4: `*` stands for what no other range names.
    @Test func aRefusedLanguageIsNotWhatAStarStandsFor() {
        #expect(Negotiation.language("ja;q=0, *", standard: .ja) == .en)
    }

    private static let offered = ["application/json", "text/csv", "application/x-ndjson"]

    @Test(
        arguments: [
            (nil, "application/json"), ("", "application/json"), (" ", "application/json"), ("*/*", "application/json"),
            ("text/csv", "text/csv"), ("TEXT/CSV", "text/csv"), ("text/*", "text/csv"),
            ("application/*", "application/json"),
            ("text/csv;q=0.5, application/json;q=0.4", "text/csv"), ("application/json;q=0, */*", "text/csv"),
            ("application/*;q=0, */*;q=0.1", "text/csv"), ("text/csv;header=present", "text/csv"),
            ("*/*;q=0.1, application/x-ndjson;q=0.2", "application/x-ndjson"),
            ("text/html, */*;q=0.8", "application/json"),
            ("text/csv;q=0, text/*;q=1", nil), ("*/*;q=0", nil), ("image/png", nil), ("json", nil), ("text/", nil),
            ("application", nil), ("application/jso*", nil), ("*", nil), ("/*", nil), (";q=1", nil),
            ("text/csv;q=0.000", nil),
        ] as [(String?, String?)]
    )
    func theMediaTypeIsTheOneLikedBest(header: String?, type: String?) {
        #expect(Negotiation.mediaType(header, offered: Self.offered) == type)
    }

    @Test(
        arguments: [
            ("application/json", "application/json"), ("Application/JSON; charset=UTF-8", "application/json"),
            ("application/json;charset=\"utf-8\"", "application/json"),
            ("application/json; version=1", "application/json"),
            ("application/json;charset=shift_jis", nil), ("application/json;charset=", nil), ("", nil), (";", nil),
            ("application/json;charset=utf-8;charset=latin1", nil),
        ] as [(String, String?)]
    )
    func aContentTypeIsReadWithoutItsParameters(value: String, essence: String?) {
        #expect(Negotiation.essence(ofContentType: value) == essence)
    }

    @Test func aLongListEndsSomewhere() {
        let many = String(repeating: "a/b,", count: 10_000) + "text/csv"
        #expect(Negotiation.mediaType(many, offered: Self.offered) == nil)
    }
}
