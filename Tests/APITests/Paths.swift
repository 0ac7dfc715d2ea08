import HTTPTypes
import Testing

@testable import Offices

/// One canonical path for each thing, and the methods that it has.
@Suite struct Paths {
    private static let methods: [(path: String, allow: String)] =
        [
            ("/", "GET, HEAD"), ("/openapi.yaml", "GET, HEAD"), ("/openapi.json", "GET, HEAD"), ("/livez", "GET, HEAD"),
            ("/readyz", "GET, HEAD"), ("/metrics", "GET, HEAD"), ("/problems/invalid", "GET, HEAD"),
            ("/v1/councils/gunma/cadence", "GET, HEAD"), ("/v1/councils/gunma/advisories", "GET, HEAD"),
            ("/v1/meetings/x/notice", "POST"), ("/v1/meetings/x/holding", "POST"), ("/v1/meetings/x/closing", "POST"),
            ("/v1/meetings/x/cancellation", "POST"), ("/v1/minutes/x/confirmation", "POST"),
            ("/v1/minutes/x/publication", "POST"), ("/v1/minutes/x/withdrawal", "POST"),
            ("/v1/tokens/x/revocation", "POST"), ("/v1/tokens", "GET, POST, HEAD"), ("/v1/tokens/x", "GET, HEAD"),
        ]
        + ["councils", "members", "role-assignments", "meetings", "minutes"].flatMap {
            [("/v1/\($0)", "GET, POST, HEAD"), ("/v1/\($0)/x", "GET, PUT, PATCH, DELETE, HEAD")]
        }

    @Test func otherMethodsAreAnsweredWithThoseAllowed() async throws {
        let office = try await TestOffice.gunma()
        for (path, allow) in Self.methods {
            let allowed = Set(allow.split(separator: ", ").map(String.init))
            for name in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "FOO"] {
                let method = try #require(HTTPRequest.Method(rawValue: name))
                let answer = try await office.send(method, path, as: .administrator)
                #expect((answer.status == 405) == !allowed.contains(name), "\(name) \(path)")
                guard answer.status == 405 else { continue }
                #expect(Set((answer.fields[.allow] ?? "").split(separator: ", ").map(String.init)) == allowed)
                #expect(answer.problem?.code == "methodNotAllowed")
            }
        }
    }

    @Test func headIsAnsweredLikeGet() async throws {
        let office = try await TestOffice.gunma()
        for target in [
            "/", "/v1/councils", "/v1/councils/gunma", "/v1/members?limit=2", "/v1/tokens", "/v1/members/x", "/readyz",
        ] {
            let get = try await office.get(target, as: .administrator)
            let head = try await office.send(.head, target, as: .administrator)
            // The listener leaves the body out; its length is GET's.
            #expect(head.whole == get.whole)
            guard !get.tag.isEmpty else { continue }
            #expect(try await office.send(.head, target, as: .administrator, [.ifNoneMatch: get.tag]).status == 304)
        }
    }

    @Test(arguments: [
        "", "/v1", "/v1/", "/v1/councils/", "//v1/councils", "/V1/councils", "/v1/Councils", "/v1/./councils",
        "/v1/x/../councils", "/v1/%63ouncils", "/v1/councils//", "/v1//councils", "/v1/councils/gunma/",
        "/v1/councils/GUNMA",
        "/v1/councils/gunma/Cadence", "/v1/councils/%67unma", "/v1/councils/gunma/../tokyo",
        "/v1/councils/gunma%2Fcadence",
        "/v1/councils.json", "/v1/councils;a=1", "/v2/councils", "/problems", "/problems/", "/problems/none",
        "/index.html",
        "*", "/v1/roleassignments", "/v1/batches", "/v1/councils#x",
    ]) func variantsAreNotFound(path: String) async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.get(path, as: .administrator)
        #expect(answer.status == 404 && answer.problem?.code == "notFound")
    }
}
