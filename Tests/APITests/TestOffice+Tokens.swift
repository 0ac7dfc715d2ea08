import API
import HTTPTypes
import JSONText
import Web

@testable import Offices

// Tokens that a test makes itself, and requests from elsewhere.
extension TestOffice {
    /// A new token's place and its secret.
    func token(
        _ body: String = #"{"label":"窓口","role":"secretariat","councilIds":["gunma"]}"#
    ) async throws -> (place: String, secret: String) {
        let answer = try await post("/v1/tokens", body, as: .administrator)
        guard let secret = answer["/token"]?.stringValue else { throw Unexpected(answer.whole) }
        return (answer.location, secret)
    }

    /// Its new secret.
    func rotate(_ place: String) async throws -> String {
        let answer = try await post(place + "/rotation", as: .administrator)
        guard let secret = answer["/token"]?.stringValue else { throw Unexpected(answer.whole) }
        return secret
    }

    /// A read with a secret, or with none.
    func read(
        _ secret: String?,
        _ target: String = "/v1/meetings",
        from address: String = "192.0.2.1",
        _ fields: HTTPFields = [:]
    ) async -> Answer {
        var fields = fields
        if let secret { fields[.authorization] = "Bearer " + secret }
        return await Self.exchange(api, .get, target, fields, from: address)
    }

    /// A token that nobody was given, with its check in order.
    static func unknownSecret(_ seed: UInt64 = 7) throws -> String {
        let surroundings = try Surroundings(seed: seed, at: "2025-11-20T01:00:00Z")
        return try API.newAdministrator(label: "x", environment: surroundings.environment).secret
    }
}
