import Councils
import Testing

@Suite struct TokenRotation {
    private static let today: Day = "2025-10-01"
    private static let moment: Instant = "2025-10-01T01:02:03.004Z"

    private func token(expiresOn: Day? = "2025-12-30") -> AccessToken {
        AccessToken(
            label: "窓口",
            role: .administrator,
            councilIDs: [],
            memberID: nil,
            digest: "first",
            expiresOn: expiresOn
        )
    }

    @Test func theFormerSecretIsGoodForADayToTheMillisecond() throws {
        var token = token()
        #expect(token.digests(at: Self.moment) == ["first"])
        try token.rotate(to: "second", at: Self.moment)
        #expect(token.rotatedAt == Self.moment)
        #expect(token.former?.until == "2025-10-02T01:02:03.004Z")
        #expect(token.digests(at: Self.moment) == ["second", "first"])
        #expect(token.digests(at: "2025-10-02T01:02:03.003Z") == ["second", "first"])
        #expect(token.digests(at: "2025-10-02T01:02:03.004Z") == ["second"])
    }

    @Test func rotatingAgainEndsTheOlderFormerSecretAtOnce() throws {
        var token = token()
        try token.rotate(to: "second", at: Self.moment)
        try token.rotate(to: "third", at: "2025-10-01T01:02:03.005Z")
        #expect(token.digests(at: "2025-10-01T01:02:03.005Z") == ["third", "second"])
        #expect(token.former?.until == "2025-10-02T01:02:03.005Z")
    }

    @Test func theLastDayStays() throws {
        var token = token(expiresOn: Self.today)
        try token.rotate(to: "second", at: Self.moment)
        #expect(token.expiresOn == Self.today && token.isValid(on: Self.today) && !token.isValid(on: "2025-10-02"))
    }

    @Test func whatIsRevokedOrExpiredIsNotRotated() throws {
        var revoked = token()
        try revoked.revoke(at: Self.moment)
        let before = revoked
        #expect(throws: Refusal.conflict(.alreadyRevoked)) { try revoked.rotate(to: "second", at: Self.moment) }
        #expect(revoked == before)
        var expired = token(expiresOn: "2025-09-30")
        #expect(throws: Refusal.conflict(.alreadyExpired)) { try expired.rotate(to: "second", at: Self.moment) }
        // Its last day ends with the day in Tokyo.
        #expect(throws: Never.self) { try expired.rotate(to: "second", at: "2025-09-30T14:59:59.999Z") }
        #expect(throws: Refusal.conflict(.alreadyExpired)) {
            try expired.rotate(to: "third", at: "2025-09-30T15:00:00.000Z")
        }
    }

    @Test func aRevocationEndsBothSecrets() throws {
        var token = token()
        try token.rotate(to: "second", at: Self.moment)
        try token.revoke(at: Self.moment)
        #expect(token.reader(isCouncil: { _ in true }, member: nil, on: Self.today) == nil)
    }

    @Test func aUseIsNewsOnceADayAndOnlyForward() {
        var token = token()
        for (day, isNews, last) in [
            (Self.today, true, Self.today), (Self.today, false, Self.today), ("2025-09-30", false, Self.today),
            ("2025-10-02", true, "2025-10-02"),
        ] as [(Day, Bool, Day)] {
            let said = token.use(on: day)
            #expect(said == isNews && token.lastUsedOn == last)
        }
    }

    @Test func aUseAloneIsNoNewVersion() throws {
        let former = token()
        var token = former
        _ = token.use(on: Self.today)
        #expect(!token.isNewVersion(of: former))
        try token.revoke(at: Self.moment)
        #expect(token.isNewVersion(of: former))
        var rotated = former
        try rotated.rotate(to: "second", at: Self.moment)
        #expect(rotated.isNewVersion(of: former))
    }

    @Test func noDigestIsSeen() throws {
        var token = token()
        try token.rotate(to: "second", at: Self.moment)
        let seen = try #require(token.seen(at: .secretariat))
        let printed = String(reflecting: seen)
        #expect(!printed.contains("first") && !printed.contains("second"))
        #expect(seen.rotatedAt == Self.moment && seen.formerSecretUntil == "2025-10-02T01:02:03.004Z")
    }
}
