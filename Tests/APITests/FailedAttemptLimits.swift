import API
import HTTPTypes
import Testing

@testable import Offices
import Web

/// Ten tokens in vain within a minute, and an address may show no more for a while.
@Suite struct FailedAttemptLimits {
    private static let wrong = "kyg_" + String(repeating: "0", count: 72)

    private func fail(_ office: TestOffice, _ times: Int, from address: String = "192.0.2.1") async {
        for _ in 0..<times { #expect(await office.read(Self.wrong, from: address).status == 401) }
    }

    private func isShutOut(_ answer: Answer, for seconds: Int) -> Bool {
        answer.status == 429 && answer.problem?.code == "tooManyFailedAttempts"
            && answer.fields[.retryAfter] == String(seconds)
    }

    @Test func theEleventhIsRefusedWhateverItShows() async throws {
        let office = try await TestOffice.gunma()
        let (_, secret) = try await office.token()
        await fail(office, 9)
        #expect(await office.read(secret).status == 200)
        await fail(office, 1)
        for shown in [secret, Self.wrong, "", "x"] {
            #expect(isShutOut(await office.read(shown), for: 60))
        }
        for target in ["/livez", "/v1/nothing", "/v1/tokens", "/v1/meetings?token=\(secret)"] {
            #expect(isShutOut(await office.read(secret, target), for: 60), "\(target)")
        }
        // Those who show none go on, and so do other addresses.
        #expect(await office.read(nil).status == 200)
        #expect(await office.read(secret, from: "192.0.2.2").status == 200)
    }

    @Test func itIsToldInBothLanguages() async throws {
        let office = try await TestOffice.gunma()
        await fail(office, 10)
        let answer = await office.read(Self.wrong)
        let english = await office.read(Self.wrong, [.acceptLanguage: "en"])
        #expect(answer.problem?.detail.contains("60秒") == true)
        #expect(english.problem?.detail.contains("60 seconds") == true)
        #expect(answer.fields[.contentType] == "application/problem+json" && answer.fields[.requestID] != nil)
    }

    /// Ten in any sixty seconds: the first one leaves the window exactly a minute later.
    @Test func itEndsAMinuteAfterTheFirstOfTheTen() async throws {
        let office = try await TestOffice.gunma(at: "2025-11-20T01:00:00.000Z")
        let (_, secret) = try await office.token()
        await fail(office, 1)
        try office.move(to: "2025-11-20T01:00:30.000Z")
        await fail(office, 9)
        #expect(isShutOut(await office.read(secret), for: 30))
        try office.move(to: "2025-11-20T01:00:59.999Z")
        #expect(isShutOut(await office.read(secret), for: 1))
        try office.move(to: "2025-11-20T01:01:00.000Z")
        #expect(await office.read(secret).status == 200)
        // Nine of the last minute are left: one more is too many until they are past.
        await fail(office, 1)
        #expect(isShutOut(await office.read(secret), for: 30))
        try office.move(to: "2025-11-20T01:01:30.000Z")
        await fail(office, 9)
        #expect(isShutOut(await office.read(secret), for: 30))
    }

    @Test func attemptsThatAreAMinutePastDoNotCount() async throws {
        let office = try await TestOffice.gunma(at: "2025-11-20T01:00:00.000Z")
        await fail(office, 9)
        try office.move(to: "2025-11-20T01:01:00.000Z")
        await fail(office, 10)
        #expect(isShutOut(await office.read(Self.wrong), for: 60))
    }

    /// What is refused is not counted: the end does not move.
    @Test func whoGoesOnIsNotShutOutForLonger() async throws {
        let office = try await TestOffice.gunma(at: "2025-11-20T01:00:00.000Z")
        await fail(office, 10)
        for second in 10..<60 {
            try office.move(to: "2025-11-20T01:00:\(second).000Z")
            #expect(isShutOut(await office.read(Self.wrong), for: 60 - second))
            // Neither is what shows no Authorization field and is refused for another reason.
            #expect(await office.read(nil, "/v1/meetings?t=\(Self.wrong)").status == 400)
        }
        try office.move(to: "2025-11-20T01:01:00.000Z")
        await fail(office, 1)
    }

    @Test func aClockThatGoesBackShutsNobodyOut() async throws {
        let office = try await TestOffice.gunma(at: "2025-11-20T01:00:00.000Z")
        await fail(office, 10)
        try office.move(to: "2025-11-20T00:00:00.000Z")
        await fail(office, 10)
        #expect(isShutOut(await office.read(Self.wrong), for: 60))
    }

    /// Each kind of attempt that fails, and what it is answered.
    enum Kind: String, CaseIterable {
        case malformed, misspelt, unknown, revoked, expired, formerSecret, basic, two, inURL, encodedInURL, inPath
        case inCookie, encodedInCookie
    }

    @Test(arguments: Kind.allCases) func everyKindCountsAndChangesNothing(_ kind: Kind) async throws {
        let office = try await TestOffice.gunma()
        let (place, secret) = try await office.token()
        let (status, code, target, fields) = try await attempt(kind, office, place, secret)
        let good = try await office.token().secret
        #expect(await office.read(good, from: "192.0.2.9").status == 200)
        let seq = office.seq
        for _ in 0..<10 {
            let answer = await office.read(nil, target, fields)
            #expect(answer.status == status && answer.problem?.code == code)
            #expect(!answer.whole.contains(secret.dropFirst(4)))
        }
        #expect(isShutOut(await office.read(good), for: 60))
        #expect(office.seq == seq && !office.logged.contains(secret.dropFirst(4)))
    }

    private func attempt(
        _ kind: Kind,
        _ office: TestOffice,
        _ place: String,
        _ secret: String
    ) async throws -> (status: Int, code: String, target: String, fields: HTTPFields) {
        func shown(_ text: String, _ code: String = "invalidToken") -> (Int, String, String, HTTPFields) {
            (401, code, "/v1/meetings", [.authorization: text])
        }
        let encoded = secret.replacing("_", with: "%5f")
        switch kind {
        case .malformed: return shown("Bearer token")
        case .misspelt: return shown("Bearer " + secret.dropLast() + (secret.last == "0" ? "1" : "0"))
        case .unknown: return shown("Bearer " + (try TestOffice.unknownSecret()))
        case .revoked:
            _ = try await office.post(place + "/revocation", as: .administrator)
            return shown("Bearer " + secret)
        case .expired:
            try office.move(to: "2026-02-18T15:00:00Z")
            return shown("Bearer " + secret)
        case .formerSecret:
            _ = try await office.rotate(place)
            try office.move(to: "2025-11-21T01:00:00Z")
            return shown("Bearer " + secret)
        case .basic: return shown("Basic a3lnOmt5Zw==", "notBearer")
        case .two:
            var fields: HTTPFields = [.authorization: "Bearer \(secret)"]
            fields.append(HTTPField(name: .authorization, value: "Bearer \(secret)"))
            return (400, "twoAuthorizations", "/v1/meetings", fields)
        case .inURL: return (400, "tokenInURL", "/v1/meetings?token=\(secret)", [:])
        case .encodedInURL: return (400, "tokenInURL", "/v1/meetings?token=\(encoded)", [:])
        case .inPath: return (400, "tokenInURL", "/v1/meetings/\(encoded)", [:])
        case .inCookie: return (400, "tokenInCookie", "/v1/meetings", [.cookie: "a=b; session=\(secret)"])
        case .encodedInCookie: return (400, "tokenInCookie", "/v1/meetings", [.cookie: "session=\(encoded)"])
        }
    }

    @Test func aCookieOfSomebodyElsesIsNoToken() async throws {
        let office = try await TestOffice.gunma()
        for cookie in ["session=kyg_none", "kyg_=1; theme=dark", "a=%6B%79%67%5F%7A"] {
            #expect(await office.read(nil, [.cookie: cookie]).status == 200, "\(cookie)")
        }
    }

    @Test(
        arguments: [
            (["192.0.2.1", "::ffff:192.0.2.1", "::ffff:c000:201", "0:0:0:0:0:FFFF:192.0.2.1"], "192.0.2.2"),
            (["2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:0DB8:1:2:0::"], "2001:db8:1:3::1"),
            (["unix"], "192.0.2.1"), (["::1", "::2"], "::1:0:0:0:1"),
        ] as [([String], String)]
    )
    func anAddressIsOneWithThoseThatItsClientMayChoose(_ same: [String], _ other: String) async throws {
        let office = try await TestOffice.gunma()
        for attempt in 0..<10 { await fail(office, 1, from: same[attempt % same.count]) }
        for address in same { #expect(isShutOut(await office.read(Self.wrong, from: address), for: 60), "\(address)") }
        await fail(office, 1, from: other)
    }
}

extension TestOffice {
    fileprivate func read(_ secret: String?, _ fields: HTTPFields) async -> Answer {
        await read(secret, "/v1/meetings", from: "192.0.2.1", fields)
    }
}
