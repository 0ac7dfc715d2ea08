import HTTPTypes
import Synchronization
import Testing

@testable import Listener

private func post(_ fields: String, _ body: String = "") -> String {
    "POST /a HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n\(body)"
}

/// Answers with the number of bytes that came in pieces.
private func counting(atMost limit: Int) -> @Sendable (Request) async -> Response {
    { request in
        var count = 0
        do throws(Refusal) {
            for try await piece in request.body.pieces(atMost: limit) {
                precondition(!piece.isEmpty && piece.count <= 16_384)
                count += piece.count
            }
            return ok("\(count)")
        } catch {
            return Response(head: HTTPResponse(status: error.status), body: Array("\(error.code) \(count)".utf8))
        }
    }
}

@Suite struct RequestStreamTests {
    @Test func aBodyAboveItsLimitForMemoryComesInPieces() async throws {
        var limits = Limits()
        limits.body = 1000
        let body = String(repeating: "a", count: 1 << 20)
        try await withServer(limits, respond: counting(atMost: 1 << 20)) { server in
            let client = try await server.client()
            #expect(try await client.exchange(post("Content-Length: \(1 << 20)", body)).body == "\(1 << 20)")
            let chunk = "8000\r\n" + String(repeating: "a", count: 0x8000) + "\r\n"
            let chunks = String(repeating: chunk, count: 32) + "0\r\n\r\n"
            #expect(try await client.exchange(post("Transfer-Encoding: chunked", chunks)).body == "\(1 << 20)")
        }
    }

    @Test(arguments: [(9, "200 9"), (10, "200 10"), (11, "413 contentTooLarge 0")])
    func aDeclaredBodyHasItsLimit(_ length: Int, _ due: String) async throws {
        try await withServer(respond: counting(atMost: 10)) { server in
            let body = String(repeating: "a", count: length)
            let answer = try await server.client().exchange(post("Content-Length: \(length)", body))
            #expect("\(answer.status) \(answer.body)" == due)
        }
    }

    @Test(arguments: [(4, "200 9"), (5, "200 10"), (6, "413 contentTooLarge 5")])
    func aChunkedBodyHasItsLimit(_ second: Int, _ due: String) async throws {
        try await withServer(respond: counting(atMost: 10)) { server in
            let client = try await server.client()
            try await client.send(post("Expect: 100-continue\r\nTransfer-Encoding: chunked"))
            #expect(try await client.answer().status == 100)
            try await client.send("5\r\naaaaa\r\n")
            await server.untilOne(in: .body)
            try await client.send("\(second)\r\n" + String(repeating: "a", count: second) + "\r\n0\r\n\r\n")
            let answer = try await client.answer()
            // Where both chunks came in one read, the first is refused along with the second.
            #expect("\(answer.status) \(answer.body)".replacing("Large 0", with: "Large 5") == due)
        }
    }

    @Test func thePiecesComeAsTheyArrive() async throws {
        let seen = Event()
        let respond: @Sendable (Request) async -> Response = { request in
            var all: [UInt8] = []
            do {
                for try await piece in request.body.pieces(atMost: 100) {
                    all += piece
                    seen.happen()
                }
            } catch {
                return ok("\(error)")
            }
            return ok(String(decoding: all, as: UTF8.self))
        }
        try await withServer(respond: respond) { server in
            let client = try await server.client()
            try await client.send(post("Content-Length: 4", "ab"))
            await seen.wait()
            try await client.send("cd")
            #expect(try await client.answer().body == "abcd")
        }
    }

    @Test func aSlowBodyIsRefusedAndTheHandlersTimeIsNotTheClients() async throws {
        let go = Event()
        let isWaiting = Event()
        let respond: @Sendable (Request) async -> Response = { request in
            var pieces = request.body.pieces(atMost: 100).makeAsyncIterator()
            do throws(Refusal) {
                _ = try await pieces.next(isolation: nil)
                isWaiting.happen()
                await go.wait()
                _ = try await pieces.next(isolation: nil)
                return ok("both")
            } catch {
                return Response(head: HTTPResponse(status: error.status))
            }
        }
        try await withServer(respond: respond) { server in
            let client = try await server.client()
            try await client.send(post("Content-Length: 4", "ab"))
            await isWaiting.wait()
            server.clock.advance(.seconds(29))
            server.listener.sweep()
            go.happen()
            await server.untilOne(in: .body)
            server.clock.advance(.seconds(29))
            server.listener.sweep()
            #expect(server.listener.phases == [.body])
            await server.runOut(.body, of: .seconds(1))
            #expect(try await client.answer().status == 408)
        }
    }

    @Test func aBodyThatEndsEarlyIsRefused() async throws {
        try await withServer(respond: counting(atMost: 10)) { server in
            let client = try await server.client()
            try await client.send(post("Content-Length: 4", "ab"))
            client.endSending()
            #expect(try await client.answer().body.hasPrefix("malformedRequest"))
        }
    }

    /// One piece is taken and the rest is left: dropped where it is little, else the connection closes.
    @Test(arguments: [(100, false), (1 << 20, true)]) func whatIsLeftIsDropped(_ rest: Int, _ closes: Bool) async throws
    {
        let respond: @Sendable (Request) async -> Response = { request in
            var pieces = request.body.pieces(atMost: .max).makeAsyncIterator()
            return ok(((try? await pieces.next(isolation: nil)) ?? nil) == nil ? "none" : "one")
        }
        try await withServer(respond: respond) { server in
            let client = try await server.client()
            try await client.send(post("Content-Length: \(rest + 1)", "a"))
            let answer = try await client.answer()
            #expect(answer.body == "one" && answer.closes == closes)
            if !closes {
                try await client.send(String(repeating: "b", count: rest))
                #expect(try await client.exchange(post("Content-Length: 1", "c")).body == "one")
            }
        }
    }

    @Test func aBodyIsReadInOneWay() async throws {
        let respond: @Sendable (Request) async -> Response = { request in
            var pieces = request.body.pieces(atMost: 100).makeAsyncIterator()
            do throws(Refusal) {
                _ = try await pieces.next(isolation: nil)
                _ = try await request.body.collect(atMost: 100)
                return ok()
            } catch {
                return ok(error.reason)
            }
        }
        try await withServer(respond: respond) { server in
            let client = try await server.client()
            try await client.send(post("Content-Length: 4", "ab"))
            #expect(try await client.answer().body == "the body is being read in pieces")
        }
    }
}
