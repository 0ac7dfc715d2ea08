import Foundation
import HTTPTypes
import JSONText
import Testing

@testable import Offices
@testable import kyogikai

/// What the program says outside its answers, and what its tools say, holds no word of what an office keeps.
@Suite struct ProcessCanaries {
    private static let canaries = (0..<12).map(Canary.init)
    private static let search = CanarySearch(canaries)

    /// A meeting and draft minutes with a word in each text, and a token with one.
    private func fill(_ server: Server, _ token: String) async throws {
        let word = Self.canaries.map(\.word)
        let bodies = [
            (
                "/v1/meetings",
                #"""
                {"councilId":"gunma","number":1,"title":"\#(word[0])","kind":"regular","mode":"hybrid",
                "startsAt":"2025-07-10T13:30:00+09:00","venue":"\#(word[1])","onlineUrl":"https://example.jp/\#(word[2])",
                "agenda":[{"number":1,"title":"\#(word[3])","level":"secretariat"}],
                "guests":[{"bodyName":"\#(word[4])","personName":"\#(word[5])"}]}
                """#
            ),
            ("/v1/tokens", #"{"label":"\#(word[6])","role":"secretariat","councilIds":["gunma"]}"#),
            // Refused, and broken.
            ("/v1/meetings", #"{"councilId":"gunma","title":"\#(word[10])","\#(word[10])":1}"#),
            ("/v1/meetings", #"{"title":"\#(word[11])""#),
        ]
        var statuses: [Int] = []
        for (path, body) in bodies { statuses.append(try await server.ask("POST", path, body, token: token).status) }
        #expect(statuses == [201, 201, 422, 400])
        let meeting = try await server.ask("GET", "/v1/meetings", token: token).json
        let id = try #require(JSONValue.object(meeting).values(at: "/items/0/id").first?.stringValue)
        for step in ["notice", "holding"] {
            let fields: HTTPFields = [.ifMatch: "*"]
            let path = "/v1/meetings/\(id)/\(step)"
            #expect(try await server.ask("POST", path, token: token, fields: fields).status == 200)
        }
        let minutes = #"""
            {"meetingId":"\#(id)","kind":"record","sections":[{"number":1,"level":"secretariat","heading":"\#(word[7])",
            "body":"\#(word[8])","reason":"理由","speaker":"\#(word[9])"}]}
            """#
        #expect(try await server.ask("POST", "/v1/minutes", minutes, token: token).status == 201)
        let query = try #require(word[8].addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        for path in ["/v1/minutes?q=\(query)", "/v1/minutes/\(query)", "/v1/\(query)", "/v1/minutes?\(query)=1"] {
            _ = try await server.ask("GET", path, token: token)
            _ = try await server.ask("GET", path)
        }
    }

    @Test func theProcessAndItsToolsSayNoneOfThem() async throws {
        let server = try await Server.start(environment: ["KYOGIKAI_LOG_LEVEL": "trace"])
        defer { server.remove() }
        let token = server.administratorToken
        try await fill(server, token)
        var said: [String: String] = [:]
        said["metrics"] = try await server.text("GET", "/metrics", token: token)
        let data = server.directory.path
        let environment = ["KYOGIKAI_DATA_DIRECTORY": data]
        let backups = FileManager.default.temporaryDirectory.path + "/kyogikai-canaries-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: backups) }
        try FileManager.default.createDirectory(atPath: backups, withIntermediateDirectories: true)
        func run(_ arguments: String...) async throws {
            let ran = try await Server.run(arguments, environment: environment)
            let name = arguments.joined(separator: " ")
            #expect(ran.status == 0, "\(name): \(ran.errors)")
            said[name] = ran.output + ran.errors
        }
        try await run("health")
        try await run("check-config")
        try await run("policy")
        try await run("backup", "create", backups + "/one")
        try await run("backup", "list", backups)
        try await run("backup", "verify", backups + "/one")
        try await server.end(SIGTERM)
        try await run("verify")
        try await run("verify", "--json")
        said["log"] = try await server.said()
        for (name, text) in said.sorted(by: { $0.key < $1.key }) {
            #expect(!text.isEmpty && Self.search.found(in: text.utf8).isEmpty, "\(name)")
            #expect(!text.contains(token) && !text.contains(token.dropFirst(4)), "\(name)")
        }
        // They are there: what is for those who may read the disk shows them.
        let dumped = try await Server.run(["dump"], environment: environment)
        #expect(Self.search.found(in: dumped.output.utf8).count == 10)
        Figures.print(
            "canaries, process",
            [
                ("words", Self.canaries.count), ("forms", Self.search.count), ("outputs", said.count),
                ("bytes", said.values.reduce(0) { $0 + $1.utf8.count }), ("found", 0),
            ]
        )
    }
}
