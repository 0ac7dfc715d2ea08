import Foundation
import HTTPTypes
import Testing
import Web

@testable import Offices

/// A word of its own in each secret text, looked for in everything that lower readers are answered, and in the log.
@Suite struct Canaries {
    /// Gunma's office, in which `text` put `birdAgendaMembers` and the like wherever a level is above the public.
    private func office() async throws -> TestOffice {
        let office = try await TestOffice.gunma()
        try await SecretWorld(
            office: office,
            text: { level, place in
                // The word must stay the same through all edits.
                place.hasPrefix("-") ? place == "-1" ? "" : "x" : place.isEmpty ? "" : Self.word(place, level)
            },
            edits: 2
        ).live()
        return office
    }

    private static func word(_ place: String, _ level: String) -> String { "カナリガ\(place)\(level)" }

    private static let membersPlaces = ["online", "person", "post", "body", "guest", "rank", "comment", "speaker"]
    private static let membersWords =
        membersPlaces.map { word($0, "members") }
        + ["agenda", "paper", "url", "heading", "text"].map { word($0, "members") }
    private static let secretariatWords =
        ["agenda", "paper", "url", "heading", "text", "speaker"].map { word($0, "secretariat") }

    /// Everything that there is to read, lists, things, searches and what follows from them.
    private func targets() -> [String] {
        let ids = [
            SecretWorld.meeting, SecretWorld.written, SecretWorld.published, SecretWorld.confirmed, SecretWorld.draft,
            SecretWorld.republished,
        ]
        var targets = [
            "/", "/readyz", "/v1/councils/gunma", "/v1/councils/gunma/cadence", "/v1/councils/gunma/advisories",
        ]
        for table in ["councils", "members", "role-assignments", "meetings", "minutes"] {
            targets.append("/v1/\(table)?limit=1000&count=true&era=ja")
            targets += ids.flatMap { ["/v1/\(table)/\($0)", "/v1/\(table)/\($0)?era=ja&fields=id,version"] }
            targets += ids.flatMap { ["/v1/\(table)/\($0)/history", "/v1/\(table)/\($0)/history?limit=1&era=ja"] }
            targets += ids.flatMap { id in (1...9).map { "/v1/\(table)/\(id)?version=\($0)" } }
        }
        for step in [
            "sort=publishedOn", "sort=confirmedOn,id", "sort=number,startsAt", "sort=startsAt&limit=1", "limit=1",
        ] {
            targets += ["/v1/minutes?" + step, "/v1/meetings?" + step]
        }
        return targets
    }

    private func everything(_ office: TestOffice, as caller: TestOffice.Caller) async throws -> String {
        var text = ""
        for target in targets() {
            let answer = try await office.get(target, as: caller)
            text += answer.whole
            for cursor in answer.texts("/nextCursor") { text += String(decoding: base64URL(cursor), as: UTF8.self) }
        }
        for id in [SecretWorld.draft, SecretWorld.confirmed, SecretWorld.published] {
            text += try await office.put("/v1/minutes/\(id)", "{}", as: caller).whole
            text += try await office.delete("/v1/minutes/\(id)", as: caller).whole
        }
        return text
    }

    @Test(arguments: [TestOffice.Caller.public, .otherMember, .otherSecretariat])
    func theMembersSecretsReachNobodyElse(caller: TestOffice.Caller) async throws {
        let office = try await office()
        let text = try await everything(office, as: caller)
        for word in Self.membersWords + Self.secretariatWords { #expect(!Self.holds(text, word), "\(word)") }
        #expect(Self.holds(text, Self.word("agenda", "public")) && Self.holds(text, Self.word("text", "public")))
        #expect(text.contains("理由1"))
    }

    @Test func theSecretariatsSecretsDoNotReachMembers() async throws {
        let office = try await office()
        let text = try await everything(office, as: .member)
        for word in Self.secretariatWords { #expect(!Self.holds(text, word), "\(word)") }
        for word in Self.membersWords { #expect(Self.holds(text, word), "\(word)") }
    }

    @Test func theSecretariatSeesThemAll() async throws {
        let office = try await office()
        let text = try await everything(office, as: .secretariat)
        for word in Self.membersWords + Self.secretariatWords { #expect(Self.holds(text, word), "\(word)") }
    }

    /// A search finds nothing by what its reader does not see.
    @Test func secretsAreNotFoundBySearching() async throws {
        let office = try await office()
        for word in Self.membersWords + Self.secretariatWords {
            for table in ["meetings", "minutes"] {
                let query = try #require(word.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
                let answer = try await office.get("/v1/\(table)?count=true&q=\(query)", as: .public)
                #expect(answer.integers("/total") == [0] && answer.json.values(at: "/items/*").isEmpty, "\(word)")
            }
        }
        let speaker = try #require(
            Self.word("speaker", "members").addingPercentEncoding(withAllowedCharacters: .alphanumerics)
        )
        #expect(try await office.get("/v1/minutes?q=\(speaker)", as: .member).json.values(at: "/items/*").count == 3)
    }

    /// Nor what a filter by attendance would tell.
    @Test func meetingsAreNotFoundByWhoAttended() async throws {
        let office = try await office()
        let member = try await office.memberID(of: "gunma", order: 1)
        let path = "/v1/meetings?count=true&member=\(member)"
        for caller in [TestOffice.Caller.public, .otherMember, .otherSecretariat] {
            #expect(try await office.get(path, as: caller).integers("/total") == [0])
        }
        #expect(try await office.get(path, as: .member).integers("/total") == [2])
    }

    @Test func theLogHoldsNoContentsAndNoTokens() async throws {
        let office = try await office()
        for caller in TestOffice.Caller.allCases { _ = try await everything(office, as: caller) }
        _ = try await office.get("/v1/minutes?q=" + Self.word("text", "members"), as: .public)
        #expect(office.logged.contains("/v1/minutes/{id}") && !Self.holds(office.logged, "カナリガ"))
        #expect(!office.logged.contains("kyg_") && !office.logged.contains("q="))
    }

    /// In NFC and NFD, half width, percent- and base64-encoded, and as escapes.
    private static func holds(_ text: String, _ word: String) -> Bool {
        let forms = [
            word, word.decomposedStringWithCanonicalMapping,
            word.applyingTransform(.fullwidthToHalfwidth, reverse: false) ?? word,
            word.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? word,
            Data(word.utf8).base64EncodedString(),
            word.unicodeScalars.map { $0.isASCII ? String($0) : "\\u" + String($0.value, radix: 16) }.joined(),
        ]
        return forms.contains { form in SearchFolding.contains(text, form) }
    }

    private func base64URL(_ text: String) -> [UInt8] {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        let padded = plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)
        return Array(Data(base64Encoded: padded) ?? Data())
    }
}
