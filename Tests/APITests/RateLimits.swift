import API
import HTTPTypes
import Testing

@testable import Offices

/// How much a token, and an address without one, may ask in a minute.
@Suite struct RateLimits {
    /// An office whose own requests are not limited, and an API on its store that is.
    struct Scene {
        let office: TestOffice
        let api: API
        static let own = "192.0.2.1"

        func read(_ secret: String?, _ target: String = "/v1/meetings", from address: String = own) async -> Answer {
            let fields: HTTPFields = secret.map { [.authorization: "Bearer " + $0] } ?? [:]
            return await TestOffice.exchange(api, .get, target, fields, from: address)
        }
    }

    private func scene(token: Int? = nil, public: Int? = nil) async throws -> Scene {
        let office = try await TestOffice.gunma()
        var settings = API.Settings()
        settings.tokenRequestsPerMinute = token
        settings.publicRequestsPerMinute = `public`
        settings.administratorToken = ConfiguredToken(secret: try TestOffice.unknownSecret())
        let surroundings = office.surroundings
        let api = API(
            store: office.store,
            audit: office.audit.auditing,
            environment: surroundings.environment,
            settings: settings,
            log: surroundings.logger
        )
        return Scene(office: office, api: api)
    }

    private func isThrottled(_ answer: Answer, for seconds: Int) -> Bool {
        answer.status == 429 && answer.problem?.code == "rateLimitExceeded"
            && answer.fields[.retryAfter] == String(seconds)
    }

    @Test func aTokenMayAskTenSecondsWorthAtOnceAndThenEvenly() async throws {
        let scene = try await scene(token: 60)
        let (_, secret) = try await scene.office.token()
        let (_, other) = try await scene.office.token()
        for _ in 0..<10 { #expect(await scene.read(secret).status == 200) }
        #expect(isThrottled(await scene.read(secret), for: 1))
        // From anywhere; and others go on.
        #expect(isThrottled(await scene.read(secret, from: "192.0.2.2"), for: 1))
        #expect(await scene.read(nil).status == 200)
        #expect(await scene.read(other).status == 200)
        try scene.office.move(to: "2025-11-20T01:00:00.999Z")
        #expect(isThrottled(await scene.read(secret), for: 1))
        try scene.office.move(to: "2025-11-20T01:00:01.000Z")
        #expect(await scene.read(secret).status == 200)
        #expect(isThrottled(await scene.read(secret), for: 1))
    }

    @Test func bothSecretsOfATokenShareItsLimit() async throws {
        let scene = try await scene(token: 18)
        let (place, first) = try await scene.office.token()
        let second = try await scene.office.rotate(place)
        for secret in [first, second, first] { #expect(await scene.read(secret).status == 200) }
        #expect(await scene.read(first).status == 429)
        #expect(await scene.read(second).status == 429)
    }

    @Test func theOfficesOwnTokenHasOneToo() async throws {
        let scene = try await scene(token: 6)
        let secret = try TestOffice.unknownSecret()
        #expect(await scene.read(secret).status == 200)
        #expect(isThrottled(await scene.read(secret), for: 10))
    }

    /// What is refused is not done, and a limit is no failed attempt.
    @Test func whatIsThrottledIsNotDone() async throws {
        let scene = try await scene(token: 6)
        let (_, secret) = try await scene.office.token()
        #expect(await scene.read(secret).status == 200)
        let seq = scene.office.seq
        let fields: HTTPFields = [.authorization: "Bearer \(secret)", .contentType: "application/json"]
        let body = Array(Example.meeting().utf8)
        for _ in 0..<20 {
            let answer = await TestOffice.exchange(scene.api, .post, "/v1/meetings", fields, body)
            #expect(isThrottled(answer, for: 10))
        }
        #expect(scene.office.seq == seq)
        try scene.office.move(to: "2025-11-20T01:00:10Z")
        #expect(await scene.read(secret).status == 200)
    }

    @Test func anAddressWithoutATokenHasItsOwn() async throws {
        let scene = try await scene(public: 12)
        let (_, secret) = try await scene.office.token()
        for _ in 0..<2 { #expect(await scene.read(nil).status == 200) }
        #expect(isThrottled(await scene.read(nil), for: 5))
        #expect(isThrottled(await scene.read(nil, "/v1/nothing"), for: 5))
        #expect(await scene.read(nil, from: "192.0.2.2").status == 200)
        #expect(await scene.read(secret).status == 200)
        try scene.office.move(to: "2025-11-20T01:00:05Z")
        #expect(await scene.read(nil).status == 200)
    }

    @Test func thereIsNoneUnlessItIsSet() async throws {
        let scene = try await scene()
        let (_, secret) = try await scene.office.token()
        for _ in 0..<1_000 {
            #expect(await scene.read(secret, "/livez").status == 200)
            #expect(await scene.read(nil, "/livez").status == 200)
        }
    }
}
