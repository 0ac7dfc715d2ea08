import API
import HTTPTypes
import Testing
import Web

@testable import Offices

/// Pages of other origins: nobody, until an office names them.
@Suite struct CORS {
    private static let origin = "https://front.example.jp"

    private func office() async throws -> TestOffice {
        var settings = API.Settings()
        settings.allowedOrigins = [Self.origin]
        return try await TestOffice.gunma(settings: settings)
    }

    private static let preflight: HTTPFields = [.origin: origin, .accessControlRequestMethod: "PATCH"]

    @Test func isOffUntilOriginsAreNamed() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get("/v1/councils", as: .public, [.origin: Self.origin])
        #expect(answer.status == 200 && answer.fields[.accessControlAllowOrigin] == nil)
        let preflight = try await office.send(.options, "/v1/councils", as: .public, Self.preflight)
        #expect(preflight.status == 405 && preflight.fields[.accessControlAllowMethods] == nil)
    }

    @Test func namedOriginsMayReadAnswersAndErrors() async throws {
        let office = try await office()
        for (target, status) in [("/v1/councils", 200), ("/nothing", 404), ("/v1/tokens", 401), ("/v1/members?x", 400)]
        {
            let answer = try await office.get(target, as: .public, [.origin: Self.origin])
            #expect(answer.status == status && answer.fields[.accessControlAllowOrigin] == Self.origin)
            #expect(
                answer.fields[.accessControlExposeHeaders]
                    == "ETag, Link, Location, Retry-After, X-Request-Id, Content-Disposition"
            )
            let accept = target.hasPrefix("/v1/") ? ", Accept" : ""
            #expect(answer.fields[.vary] == "Authorization, Accept-Language\(accept), Origin")
            #expect(answer.fields[.accessControlAllowCredentials] == nil)
        }
    }

    @Test(arguments: [
        "https://evil.example", "https://front.example.jp.evil.example", "null", "https://FRONT.example.jp", "*",
    ])
    func otherOriginsMayNot(origin: String) async throws {
        let office = try await office()
        let answer = try await office.get("/v1/councils", as: .public, [.origin: origin])
        #expect(answer.status == 200 && answer.fields[.accessControlAllowOrigin] == nil)
        #expect(answer.fields[.vary] == "Authorization, Accept-Language, Accept, Origin")
        let preflight: HTTPFields = [.origin: origin, .accessControlRequestMethod: "PATCH"]
        #expect(try await office.send(.options, "/v1/councils", as: .public, preflight).status == 405)
    }

    @Test func preflightsNeedNoToken() async throws {
        let office = try await office()
        let answer = try await office.send(.options, "/v1/tokens", as: .public, Self.preflight)
        #expect(answer.status == 204 && answer.body.isEmpty && answer.fields[.accessControlAllowOrigin] == Self.origin)
        #expect(answer.fields[.accessControlAllowMethods] == "GET, HEAD, POST, PUT, PATCH, DELETE")
        for name in ["Authorization", "Content-Type", "If-Match", "If-None-Match", "X-Request-Id"] {
            #expect(answer.fields[.accessControlAllowHeaders]?.contains(name) == true)
        }
        let plain = try await office.send(.options, "/v1/tokens", as: .public, [.origin: Self.origin])
        #expect(plain.status == 405)
    }
}
