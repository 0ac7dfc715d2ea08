import HTTPTypes
import Synchronization
import Testing

@testable import Listener

private let get = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"
private let post = "POST /a HTTP/1.1\r\nHost: a\r\n"

@Suite struct DeadlineTests {
    @Test func aSlowHeadIsAnsweredWith408() async throws {
        try await withServer { server in
            let client = try await server.client()
            try await client.send("GET / HT")
            await server.runOut(.head, of: Limits().headTimeout)
            let answers = try await client.answers()
            #expect(answers.statuses == [408])
            #expect(answers.last?.closes == true)
        }
    }

    @Test func aSlowHeadBehindAnAnswerIsAnsweredWith408() async throws {
        try await withServer { server in
            let client = try await server.client()
            #expect(try await client.exchange(get + "GET /").status == 200)
            await server.runOut(.head, of: Limits().headTimeout)
            let answers = try await client.answers()
            #expect(answers.statuses == [408])
        }
    }

    @Test(arguments: [("Content-Length: 5", "abc"), ("Transfer-Encoding: chunked", "5\r\nabc")])
    func aSlowBodyIsAnsweredWith408(_ fields: String, _ rest: String) async throws {
        try await withServer { server in
            let client = try await server.client()
            let go = try await client.exchange(post + "Expect: 100-continue\r\n" + fields + "\r\n\r\n")
            #expect(go.status == 100)
            try await client.send(rest)
            await server.runOut(.body, of: Limits().bodyTimeout)
            let answers = try await client.answers()
            #expect(answers.statuses == [408])
            #expect(answers.bodies == ["requestTimeout"])
            #expect(answers.last?.closes == true)
        }
    }

    @Test(arguments: [0, 1]) func anIdleConnectionIsClosedWithoutAWord(_ requests: Int) async throws {
        try await withServer { server in
            let client = try await server.client()
            for _ in 0..<requests { #expect(try await client.exchange(get).closes == false) }
            #expect(try await server.passTime { try await client.rest() } == "")
        }
    }

    @Test(arguments: ["GET", "HEAD"]) func aSlowHandlerIsAnsweredForAndCancelled(_ method: String) async throws {
        let wasCancelled = Event()
        let respond: @Sendable (Request) async -> Response = { _ in
            await Event().wait()
            if Task.isCancelled { wasCancelled.happen() }
            return ok("late")
        }
        try await withServer(respond: respond) { server in
            let client = try await server.client()
            try await client.send("\(method) / HTTP/1.1\r\nHost: a\r\n\r\n")
            await server.runOut(.handling, of: Limits().handlerTimeout)
            let text = try await client.rest()
            #expect(text.hasPrefix("HTTP/1.1 503 "))
            #expect(text.contains("\r\nconnection: close\r\n"))
            #expect(text.hasSuffix("\r\n\r\nhandlerTimeout") == (method == "GET"))
            #expect(!text.contains("late"))
            await wasCancelled.wait()
            try await server.passTime { await server.untilOpen(0) }
        }
    }

    @Test func aHandlerThatIgnoresCancellationKeepsNothingFromTheClient() async throws {
        let end = Event()
        let respond: @Sendable (Request) async -> Response = { _ in
            await Task { await end.wait() }.value
            return ok("late")
        }
        try await withServer(respond: respond) { server in
            let client = try await server.client()
            try await client.send(get)
            await server.runOut(.handling, of: Limits().handlerTimeout)
            let answers = try await client.answers()
            #expect(answers.bodies == ["handlerTimeout"])
            #expect(server.listener.connections == 1)
            end.happen()
            try await server.passTime { await server.untilOpen(0) }
        }
    }

    @Test func aClientThatDoesNotReadIsCutOff() async throws {
        let body = [UInt8](repeating: 0x61, count: 32 << 20)
        try await withServer(respond: { _ in Response(head: HTTPResponse(status: .ok), body: body) }) { server in
            let client = try await server.client()
            try await client.send(get)
            try await client.untilSomethingCame()
            try await server.passTime { await server.untilOpen(0) }
            let text = try? await client.rest()
            #expect((text ?? "").utf8.count < body.count)
        }
    }

    @Test func aRefusedClientThatDoesNotCloseIsCutOff() async throws {
        try await withServer { server in
            let client = try await server.client()
            let answer = try await client.exchange("GET / HTTP/1.1\r\n\r\n")
            #expect(answer.status == 400)
            try await server.passTime { await server.untilOpen(0) }
        }
    }
}
