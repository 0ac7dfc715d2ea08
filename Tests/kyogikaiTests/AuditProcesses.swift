import Foundation
import HTTPTypes
import JSONText
import Testing
import Web

/// The audit log of the built program.
@Suite(.serialized) struct AuditProcesses {
    private func verify(_ data: URL, _ more: String...) async throws -> (
        status: Int32, json: JSONObject, errors: String
    ) {
        let ran = try await Server.run(["verify", data.path, "--json"] + more)
        let json = try? JSONValue(parsing: Array(ran.output.utf8)).objectValue
        return (ran.status, json ?? JSONObject(), ran.errors)
    }

    private func log(of data: URL) throws -> String {
        try String(contentsOf: data.appending(path: "audit/journal/0000000001.ndjson"), encoding: .utf8)
    }

    @Test func everyReadThatWasAnsweredIsWrittenDownWhenTheProcessIsKilled() async throws {
        let server = try await Server.start()
        defer { server.remove() }
        let token = server.administratorToken
        let answered = try await withThrowingTaskGroup(of: [String].self) { group in
            for reader in 0..<8 {
                group.addTask {
                    var answered: [String] = []
                    for number in 0..<1000 {
                        let id = "read-\(reader)-\(number)"
                        let answer = try? await server.ask("GET", "/v1/minutes", token: token, fields: [.requestID: id])
                        // Killed meanwhile.
                        guard let answer, answer.status == 200 else { break }
                        answered.append(id)
                        if reader == 0, number == 40 { server.process.send(SIGKILL) }
                    }
                    return answered
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        try await server.end(SIGKILL)
        #expect(answered.count >= 41 && answered.count < 8000)
        let written = try log(of: server.directory)
        for id in answered { #expect(written.contains(#""request":"\#(id)""#)) }
        #expect(written.contains(#""actor":"bootstrap""#))
        #expect(try await verify(server.directory).status == 0)
        // What was cut off, if anything was, is set aside, and it goes on.
        let again = try await Server.start(data: server.directory)
        let head = try await again.ask("GET", "/v1/audit/head", token: token)
        #expect(try #require(head.json["seq"]?.integerValue) >= Int64(answered.count))
        try await again.end(SIGTERM)
        #expect(try await verify(server.directory).status == 0)
    }

    @Test func aHeadThatWasKeptShowsACutTail() async throws {
        let server = try await Server.start()
        defer { server.remove() }
        let token = server.administratorToken
        for _ in 0..<3 { #expect(try await server.ask("GET", "/v1/minutes", token: token).status == 200) }
        let head = try await server.ask("GET", "/v1/audit/head", token: token).json
        let kept = "\(head["seq"]?.integerValue ?? 0):\(head["sum"]?.stringValue ?? "")"
        let running = try await verify(server.directory, "--audit-head", kept)
        #expect(running.status == 0, "\(running.errors)")
        let members = running.json["audit"]?.objectValue
        #expect(members?["storeId"] == head["storeId"] && members?["entries"]?.integerValue ?? 0 >= 5)
        try await server.end(SIGKILL)
        #expect(try await verify(server.directory, "--audit-head", kept).status == 0)
        let file = server.directory.appending(path: "audit/journal/0000000001.ndjson")
        // From the line of the head on.
        let lines = try log(of: server.directory).split(separator: "\n")
        let sum = try #require(head["sum"]?.stringValue)
        let cutAt = try #require(lines.firstIndex { $0.hasSuffix(#""sum":"\#(sum)"}"#) })
        try Data((lines[..<cutAt].joined(separator: "\n") + "\n").utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        #expect(try await verify(server.directory).status == 0)
        let cut = try await verify(server.directory, "--audit-head", kept)
        #expect(
            cut.status == 65 && cut.json["status"]?.stringValue == "bad"
                && cut.errors.contains("the head that was kept")
        )
        for wrong in ["7", "x:y", "1:" + String(repeating: "g", count: 64)] {
            #expect(try await verify(server.directory, "--audit-head", wrong).status == 64)
        }
    }

    @Test func theHeadIsInTheLogAtTheStartAndAtTheEnd() async throws {
        let server = try await Server.start()
        defer { server.remove() }
        let started = try await server.logged(["message": "audit head"])
        #expect(started?["seq"]?.stringValue == "1")
        #expect(try await server.ask("GET", "/v1/minutes", token: server.administratorToken).status == 200)
        try await server.end(SIGTERM)
        let stopped = try #require(try await server.logged(["message": "audit head", "seq": "2"]))
        let sum = try #require(stopped["sum"]?.stringValue)
        #expect(try await verify(server.directory, "--audit-head", "2:" + sum).status == 0)
    }

    @Test func damageIsFoundByVerify() async throws {
        let server = try await Server.start()
        defer { server.remove() }
        for _ in 0..<3 { _ = try await server.ask("GET", "/v1/minutes", token: server.administratorToken) }
        try await server.end(SIGTERM)
        let file = server.directory.appending(path: "audit/journal/0000000001.ndjson")
        let text = try log(of: server.directory).replacing(#""status":200"#, with: #""status":404"#, maxReplacements: 1)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        let found = try await verify(server.directory)
        #expect(found.status == 65 && found.errors.contains("audit/journal/0000000001.ndjson is damaged"))
        let refused = try await Server.run(
            ["serve"],
            environment: [
                "KYOGIKAI_DATA_DIRECTORY": server.directory.path, "KYOGIKAI_HTTP_PORT": "0",
            ]
        )
        #expect(refused.status == 65 && refused.errors.contains("audit: "))
    }

    @Test func theAuditLogOfAnotherStoreIsRefused() async throws {
        let (one, other) = (try await Server.start(), try await Server.start())
        defer {
            one.remove()
            other.remove()
        }
        try await one.end(SIGTERM)
        try await other.end(SIGTERM)
        let place = one.directory.appending(path: "audit")
        try FileManager.default.removeItem(at: place)
        try FileManager.default.copyItem(at: other.directory.appending(path: "audit"), to: place)
        let found = try await verify(one.directory)
        #expect(found.status == 65 && found.errors.contains("belongs to the store"))
        let refused = try await Server.run(
            ["serve"],
            environment: [
                "KYOGIKAI_DATA_DIRECTORY": one.directory.path, "KYOGIKAI_HTTP_PORT": "0",
            ]
        )
        #expect(refused.status == 65 && refused.errors.contains("belongs to the store"))
    }

    /// A backup is a state, the audit log is what happened: it is copied apart, and nothing rolls it back.
    @Test func backupsAndRestoresLeaveTheAuditLogWhereItIs() async throws {
        let server = try await Server.start()
        defer { server.remove() }
        let token = server.administratorToken
        _ = try await server.ask("GET", "/v1/minutes", token: token)
        try await server.end(SIGTERM)
        let place = FileManager.default.temporaryDirectory.appending(path: "kyogikai-audit-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: place) }
        try FileManager.default.createDirectory(
            at: place,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let (backup, restored) = (place.appending(path: "b").path, place.appending(path: "r"))
        let before = try log(of: server.directory)
        let made = try await Server.run(["backup", "create", backup, "--data-directory", server.directory.path])
        #expect(made.status == 0, "\(made.errors)")
        #expect(!FileManager.default.fileExists(atPath: backup + "/audit"))
        #expect(try await Server.run(["restore", backup, "--into", restored.path]).status == 0)
        let bare = try await verify(restored)
        #expect(bare.status == 0 && bare.json["audit"] == .null)
        #expect(try log(of: server.directory) == before)
        try FileManager.default.copyItem(
            at: server.directory.appending(path: "audit"),
            to: restored.appending(path: "audit")
        )
        let again = try await Server.start(data: restored)
        let head = try await again.ask("GET", "/v1/audit/head", token: token)
        #expect(head.status == 200 && head.json["seq"]?.integerValue ?? 0 >= 2)
        try await again.end(SIGTERM)
        #expect(try log(of: restored).hasPrefix(before))
    }
}
