import Foundation
import JSONText
import Testing

/// The commands for a data directory, as an office runs them.
@Suite(.serialized) struct ToolCommands {
    private static func meeting(_ number: Int) -> String {
        #"{"councilId":"gunma","number":\#(number),"title":"会議","kind":"regular","mode":"inPerson","startsAt":"2025-07-10T13:30:00+09:00","venue":"前橋市"}"#
    }

    /// A place for directories that the commands make, removed at the end.
    private final class Place {
        let path = FileManager.default.temporaryDirectory.path + "/kyogikai-tools-" + UUID().uuidString

        init() throws {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func callAsFunction(_ name: String) -> String { path + "/" + name }
    }

    private struct Ran {
        var status: Int32
        var output: String
        var errors: String
        var json: JSONObject
    }

    private func run(_ arguments: String..., data: String? = nil) async throws -> Ran {
        let environment = data.map { ["KYOGIKAI_DATA_DIRECTORY": $0] } ?? [:]
        let ran = try await Server.run(arguments, environment: environment)
        let json = try? JSONValue(parsing: Array(ran.output.utf8)).objectValue
        return Ran(status: ran.status, output: ran.output, errors: ran.errors, json: json ?? JSONObject())
    }

    /// A stopped server's data with so many meetings, and their ids.
    private func stopped(_ count: Int = 3) async throws -> (server: Server, data: String, meetings: [JSONObject]) {
        let server = try await Server.start()
        var meetings: [JSONObject] = []
        for number in 1...count { meetings.append(try await add(number, to: server)) }
        try await server.end(SIGTERM)
        return (server, server.directory.path, meetings)
    }

    private func add(_ number: Int, to server: Server) async throws -> JSONObject {
        let answer = try await server.ask(
            "POST",
            "/v1/meetings",
            Self.meeting(number),
            token: server.administratorToken
        )
        #expect(answer.status == 201)
        return answer.json
    }

    /// Every file with its bytes.
    private func image(_ path: String) throws -> [String: Data] {
        var image: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
            image[name] = FileManager.default.contents(atPath: path + "/" + name) ?? Data()
        }
        return image
    }

    /// Changes one byte in a line of the first segment, counted from 1.
    /// Changes one bit of the group that begins with this entry. Empty groups, which say that it was quiet for a while,
    /// may stand anywhere between.
    private func rot(_ data: String, group seq: Int64) throws {
        let file = data + "/journal/0000000001.ndjson"
        let bytes = try Data(contentsOf: URL(filePath: file))
        var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map { Array($0) }
        let line = try #require(lines.firstIndex { $0.starts(with: Array(#"{"entries":[{"seq":\#(seq),"#.utf8)) })
        lines[line][40] ^= 1
        let handle = try #require(FileHandle(forWritingAtPath: file))
        try handle.write(contentsOf: Data(lines.joined(separator: [10])))
        try handle.close()
    }

    @Test func aBackupOfARunningServerHoldsWhatWasAnsweredBefore() async throws {
        let server = try await Server.start()
        defer { server.remove() }
        let (data, place) = (server.directory.path, try Place())
        let before = try await add(1, to: server)["id"]?.stringValue
        let made = try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask { for number in 0..<10 { _ = try await add(10 * writer + number + 2, to: server) } }
            }
            let made = try await run("backup", "create", place("b"), "--json", data: data)
            try await group.waitForAll()
            return made
        }
        #expect(made.status == 0 && made.errors.isEmpty, "\(made.errors)")
        #expect(made.json.names == ["status", "path", "storeId", "seq", "at", "files", "bytes"])
        let verified = try await run("backup", "verify", place("b"), "--json")
        #expect(verified.status == 0 && verified.json["seq"] == made.json["seq"])
        #expect(!FileManager.default.fileExists(atPath: place("b/admin-token")))
        let dump = try await run("dump", place("b"), "--table", "meetings")
        #expect(dump.output.contains(try #require(before)))
        let note = try #require(FileManager.default.contents(atPath: data + "/BACKUP"))
        let noted = try JSONValue(parsing: Array(note.dropLast())).objectValue
        #expect(noted?.names == ["at", "seq", "path"] && noted?["path"]?.stringValue == made.json["path"]?.stringValue)
        let mode = try FileManager.default.attributesOfItem(atPath: data + "/BACKUP")[.posixPermissions] as? Int
        #expect(mode == 0o600)
        // The running data verifies too, with whoever has it.
        let live = try await run("verify", "--json", data: data)
        #expect(
            live.status == 0
                && live.json["holder"]?.stringValue?.contains("\(server.process.identifier)") == true
        )
        // 41 meetings, the councils, the token, and the day of its use, or both days if this ran at midnight in Tokyo.
        #expect((44...45).contains(live.json["seq"]?.integerValue ?? 0))
        // A backup can be served as it is.
        try FileManager.default.copyItem(atPath: place("b"), toPath: place("data"))
        let again = try await Server.start(data: URL(filePath: place("data")))
        #expect(try await again.ask("GET", "/v1/meetings/\(before ?? "")").status == 200)
        try await again.end(SIGTERM)
    }

    @Test func dataBackupAndRestoreHaveTheSameHash() async throws {
        let (server, data, meetings) = try await stopped()
        defer { server.remove() }
        let place = try Place()
        let made = try await run("backup", "create", place("b"), data: data)
        #expect(made.status == 0 && made.output.contains("read back and verified"), "\(made.errors)")
        let restored = try await run("restore", place("b"), "--into", place("r"), "--json")
        #expect(restored.status == 0, "\(restored.errors)")
        var hashes: Set<String> = []
        for path in [data, place("b"), place("r")] {
            let found = try await run("verify", path, "--json")
            #expect(found.status == 0 && found.json["status"]?.stringValue == "good")
            #expect(found.json["counts"]?.objectValue?["meetings"]?.integerValue == Int64(meetings.count))
            hashes.insert(found.json["hash"]?.stringValue ?? path)
        }
        #expect(hashes.count == 1 && restored.json["hash"]?.stringValue == hashes.first)
        let listed = try await run("backup", "list", place.path, "--json")
        let backups = listed.json["backups"]?.arrayValue?.compactMap(\.objectValue) ?? []
        #expect(backups.map { $0["path"]?.stringValue } == [place("b")])
        #expect(backups.first?["isComplete"]?.boolValue == true && listed.status == 0)
        let text = try await run("backup", "list", place.path)
        #expect(text.output.hasPrefix(place("b")) && text.output.hasSuffix("complete\n"))
    }

    @Test func aRestoreGoesBackToATime() async throws {
        let server = try await Server.start()
        defer { server.remove() }
        let first = try await add(1, to: server)
        let time = try #require(first["createdAt"]?.stringValue)
        var number = 2
        // As many as it takes for the clock to go on.
        while try await add(number, to: server)["createdAt"]?.stringValue == time { number += 1 }
        try await server.end(SIGTERM)
        let place = try Place()
        let restored = try await run(
            "restore",
            server.directory.path,
            "--to-time",
            time,
            "--into",
            place("r"),
            "--json"
        )
        #expect(restored.status == 0 && restored.json["at"]?.stringValue == time, "\(restored.errors)")
        #expect(restored.json["counts"]?.objectValue?["meetings"]?.integerValue == Int64(number - 1))
        let again = try await Server.start(data: URL(filePath: place("r")))
        let id = try #require(first["id"]?.stringValue)
        #expect(try await again.ask("GET", "/v1/meetings/\(id)").status == 200)
        let all = try await again.ask("GET", "/v1/meetings?count=true")
        #expect(all.json["total"]?.integerValue == Int64(number - 1))
        try await again.end(SIGTERM)
    }

    @Test func damageIsSaidWithItsPlaceAndRepairedIntoACopy() async throws {
        let (server, data, _) = try await stopped()
        defer { server.remove() }
        let whole = try await run("verify", data, "--json")
        let last = try #require(whole.json["seq"]?.integerValue)
        try rot(data, group: last - 1)
        let before = try image(data)
        let place = try Place()
        let found = try await run("verify", data, "--json")
        #expect(found.status == 65 && found.json["status"]?.stringValue == "bad")
        let fault = found.json["faults"]?.arrayValue?.first?.objectValue
        #expect(fault?["code"]?.stringValue == "damaged")
        #expect(fault?["path"]?.stringValue == data + "/journal/0000000001.ndjson" && fault?["offset"] != nil)
        #expect(found.errors.contains("is damaged at byte") && found.errors.contains("remedy"))
        for arguments in [["backup", "create", place("b")], ["restore", data, "--into", place("b")], ["dump", data]] {
            let refused = try await Server.run(arguments, environment: ["KYOGIKAI_DATA_DIRECTORY": data])
            #expect(refused.status == 65 && refused.errors.contains("0000000001.ndjson is damaged"), "\(arguments)")
            #expect(!FileManager.default.fileExists(atPath: place("b")))
        }
        let repaired = try await run("repair", data, "--into", place("r"), "--json")
        #expect(repaired.status == 0 && repaired.json["status"]?.stringValue == "partial", "\(repaired.errors)")
        let seq = try #require(repaired.json["seq"]?.integerValue)
        #expect(seq == last - 2)
        let lost = repaired.json["lost"]?.arrayValue?.first?.objectValue
        #expect(lost?["firstSeq"]?.integerValue == seq + 1)
        let aside = repaired.json["setAside"]?.arrayValue?.first?.objectValue
        #expect(aside?["lastSeq"]?.integerValue == last)
        let kept = try #require(aside?["path"]?.stringValue)
        #expect(FileManager.default.contents(atPath: kept)?.starts(with: Data(#"{"entries":[{"seq":"#.utf8)) == true)
        let verified = try await run("verify", place("r"), "--json")
        #expect(verified.status == 0 && verified.json["seq"]?.integerValue == seq)
        #expect(try image(data).filter { !["LOCK"].contains($0.key) } == before.filter { $0.key != "LOCK" })
        let text = try await run("repair", data, "--into", place("t"))
        #expect(text.output.contains("失われた / Lost") && text.output.contains("別に保存 / Set aside"))
    }

    @Test func whatCannotBeDoneIsRefusedWithItsStatus() async throws {
        let (server, data, _) = try await stopped()
        defer { server.remove() }
        let place = try Place()
        #expect(try await run("restore", data, "--into", place("r"), "--to-seq", "99").status == 64)
        #expect(try await run("restore", data, "--into", place("r"), "--to-time", "1999-01-01T00:00:00Z").status == 64)
        #expect(try await run("restore", data, "--into", place("r"), "--to-time", "yesterday").status == 64)
        #expect(try await run("restore", data, "--into", place("r"), "--to-seq", "1", "--to-time", "x").status == 64)
        #expect(try await run("dump", data, "--table", "secrets").status == 64)
        #expect(try await run("backup", "create", place("r"), "--rate", "-1", data: data).status == 64)
        #expect(!FileManager.default.fileExists(atPath: place("r")))
        let full = try await run("restore", data, "--into", place.path, "--json")
        #expect(full.status == 0, "an empty directory is taken")
        let before = try image(place.path)
        for arguments in [["restore", data, "--into"], ["repair", data, "--into"], ["backup", "create"]] {
            let refused = try await Server.run(
                arguments + [place.path],
                environment: ["KYOGIKAI_DATA_DIRECTORY": data]
            )
            #expect(refused.status == 78 && refused.errors.contains("is not empty"), "\(arguments) \(refused.errors)")
        }
        #expect(try image(place.path) == before)
        #expect(try await run("verify", place("nowhere")).status == 70)
        #expect(try await run("verify", "/usr").status == 78)
        #expect(try await run("backup", "verify", data).status == 78, "data is no backup")
        #expect(try await run("backup", "verify", "/usr").status == 78)
        try Data(#"{"name":"kyogikai","version":2,"store":"s"}"#.utf8).write(to: URL(filePath: place("FORMAT")))
        for arguments in [
            ["verify", place.path], ["dump", place.path], ["repair", place.path, "--into", place("x")],
        ] {
            let refused = try await Server.run(arguments)
            #expect(refused.status == 78, "\(arguments) \(refused.errors)")
        }
    }

    @Test func dataInUseIsNotRestoredOrRepaired() async throws {
        let server = try await Server.start()
        defer { server.remove() }
        let place = try Place()
        for command in ["restore", "repair"] {
            let refused = try await run(command, server.directory.path, "--into", place("r"), "--json")
            #expect(refused.status == 75 && refused.json["status"]?.stringValue == "refused")
            #expect(refused.errors.contains("\(server.process.identifier)"))
        }
        #expect(!FileManager.default.fileExists(atPath: place("r")))
        let sealed = try await server.ask("POST", "/v1/journal/seal", token: server.administratorToken)
        #expect(sealed.status == 200 && sealed.json.names == ["storeId", "seq", "segment", "bytes", "sum"])
        #expect(try await server.ask("POST", "/v1/journal/seal").status == 401)
    }

    @Test func aDumpIsTheStateLineByLine() async throws {
        let (server, data, meetings) = try await stopped(2)
        defer { server.remove() }
        let dump = try await run("dump", data, "--table", "meetings", "--table", "tokens")
        let lines = dump.output.split(separator: "\n")
        #expect(dump.status == 0 && lines.count == 3)
        for line in lines {
            let object = try #require(try JSONValue(parsing: Array(line.utf8)).objectValue)
            #expect(object["op"]?.stringValue == "put" && object["value"]?.objectValue != nil)
        }
        #expect(meetings.allSatisfy { dump.output.contains($0["id"]?.stringValue ?? "?") })
        #expect(!dump.output.contains(server.administratorToken))
    }
}
