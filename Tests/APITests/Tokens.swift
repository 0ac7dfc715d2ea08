import API
import HTTPTypes
import JSONText
import Testing
import Web

@testable import Offices

/// The life of a token.
@Suite struct Tokens {
    private static let body = #"{"label":"窓口","role":"secretariat","councilIds":["gunma"]}"#

    private func bearer(_ secret: String, _ scheme: String = "Bearer") -> HTTPFields {
        [.authorization: "\(scheme) \(secret)"]
    }

    /// The office, the token's place and its secret.
    private func made(_ body: String = body) async throws -> (office: TestOffice, place: String, secret: String) {
        let office = try await TestOffice.gunma()
        let answer = try await office.post("/v1/tokens", body, as: .administrator)
        guard let secret = answer["/token"]?.stringValue else { throw Unexpected(answer.whole) }
        return (office, answer.location, secret)
    }

    @Test func theSecretIsShownOnceAndKeptNowhere() async throws {
        let (office, place, secret) = try await made()
        #expect(secret.wholeMatch(of: /kyg_[0-9a-f]{72}/) != nil)
        #expect(await office.exchange(.get, "/v1/tokens", bearer(secret)).status == 403)
        for target in [place, "/v1/tokens", "/v1/tokens?q=kyg", "/metrics"] {
            let answer = try await office.get(target, as: .administrator)
            #expect(!answer.text.contains("kyg_") && !answer.text.contains("digest") && answer["/token"] == nil)
        }
        let revoked = try await office.post(place + "/revocation", as: .administrator)
        #expect(revoked["/token"] == nil)
        let disk = try office.disk()
        #expect(disk.contains("窓口"))
        for secret in office.everySecret + [secret] {
            #expect(!disk.contains(secret) && !disk.contains(secret.dropFirst(4)) && !disk.contains(secret.dropLast(8)))
            #expect(!office.logged.contains(secret.dropFirst(4)))
        }
    }

    @Test func aTriedOneIsNotShown() async throws {
        let office = try await TestOffice.gunma()
        let seq = office.seq
        let answer = try await office.post("/v1/tokens?dryRun=true", Self.body, as: .administrator)
        #expect(answer.status == 200 && answer["/token"] == nil && !answer.text.contains("kyg_") && office.seq == seq)
    }

    @Test func livesNinetyDaysUnlessToldOtherwise() async throws {
        let (office, place, secret) = try await made()
        #expect(try await office.get(place, as: .administrator).texts("/expiresOn") == ["2026-02-18"])
        let target = "/v1/meetings?fields=id"
        try office.move(to: "2026-02-18T14:59:59.999Z")
        #expect(await office.exchange(.get, target, bearer(secret)).status == 200)
        try office.move(to: "2026-02-18T15:00:00.000Z")
        let late = await office.exchange(.get, target, bearer(secret))
        #expect(late.status == 401 && late.problem?.code == "invalidToken")
    }

    @Test func aRevocationHoldsAtOnceAndOnce() async throws {
        let (office, place, secret) = try await made()
        #expect(await office.exchange(.get, "/v1/meetings", bearer(secret)).status == 200)
        let seen = try await office.get(place, as: .administrator)
        let revoked = try await office.post(place + "/revocation", as: .administrator, match: seen.tag)
        #expect(revoked.status == 200 && revoked.texts("/revokedAt") == ["2025-11-20T01:00:00.000Z"])
        #expect(await office.exchange(.get, "/v1/meetings", bearer(secret)).status == 401)
        let again = try await office.post(place + "/revocation", as: .administrator)
        #expect(again.status == 409 && again.problem?.code == "alreadyRevoked")
    }

    /// confidentiality.md: a revocation holds at once, also for a request whose body is still on its way.
    @Test func aTokenRevokedWhileTheBodyArrivesWritesNothing() async throws {
        let (office, place, secret) = try await made()
        var fields = bearer(secret)
        fields[.contentType] = "application/json"
        let answer = await office.exchange(.post, "/v1/meetings", fields, Array(Example.meeting().utf8)) {
            _ = try? await office.post(place + "/revocation", as: .administrator)
        }
        let list = try await office.get("/v1/meetings", as: .administrator)
        #expect(answer.status == 401)
        #expect(list.json.values(at: "/items/*").isEmpty)
    }

    @Test(arguments: ["Basic", "bearer-token", "Token"]) func anotherSchemeIsNoGuest(scheme: String) async throws {
        let (office, _, secret) = try await made()
        let answer = await office.exchange(.get, "/v1/meetings", bearer(secret, scheme))
        #expect(answer.status == 401 && answer.problem?.code == "notBearer")
        #expect(answer.fields[.wwwAuthenticate] == #"Bearer realm="kyogikai""#)
        #expect(answer.problem?.detail.contains("Authorization: Bearer kyg_…") == true)
    }

    @Test func theSchemeHasNoCase() async throws {
        let (office, _, secret) = try await made()
        #expect(await office.exchange(.get, "/v1/meetings", bearer(secret, "bEARER")).status == 200)
    }

    @Test func whatIsNoTokenIsNoGuest() async throws {
        let (office, _, secret) = try await made()
        let flipped = secret.dropLast() + (secret.last == "0" ? "1" : "0")
        for wrong in [
            "", "kyg_", String(flipped), secret.uppercased(), String(secret.dropLast()), secret + "0",
            "kyg_" + String(repeating: "0", count: 72), secret.replacing("kyg_", with: ""),
        ] {
            let answer = await office.exchange(.get, "/v1/councils", bearer(wrong))
            #expect(answer.status == 401 && answer.fields[.wwwAuthenticate] != nil, "\(wrong)")
        }
        // One that was never given, with its check in order.
        let never = try API.newAdministrator(label: "x", environment: office.surroundings.environment).secret
        #expect(await office.exchange(.get, "/v1/councils", bearer(never)).status == 401)
    }

    @Test func twoAuthorizationsAreRefused() async throws {
        let (office, _, secret) = try await made()
        var fields = bearer(secret)
        fields.append(HTTPField(name: .authorization, value: "Bearer \(secret)"))
        let answer = await office.exchange(.get, "/v1/councils", fields)
        #expect(answer.status == 400 && answer.problem?.code == "twoAuthorizations")
    }

    @Test func aTokenInTheURLIsRefusedAndNotRepeated() async throws {
        let (office, _, secret) = try await made()
        for target in [
            "/v1/councils?token=\(secret)", "/v1/members/\(secret)", "/\(secret)", "/v1/members?q=\(secret)",
        ] {
            let answer = await office.exchange(.get, target, bearer(secret))
            #expect(answer.status == 400 && answer.problem?.code == "tokenInURL" && !answer.whole.contains(secret))
        }
        let encoded = await office.exchange(.get, "/v1/councils?q=" + secret.replacing("_", with: "%5F"), [:])
        #expect(encoded.problem?.code == "tokenInURL")
        var fields = bearer(secret)
        fields[.requestID] = String(secret.prefix(60))
        #expect(await office.exchange(.get, "/livez", fields).fields[.requestID]?.contains("kyg_") == false)
        #expect(!office.logged.contains("kyg_"))
    }

    @Test func aMembersTokenEndsWithItsPeriod() async throws {
        let office = try await TestOffice.gunma()
        let member = try await office.memberID(of: "gunma", order: 11)
        for role in try await office.get("/v1/role-assignments?member=\(member)", as: .public).texts("/items/*/id") {
            _ = try await office.delete("/v1/role-assignments/\(role)", as: .administrator)
        }
        #expect(try await office.get("/v1/meetings", as: .member).status == 200)
        _ = try await office.patch("/v1/members/\(member)", #"{"until":"2025-11-20"}"#, as: .secretariat)
        #expect(try await office.get("/v1/meetings", as: .member).status == 200)
        try office.move(to: "2025-11-20T15:00:00Z")
        #expect(try await office.get("/v1/meetings", as: .member).status == 401)
    }

    @Test func aTokenOutlivesOneOfItsCouncils() async throws {
        let (office, _, _) = try await made()
        _ = try await office.post("/v1/councils", Example.council, as: .administrator)
        let both = Self.body.replacing("[", with: #"["gifu","#)
        let secret = try await office.post("/v1/tokens", both, as: .administrator).texts("/token")[0]
        #expect(await office.exchange(.get, "/v1/meetings", bearer(secret)).status == 200)
        _ = try await office.delete("/v1/councils/gifu", as: .administrator)
        let answer = await office.exchange(.get, "/v1/meetings", bearer(secret))
        #expect(answer.status == 200)
    }

    @Test func listsAreFilteredByRoleLabelAndCouncil() async throws {
        let office = try await TestOffice.gunma()
        for (query, count) in [
            ("role=member", 2), ("role=member&role=administrator", 3), ("council=gunma", 2), ("q=事務局", 2),
            ("council=tokyo&role=secretariat", 1), ("label=構成員", 2), ("expiresOn:lt=2026-02-18", 0), ("", 5),
        ] {
            let answer = try await office.get("/v1/tokens?count=true&" + query, as: .administrator)
            #expect(answer.integers("/total") == [Int64(count)], "\(query)")
        }
    }

    @Test func anOfficesOwnAdministratorTokenIsGood() async throws {
        let secret = try API.newAdministrator(
            label: "x",
            environment: Surroundings(seed: 9, at: "2025-11-20T01:00:00Z").environment
        ).secret
        var settings = API.Settings()
        settings.administratorToken = ConfiguredToken(secret: secret)
        let office = try await TestOffice.gunma(settings: settings)
        #expect(await office.exchange(.get, "/v1/tokens", bearer(secret)).status == 200)
        #expect(ConfiguredToken(secret: "secret") == nil)
    }
}
