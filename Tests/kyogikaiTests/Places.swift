import Foundation
import HTTPTypes
import JSONText
import Listener
import Testing

@testable import kyogikai

/// The program on a Unix socket, on a socket that it was given, and below a service manager.
@Suite(.serialized) struct Places {
    private func temporary(_ name: String) -> String {
        FileManager.default.temporaryDirectory.appending(path: "kyogikai-\(UUID().uuidString)-\(name)").path
    }

    @Test func aUnixSocketServesClientsAndCommandsAndIsRemoved() async throws {
        let path = temporary("socket")
        let environment = ["KYOGIKAI_HTTP_UNIX_SOCKET": path, "KYOGIKAI_HTTP_UNIX_SOCKET_MODE": "0600"]
        let server = try await Server.start(environment: environment)
        defer { server.remove() }
        #expect(server.place == .unix(path: path))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.type] as? FileAttributeType == .typeSocket)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let answer = try await server.ask("GET", "/v1/councils")
        #expect(answer.status == 200)

        let line = try #require(try await server.logged(["message": "listening"])?["try"]?.stringValue)
        let tried = try await Server.run([], script: line)
        #expect(tried.status == 0 && tried.output.hasPrefix(#"{"items":[{"id":"gunma""#), "\(line): \(tried)")

        let list = ["token", "list"]
        let listed = try await Server.run(list, environment: ["KYOGIKAI_DATA_DIRECTORY": server.directory.path])
        #expect(listed.status == 0 && listed.output.contains("first administrator"), "\(listed)")

        let status = try await server.end(SIGTERM)
        #expect(status == 0)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test(arguments: [true, false]) func theLogNamesWhoAskedATrustedProxy(_ isTrusted: Bool) async throws {
        let server = try await Server.start(
            environment: ["KYOGIKAI_HTTP_TRUSTED_PROXIES": isTrusted ? "127.0.0.0/8" : "10.0.0.0/8"]
        )
        defer { server.remove() }
        let fields: HTTPFields = [HTTPField.Name("X-Forwarded-For")!: "203.0.113.9, 192.0.2.1"]
        let answer = try await server.ask("GET", "/v1/nothing", fields: fields)
        #expect(answer.status == 404)
        let line = try await server.logged(["message": "request"])
        #expect(line?["address"]?.stringValue == (isTrusted ? "192.0.2.1" : "127.0.0.1"))
    }

    @Test func aSocketThatAKilledProcessLeftIsTakenAndOneInUseIsNot() async throws {
        let path = temporary("socket")
        let environment = ["KYOGIKAI_HTTP_UNIX_SOCKET": path]
        let killed = try await Server.start(environment: environment)
        try await killed.end(SIGKILL)
        killed.remove()
        #expect(FileManager.default.fileExists(atPath: path))
        let server = try await Server.start(environment: environment)
        defer { server.remove() }
        let data = temporary("data")
        defer { try? FileManager.default.removeItem(atPath: data) }
        let second = try await Server.run(
            ["serve"],
            environment: environment.merging(["KYOGIKAI_DATA_DIRECTORY": data]) { first, _ in first }
        )
        #expect(second.status == 78)
        #expect(second.errors.contains("unix:\(path): the path is in use by another process"), "\(second.errors)")
        let answer = try await server.ask("GET", "/v1/councils")
        #expect(answer.status == 200)
    }

    @Test func aSocketThatItWasGivenOutlivesIt() async throws {
        let given = try ListeningSocketOfATest()
        for _ in 0..<2 {
            let server = try await Server.start(socket: given.descriptor)
            defer { server.remove() }
            #expect(server.place == given.place)
            let answer = try await server.ask("GET", "/v1/councils")
            #expect(answer.status == 200)
            let status = try await server.end(SIGTERM)
            #expect(status == 0)
        }
    }

    @Test func aSocketThatIsReachedFromOutsideNeedsAProxyBeforeIt() async throws {
        let given = try ListeningSocketOfATest("0.0.0.0")
        let data = temporary("data")
        defer { try? FileManager.default.removeItem(atPath: data) }
        let refused = try await Server.run(
            ["serve"],
            environment: ["KYOGIKAI_DATA_DIRECTORY": data],
            script: #"export LISTEN_FDS=1 LISTEN_PID=$$; exec "$0" "$@" 3<&0 </dev/null"#,
            input: given.descriptor
        )
        #expect(refused.status == 78 && refused.errors.contains("LISTEN_FDS: 0.0.0.0"), "\(refused)")
        let behindProxy = ["KYOGIKAI_HTTP_BEHIND_PROXY": "true"]
        let server = try await Server.start(environment: behindProxy, socket: given.descriptor)
        defer { server.remove() }
        #expect(server.place == given.place)
    }

    @Test(arguments: [
        ("export LISTEN_FDS=2 LISTEN_PID=$$", "LISTEN_FDS: the service manager is to give exactly one socket, not 2"),
        ("export LISTEN_PID=$$", "LISTEN_FDS: the service manager is to give exactly one socket, not none"),
        ("export LISTEN_FDS=1 LISTEN_PID=$$ KYOGIKAI_HTTP_PORT=0", "http.port: the service manager gives the socket"),
        ("export LISTEN_FDS=1 LISTEN_PID=$$", "http: the given descriptor 3 is no socket"),
    ])
    func whatIsGivenWrongIsRefusedWithStatus78(_ variables: String, _ sentence: String) async throws {
        let data = temporary("data")
        defer { try? FileManager.default.removeItem(atPath: data) }
        let result = try await Server.run(
            ["serve"],
            environment: ["KYOGIKAI_DATA_DIRECTORY": data],
            script: variables + #"; exec "$0" "$@" 3</dev/null"#
        )
        #expect(result.status == 78 && result.errors.contains(sentence), "\(result)")
    }

    @Test(arguments: [true, false]) func theServiceManagerHearsWhenItIsReadyAndWhenItStops(_ isAbstract: Bool)
        async throws
    {
        let manager = try NotifySocket(isAbstract ? "@kyogikai-\(UUID().uuidString)" : temporary("notify"))
        let server = try await Server.start(environment: ["NOTIFY_SOCKET": manager.name])
        defer { server.remove() }
        let ready = try await manager.next()
        #expect(ready == "READY=1")
        let answer = try await server.ask("GET", "/readyz")
        #expect(answer.status == 200)
        async let status = server.end(SIGTERM)
        let stopping = try await manager.next()
        #expect(stopping == "STOPPING=1")
        #expect(try await status == 0)
    }

    @Test(arguments: ["/nonexistent/notify", "vsock:2:1234", "@"])
    func aServiceManagerThatDoesNotHearIsNoReasonToStop(_ name: String) async throws {
        let server = try await Server.start(environment: ["NOTIFY_SOCKET": name])
        defer { server.remove() }
        let warning = try await server.logged(["message": "the service manager cannot be notified"])
        #expect(warning?["event"]?.stringValue == "ready")
        let answer = try await server.ask("GET", "/readyz")
        #expect(answer.status == 200)
        let status = try await server.end(SIGTERM)
        #expect(status == 0)
    }
}
