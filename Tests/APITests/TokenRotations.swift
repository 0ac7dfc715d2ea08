import HTTPTypes
import JSONText
import Testing

@testable import Offices

/// `POST /v1/tokens/{id}/rotation`: another secret, and the one before for a day more.
@Suite struct TokenRotations {
    @Test func bothSecretsAreGoodForADayToTheMillisecond() async throws {
        let office = try await TestOffice.gunma()
        let (place, first) = try await office.token()
        let before = try await office.get(place, as: .administrator)
        let answer = try await office.post(place + "/rotation", as: .administrator, match: before.tag)
        let second = try #require(answer["/token"]?.stringValue)
        #expect(answer.status == 200 && second.wholeMatch(of: /kyg_[0-9a-f]{72}/) != nil && second != first)
        #expect(answer.text.hasPrefix(#"{"id":"\#(before.id)","token":"\#(second)","label":"窓口","#))
        #expect(answer.fields[.cacheControl] == "no-store")
        #expect(answer.texts("/rotatedAt") == ["2025-11-20T01:00:00.000Z"])
        #expect(answer.texts("/formerSecretUntil") == ["2025-11-21T01:00:00.000Z"])
        #expect(answer["/expiresOn"] == before["/expiresOn"] && answer.integers("/version") == [2])
        #expect(await office.read(first).status == 200)
        #expect(await office.read(second).status == 200)
        try office.move(to: "2025-11-21T00:59:59.999Z")
        #expect(await office.read(first).status == 200)
        #expect(await office.read(second).status == 200)
        try office.move(to: "2025-11-21T01:00:00.000Z")
        let late = await office.read(first)
        #expect(late.status == 401 && late.problem?.code == "invalidToken")
        #expect(await office.read(second).status == 200)
        let seen = try await office.get(place, as: .administrator)
        #expect(seen.texts("/formerSecretUntil") == ["2025-11-21T01:00:00.000Z"] && seen["/token"] == nil)
    }

    @Test func rotatingAgainEndsTheOlderSecretAtOnce() async throws {
        let office = try await TestOffice.gunma()
        let (place, first) = try await office.token()
        let second = try await office.rotate(place)
        let third = try await office.rotate(place)
        #expect(await office.read(first).status == 401)
        #expect(await office.read(second).status == 200)
        #expect(await office.read(third).status == 200)
    }

    @Test func aRevocationEndsBothSecretsAtOnce() async throws {
        let office = try await TestOffice.gunma()
        let (place, first) = try await office.token()
        let second = try await office.rotate(place)
        #expect(try await office.post(place + "/revocation", as: .administrator).status == 200)
        #expect(await office.read(first).status == 401)
        #expect(await office.read(second).status == 401)
    }

    @Test func whatIsRevokedOrExpiredIsNotRotated() async throws {
        let office = try await TestOffice.gunma()
        let (revoked, _) = try await office.token()
        _ = try await office.post(revoked + "/revocation", as: .administrator)
        let (expired, _) = try await office.token(
            #"{"label":"今日まで","role":"administrator","expiresOn":"2025-11-20"}"#
        )
        try office.move(to: "2025-11-20T15:00:00.000Z")
        _ = try await office.get("/v1/tokens", as: .administrator)
        let seq = office.seq
        for (place, code) in [(revoked, "alreadyRevoked"), (expired, "alreadyExpired")] {
            for query in ["", "?dryRun=true"] {
                let answer = try await office.post(place + "/rotation" + query, as: .administrator)
                #expect(answer.status == 409 && answer.problem?.code == code && !answer.text.contains("kyg_"))
            }
        }
        #expect(office.seq == seq)
    }

    @Test func aTriedOneShowsAndChangesNothing() async throws {
        let office = try await TestOffice.gunma()
        let (place, first) = try await office.token()
        #expect(await office.read(first).status == 200)
        let seq = office.seq
        let tried = try await office.post(place + "/rotation?dryRun=true", as: .administrator)
        #expect(tried.status == 200 && tried["/token"] == nil && !tried.text.contains("kyg_"))
        #expect(tried["/rotatedAt"] != nil && office.seq == seq)
        #expect(await office.read(first).status == 200)
    }

    @Test func itNeedsTheVersionThatItIsMeantFor() async throws {
        let office = try await TestOffice.gunma()
        let (place, first) = try await office.token()
        let before = try await office.get(place, as: .administrator)
        #expect(try await office.post(place + "/rotation", as: .administrator, match: nil).status == 428)
        _ = try await office.rotate(place)
        #expect(try await office.post(place + "/rotation", as: .administrator, match: before.tag).status == 412)
        #expect(try await office.post(place + "/rotation", #"{"a":1}"#, as: .administrator).status == 400)
        #expect(try await office.post("/v1/tokens/nobody/rotation", as: .administrator).status == 404)
        #expect(await office.read(first).status == 200)
    }

    /// A secret may end while the body of its request is on its way.
    @Test func aSecretThatEndsWhileTheBodyArrivesWritesNothing() async throws {
        let office = try await TestOffice.gunma()
        let (place, first) = try await office.token()
        let fields: HTTPFields = [.authorization: "Bearer \(first)", .contentType: "application/json"]
        let answer = await office.exchange(.post, "/v1/meetings", fields, Array(Example.meeting().utf8)) {
            for _ in 0..<2 { _ = try? await office.rotate(place) }
        }
        #expect(answer.status == 401)
        #expect(try await office.get("/v1/meetings", as: .administrator).json.values(at: "/items/*").isEmpty)
    }

    @Test func itsSecretsAreKeptNowhere() async throws {
        let office = try await TestOffice.gunma()
        let (place, first) = try await office.token()
        let second = try await office.rotate(place)
        for secret in [first, second] {
            #expect(await office.read(secret).status == 200)
            let body = secret.dropFirst(4).dropLast(8)
            #expect(try !office.disk().contains(body) && !office.logged.contains(body))
            for target in [place, place + "/history", place + "?version=2", "/v1/tokens", "/metrics"] {
                #expect(try await !office.get(target, as: .administrator).whole.contains(body))
            }
        }
    }
}
