import Foundation
import HTTPTypes
import JSONText
import Testing

/// No secret is anywhere but where it was shown: the real process, its files, its words, its backups.
@Suite struct TokenTraces {
    /// What a token's owner alone has: the random part, the same wherever it is encoded.
    private static func body(_ secret: String) -> String { String(secret.dropFirst(4).prefix(64)) }

    private func token(_ arguments: [String], _ data: String) async throws -> (id: String, secret: String) {
        let ran = try await Server.run(["token"] + arguments, environment: ["KYOGIKAI_DATA_DIRECTORY": data])
        let json = try #require(try JSONValue(parsing: Array(ran.output.utf8)).objectValue, "\(ran)")
        return (try #require(json["id"]?.stringValue), try #require(json["token"]?.stringValue))
    }

    @Test func noSecretIsInDataLogsMetricsOrBackups() async throws {
        let backup = FileManager.default.temporaryDirectory.path + "/kyogikai-backup-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: backup) }
        let server = try await Server.start(environment: ["KYOGIKAI_LOG_LEVEL": "trace"])
        defer { server.remove() }
        let data = server.directory.path
        let administrator = server.administratorToken
        let secretariat = ["create", "--label", "窓口", "--role", "secretariat", "--council", "gunma"]
        let made = try await token(secretariat, data)
        let rotated = try await token(["rotate", made.id], data)
        #expect(rotated.id == made.id && rotated.secret != made.secret)
        let revoked = try await token(secretariat, data)
        let ended = try await Server.run(
            ["token", "revoke", revoked.id],
            environment: ["KYOGIKAI_DATA_DIRECTORY": data]
        )
        #expect(ended.status == 0 && !ended.output.contains("kyg_"))
        let secrets = [administrator, made.secret, rotated.secret, revoked.secret]
        var answers = ended.output + ended.errors
        for (secret, status) in zip(secrets, [200, 200, 200, 401]) {
            let read = try await server.ask("GET", "/v1/meetings", token: secret)
            #expect(read.status == status)
        }
        // Where they do not belong, as they are and percent-encoded.
        for spelt in secrets + secrets.map({ $0.replacing("_", with: "%5F") }) {
            let target = try await server.ask("GET", "/v1/meetings?token=\(spelt)")
            let path = try await server.ask("GET", "/v1/meetings/\(spelt)")
            let cookie = try await server.ask("GET", "/v1/meetings", fields: [.cookie: "session=\(spelt)"])
            for answer in [target, path, cookie] {
                #expect(answer.status == 400)
                answers += String(decoding: JSONValue.object(answer.json).encoded(), as: UTF8.self)
            }
        }
        // All that was in vain came from this machine's one address.
        let shutOut = try await server.ask("GET", "/v1/tokens", token: administrator)
        #expect(shutOut.status == 429 && shutOut.json["code"]?.stringValue == "tooManyFailedAttempts")
        try await server.end(SIGTERM)
        let again = try await Server.start(data: server.directory)
        defer { again.remove() }
        let copied = try await Server.run(["backup", "create", backup], environment: ["KYOGIKAI_DATA_DIRECTORY": data])
        #expect(copied.status == 0, "\(copied)")
        answers += copied.output + copied.errors
        answers += try await again.text("GET", "/metrics", token: administrator)
        answers += try await again.text("GET", "/v1/tokens", token: administrator)
        answers += try await again.text("GET", "/v1/tokens/\(made.id)/history", token: administrator)
        // Both secrets outlive the process, and so does a revocation.
        for (secret, status) in [(made.secret, 200), (rotated.secret, 200), (revoked.secret, 401)] {
            let read = try await again.ask("GET", "/v1/meetings", token: secret)
            #expect(read.status == status)
        }
        try await again.end(SIGTERM)
        let said = try await server.said() + again.said()
        #expect(said.contains("/v1/tokens") && answers.contains("窓口"))
        let places =
            try files(in: data, besides: "admin-token") + files(in: backup) + [
                ("log", said), ("answers", answers),
            ]
        #expect(places.count > 6 && places.contains { $0.text.contains("窓口") && $0.text.contains("digest") })
        for secret in secrets {
            let body = Self.body(secret)
            #expect(body.count == 64)
            for place in places { #expect(!place.text.lowercased().contains(body), "\(place.name)") }
        }
    }

    /// Each file of a directory as text, byte by byte.
    private func files(in directory: String, besides left: String? = nil) throws -> [(name: String, text: String)] {
        let names = try #require(FileManager.default.enumerator(atPath: directory)).compactMap { $0 as? String }
        return names.filter { $0 != left }.compactMap { name in
            let contents = FileManager.default.contents(atPath: directory + "/" + name)
            return contents.map { (name, String(decoding: $0, as: UTF8.self)) }
        }
    }
}
