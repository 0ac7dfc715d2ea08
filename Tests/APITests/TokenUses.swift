import API
import HTTPTypes
import Store
import Testing

@testable import Offices

/// The day on which a token was used last.
@Suite struct TokenUses {
    @Test func theFirstUseOfADayIsWrittenDownAndNoOther() async throws {
        let office = try await TestOffice.gunma()
        let (place, secret) = try await office.token()
        let made = try await office.get(place, as: .administrator)
        #expect(made["/lastUsedOn"] == nil)
        let seq = office.seq
        #expect(await office.read(secret).status == 200)
        #expect(office.seq == seq + 1)
        #expect(await office.read(secret).status == 200)
        #expect(await office.read(secret, "/v1/tokens").status == 403)
        #expect(office.seq == seq + 1)
        let used = try await office.get(place, as: .administrator)
        #expect(used.texts("/lastUsedOn") == ["2025-11-20"])
        for field in ["/version", "/createdAt", "/updatedAt"] { #expect(used[field] == made[field]) }
    }

    @Test func aDayIsOneOfTokyo() async throws {
        let office = try await TestOffice.gunma(at: "2025-11-20T14:59:59.999Z")
        let (place, secret) = try await office.token()
        _ = await office.read(secret)
        #expect(try await office.get(place, as: .administrator).texts("/lastUsedOn") == ["2025-11-20"])
        try office.move(to: "2025-11-20T15:00:00.000Z")
        _ = await office.read(secret)
        #expect(try await office.get(place, as: .administrator).texts("/lastUsedOn") == ["2025-11-21"])
        // A clock that goes back takes nothing back.
        try office.move(to: "2025-11-20T14:00:00.000Z")
        let seq = office.seq
        #expect(await office.read(secret).status == 200)
        #expect(office.seq == seq)
    }

    @Test func itIsWrittenBeforeTheAnswerThatShowsIt() async throws {
        let office = try await TestOffice.gunma()
        let (place, secret) = try await office.token(#"{"label":"自分","role":"administrator"}"#)
        #expect(await office.read(secret, place).texts("/lastUsedOn") == ["2025-11-20"])
        #expect(try office.disk().contains(#""lastUsedOn":"2025-11-20""#))
    }

    /// What is shown changes, so that no 304 hides it; the version does not, so that no revocation fails because of it.
    @Test func itChangesTheEntityTagButNotTheVersion() async throws {
        let office = try await TestOffice.gunma()
        let (place, secret) = try await office.token()
        let targets = [place, place + "?fields=lastUsedOn", place + "?era=ja", place + "?version=1", "/v1/tokens?q=窓口"]
        var before: [String: Answer] = [:]
        for target in targets { before[target] = try await office.get(target, as: .administrator) }
        _ = await office.read(secret)
        for target in targets {
            let former = try #require(before[target])
            let now = try await office.get(target, as: .administrator, [.ifNoneMatch: former.tag])
            #expect(now.status == 200 && now.tag != former.tag && now.body != former.body, "\(target)")
            #expect(try await office.get(target, as: .administrator, [.ifNoneMatch: now.tag]).status == 304)
        }
        let tag = try #require(before[place]?.tag)
        #expect(try await office.post(place + "/revocation", as: .administrator, match: tag).status == 200)
    }

    @Test func itIsNoVersionInTheHistory() async throws {
        let office = try await TestOffice.gunma()
        let (place, secret) = try await office.token()
        let before = try await office.get(place + "/history", as: .administrator)
        _ = await office.read(secret)
        let after = try await office.get(place + "/history", as: .administrator)
        #expect(after.body == before.body && after.integers("/items/*/version") == [1])
        _ = try await office.rotate(place)
        let rotated = try await office.get(place + "?version=1", as: .administrator)
        #expect(rotated.texts("/lastUsedOn") == ["2025-11-20"] && rotated["/rotatedAt"] == nil)
    }

    @Test func aRehearsalIsAUseAndAFailedAttemptIsNone() async throws {
        let office = try await TestOffice.gunma()
        let (place, secret) = try await office.token()
        for wrong in [String(secret.dropLast()), try TestOffice.unknownSecret()] { _ = await office.read(wrong) }
        #expect(try await office.get(place, as: .administrator)["/lastUsedOn"] == nil)
        let fields: HTTPFields = [.authorization: "Bearer \(secret)", .contentType: "application/json"]
        let seq = office.seq
        let body = Array(Example.meeting().utf8)
        #expect(await office.exchange(.post, "/v1/meetings?dryRun=true", fields, body).status == 200)
        #expect(office.seq == seq + 1)
        #expect(try await office.get(place, as: .administrator).texts("/lastUsedOn") == ["2025-11-20"])
    }

    @Test func manyFirstUsesAtOnceAreOne() async throws {
        let office = try await TestOffice.gunma()
        let (_, secret) = try await office.token()
        let seq = office.seq
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<50 { group.addTask { await office.read(secret).status } }
            for await status in group { #expect(status == 200) }
        }
        #expect(office.seq == seq + 1)
    }

    @Test func aTokenOfTheOfficesOwnIsNotWrittenDown() async throws {
        let secret = try TestOffice.unknownSecret()
        var settings = API.Settings()
        settings.administratorToken = ConfiguredToken(secret: secret)
        let office = try await TestOffice.gunma(settings: settings)
        let seq = office.seq
        #expect(await office.read(secret, "/v1/tokens").status == 200 && office.seq == seq)
    }

    /// Whoever may read still may where nothing can be written.
    @Test func aStoreThatTakesNoWritesIsNoReasonToRefuseReads() async throws {
        let office = try await TestOffice.gunma()
        let (place, secret) = try await office.token()
        await office.store.close()
        #expect(await office.read(secret).status == 200)
        #expect(try await office.get(place, as: .administrator)["/lastUsedOn"] == nil)
    }
}
