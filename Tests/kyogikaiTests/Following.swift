import Foundation
import HTTPTypes
import JSONText
import Testing

@testable import kyogikai

/// Those who follow the changes, with the program as it runs.
@Suite(.serialized) struct Following {
    private static let meeting =
        #"{"councilId":"gunma","number":1,"title":"第１回会議","kind":"regular","mode":"inPerson","startsAt":"2025-07-10T13:30:00+09:00","venue":"前橋市"}"#

    private func request(_ path: String) -> HTTPRequest {
        HTTPRequest(method: .get, scheme: nil, authority: nil, path: path)
    }

    private func cursor(_ server: Server) async throws -> String {
        try #require(try await server.ask("GET", "/v1/changes").json["nextCursor"]?.stringValue)
    }

    /// Asks until the figures have a line.
    private func until(_ line: String, _ server: Server, _ token: String) async throws {
        while !(try await server.text("GET", "/metrics", token: token)).contains(line) { await Task.yield() }
    }

    /// The grace of a stop is not waited out: a stream ends, and who waits is answered.
    @Test func aStopEndsStreamsAndWaits() async throws {
        let server = try await Server.start(environment: ["KYOGIKAI_HTTP_STOP_GRACE_SECONDS": "600"])
        defer { server.remove() }
        let token = server.administratorToken
        let since = try await cursor(server)
        let client = LocalClient(place: server.place)
        let stream = request("/v1/changes/stream?since=" + since)
        async let streamed = Server.apart { try client.send(stream) }
        try await until(#"route="/v1/changes/stream""#, server, token)
        #expect(try await server.ask("POST", "/v1/meetings", Self.meeting, token: token).status == 201)
        let later = request("/v1/changes?wait=30&since=" + (try await cursor(server)))
        async let waited = Server.apart { try client.send(later) }
        // The question itself is one of them.
        try await until("kyogikai_requests_in_flight 2", server, token)
        let status = try await server.end(SIGTERM)
        #expect(status == 0)
        let events = try await streamed
        // A machine that is slow sends comments between.
        let blocks = String(decoding: events.body, as: UTF8.self).components(separatedBy: "\n\n").filter { $0 != ":" }
        #expect(events.status == 200 && blocks.count == 3 && blocks.last == "")
        #expect(blocks.first == "retry: 5000\nid: \(since)")
        #expect(blocks.dropFirst().first?.contains("\nevent: change\ndata: {\"resource\":\"meetings\"") == true)
        let empty = try await waited
        #expect(empty.status == 200 && String(decoding: empty.body, as: UTF8.self).hasPrefix(#"{"items":[],"#))
    }

    /// A change is there for whoever waits for it, and the place of a client that has gone is free again.
    @Test func aChangeArrivesAndAPlaceIsGivenBack() async throws {
        let server = try await Server.start(environment: [
            "KYOGIKAI_CHANGES_STREAMS": "1", "KYOGIKAI_HTTP_LINGER_TIMEOUT_SECONDS": "1",
        ])
        defer { server.remove() }
        let token = server.administratorToken
        let since = try await cursor(server)
        // It gives up after a second, and closes.
        let hasty = LocalClient(place: server.place, limit: .seconds(1))
        let stream = request("/v1/changes/stream?since=" + since)
        await #expect(throws: LocalClient.Failure.self) { try await Server.apart { try hasty.send(stream) } }
        let waiting = request("/v1/changes?wait=30&since=" + since)
        let client = LocalClient(place: server.place)
        async let answer = Server.apart {
            while true {
                let answer = try client.send(waiting)
                if answer.status != 503 { return answer }
            }
        }
        try await until("kyogikai_requests_in_flight 2", server, token)
        #expect(try await server.ask("POST", "/v1/meetings", Self.meeting, token: token).status == 201)
        let found = try await answer
        #expect(found.status == 200 && String(decoding: found.body, as: UTF8.self).contains(#""resource":"meetings""#))
    }

    /// After a restart it goes on, from the same cursor.
    @Test func aCursorOutlivesTheProcess() async throws {
        var server = try await Server.start()
        defer { server.remove() }
        let since = try await cursor(server)
        let made = try await server.ask("POST", "/v1/meetings", Self.meeting, token: server.administratorToken)
        #expect(made.status == 201)
        try await server.end(SIGKILL)
        server = try await Server.start(data: server.directory)
        let answer = try await server.ask("GET", "/v1/changes?since=" + since)
        let ids = answer.json["items"]?.arrayValue?.compactMap { $0.objectValue?["id"] }
        #expect(answer.status == 200 && ids == made.json["id"].map { [$0] })
    }
}
