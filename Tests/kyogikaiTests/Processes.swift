import Foundation
import JSONText
import Testing

/// The program as an office runs it.
@Suite(.serialized) struct Processes {
    private static let meeting =
        #"{"councilId":"gunma","number":1,"title":"第１回会議","kind":"regular","mode":"inPerson","startsAt":"2025-07-10T13:30:00+09:00","venue":"前橋市"}"#

    private func withServer(
        _ environment: [String: String] = [:],
        _ body: (Server) async throws -> Void
    ) async throws {
        let server = try await Server.start(environment: environment)
        defer { server.remove() }
        try await body(server)
    }

    @Test func theFirstStartFillsTheStoreWithTheFourCouncils() async throws {
        try await withServer { server in
            let answer = try await server.ask("GET", "/v1/councils?fields=id")
            #expect(answer.status == 200)
            let ids = (answer.json["items"]?.arrayValue ?? []).compactMap { $0.objectValue?["id"]?.stringValue }
            #expect(ids == ["gunma", "saitama", "tokyo", "nagano"])
        }
    }

    @Test func nothingThatWasAnsweredIsLostWhenTheProcessIsKilled() async throws {
        var server = try await Server.start()
        defer { server.remove() }
        let token = server.administratorToken
        var ids: [String] = []
        for _ in 0..<3 {
            for _ in 0..<5 {
                let answer = try await server.ask("POST", "/v1/meetings", Self.meeting, token: token)
                #expect(answer.status == 201)
                ids.append(try #require(answer.json["id"]?.stringValue))
            }
            let status = try await server.end(SIGKILL)
            #expect(status == nil)
            server = try await Server.start(data: server.directory)
        }
        for id in ids { #expect(try await server.ask("GET", "/v1/meetings/\(id)").status == 200) }
        let all = try await server.ask("GET", "/v1/meetings?count=true")
        #expect(all.json["total"]?.integerValue == Int64(ids.count))
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func aSignalStopsItWithStatus0(_ signal: Int32) async throws {
        try await withServer { server in
            let status = try await server.end(signal)
            #expect(status == 0)
        }
    }

    @Test func aSecondProcessIsToldWhoHasTheData() async throws {
        try await withServer { server in
            let second = try await Server.run(
                ["serve"],
                environment: ["KYOGIKAI_DATA_DIRECTORY": server.directory.path, "KYOGIKAI_HTTP_PORT": "0"]
            )
            #expect(second.status == 75)
            #expect(second.errors.contains("\(server.process.identifier)"))
        }
    }

    @Test func tokensAreMadeThroughTheServerWhileItRunsAndInTheDataWhenItDoesNot() async throws {
        let server = try await Server.start()
        defer { server.remove() }
        let environment = ["KYOGIKAI_DATA_DIRECTORY": server.directory.path]
        for isRunning in [true, false] {
            if !isRunning { try await server.end(SIGTERM) }
            let made = try await Server.run(
                ["token", "create", "--label", "窓口", "--role", "secretariat", "--council", "gunma"],
                environment: environment
            )
            #expect(made.status == 0, "\(made.errors)")
            let token = try #require(try JSONValue(parsing: Array(made.output.utf8)).objectValue)
            #expect(token["token"]?.stringValue?.hasPrefix("kyg_") == true)
            let id = try #require(token["id"]?.stringValue)
            let listed = try await Server.run(["token", "list"], environment: environment)
            #expect(listed.output.contains(id) && !listed.output.contains("kyg_"))
            let revoked = try await Server.run(["token", "revoke", id], environment: environment)
            #expect(revoked.status == 0)
            let again = try await Server.run(["token", "revoke", id], environment: environment)
            #expect(again.status == 1 && again.errors.contains("alreadyRevoked"))
        }
    }

    @Test func aTokenFileOfTheOfficeMakesAnAdministrator() async throws {
        let made = try await Server.start()
        defer { made.remove() }
        let file = made.directory.appending(path: "admin-token").path
        try await withServer(["KYOGIKAI_AUTH_ADMIN_TOKEN_FILE": file]) { server in
            #expect(!FileManager.default.fileExists(atPath: server.directory.appending(path: "admin-token").path))
            let answer = try await server.ask("GET", "/v1/tokens", token: made.administratorToken)
            #expect(answer.status == 200)
        }
    }

    @Test func aFileThatDoesNotHoldTogetherStopsTheFirstStartAndLeavesTheStoreEmpty() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kyogikai-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let broken =
            #"{"council":{"id":"gunma","name":"","shortName":"x","prefectureCode":"99"},"members":[{"name":"a","order":0,"sector":"?","from":"2025-07-10"}]}"#
        try Data(broken.utf8).write(to: folder.appending(path: "gunma.json"))
        try Data("{".utf8).write(to: folder.appending(path: "tokyo.json"))
        let data = folder.appending(path: "data").path
        let environment = [
            "KYOGIKAI_BOOTSTRAP_DIRECTORY": folder.path, "KYOGIKAI_DATA_DIRECTORY": data, "KYOGIKAI_HTTP_PORT": "0",
        ]
        let result = try await Server.run(["serve"], environment: environment)
        #expect(result.status == 78)
        for place in ["gunma.json#/council/name", "gunma.json#/council/prefectureCode", "tokyo.json"] {
            #expect(result.errors.contains(place), "\(result.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: data + "/admin-token"))
        let server = try await Server.start(data: URL(fileURLWithPath: data))
        defer { server.remove() }
        #expect(try await server.ask("GET", "/v1/councils?count=true").json["total"]?.integerValue == 4)
    }

    @Test func checkConfigSaysEveryValueAndWhereItIsFrom() async throws {
        let result = try await Server.run(
            ["check-config", "--http-port", "9000"],
            environment: ["KYOGIKAI_LOG_LEVEL": "debug"]
        )
        #expect(result.status == 0)
        #expect(result.output.contains("http.port") && result.output.contains("9000  [command line]"))
        #expect(result.output.contains("debug  [environment]"))
        #expect(result.output.contains("[default]"))
    }

    @Test(arguments: ["check-config", "serve"])
    func aWrongSettingIsRefusedWithStatus78(_ command: String) async throws {
        let result = try await Server.run(
            [command],
            environment: ["KYOGIKAI_HTTP_PORT": "many", "KYOGIKAI_HTPP_HOST": "x"]
        )
        #expect(result.status == 78)
        #expect(
            result.errors.contains("KYOGIKAI_HTTP_PORT") && result.errors.contains("did you mean KYOGIKAI_HTTP_HOST?")
        )
    }

    @Test(arguments: [
        ["--help"], ["serve", "--help"], ["check-config", "--help"], ["token", "--help"],
        ["token", "create", "--help"], ["health", "--help"], ["--version"],
    ])
    func itExplainsItself(_ arguments: [String]) async throws {
        let result = try await Server.run(arguments)
        #expect(result.status == 0 && !result.output.isEmpty)
    }
}
