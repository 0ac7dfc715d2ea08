import HTTPTypes
import Synchronization
import Testing

@testable import Listener

private func post(_ fields: String, _ body: String = "") -> String {
    "POST /a HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n\(body)"
}

private let get = "GET /b HTTP/1.1\r\nHost: a\r\n\r\n"

@Suite struct BodyTests {
    @Test func aLongBodyComesWhole() async throws {
        let body = String(repeating: "0123456789", count: 50_000)
        try await withServer { server in
            let client = try await server.client()
            let answer = try await client.exchange(post("Content-Length: 500000", body) + get)
            #expect(answer.body == "POST /a " + body)
            #expect(try await client.answer().body == "GET /b ")
        }
    }

    @Test func aChunkedBodyComesWhole() async throws {
        let chunks = String(repeating: "A;x=y\r\n0123456789\r\n", count: 5000) + "0\r\nX: y\r\n\r\n"
        try await withServer { server in
            let client = try await server.client()
            let answer = try await client.exchange(post("Transfer-Encoding: chunked", chunks) + get)
            #expect(answer.body == "POST /a " + String(repeating: "0123456789", count: 5000))
            #expect(try await client.answer().body == "GET /b ")
        }
    }

    @Test func theDeclaredLengthIsKnown() async throws {
        let respond: @Sendable (Request) async -> Response = {
            ok($0.body.declaredLength.map(String.init) ?? "unknown")
        }
        try await withServer(respond: respond) { server in
            let client = try await server.client()
            #expect(try await client.exchange(get).body == "0")
            #expect(try await client.exchange(post("Content-Length: 1", "a")).body == "1")
            #expect(try await client.exchange(post("Content-Length: 20000")).body == "20000")
            try await client.send([UInt8](repeating: 0x61, count: 20_000))
            #expect(try await client.exchange(post("Transfer-Encoding: chunked", "0\r\n\r\n")).body == "unknown")
        }
    }

    @Test func continueIsSentWhenTheBodyIsWanted() async throws {
        try await withServer { server in
            let client = try await server.client()
            let go = try await client.exchange(post("Expect: 100-continue\r\nContent-Length: 3"))
            #expect(go.status == 100)
            #expect(try await client.exchange("abc").body == "POST /a abc")
            #expect(try await client.exchange(get).body == "GET /b ")
        }
    }

    @Test func continueIsSentForAChunkedBody() async throws {
        try await withServer { server in
            let client = try await server.client()
            let go = try await client.exchange(post("Expect: 100-continue\r\nTransfer-Encoding: chunked"))
            #expect(go.status == 100)
            #expect(try await client.exchange("1\r\nx\r\n0\r\n\r\n").body == "POST /a x")
        }
    }

    @Test func continueIsNotSentWhereTheBodyHasCome() async throws {
        try await withServer { server in
            let client = try await server.client()
            let answer = try await client.exchange(post("Expect: 100-continue\r\nContent-Length: 3", "abc"))
            #expect(answer.body == "POST /a abc")
        }
    }

    @Test func aBodyNobodyWantsIsRefusedEarlyWithTheFinalAnswer() async throws {
        try await withServer(respond: { _ in ok("no", .unauthorized) }) { server in
            let client = try await server.client()
            try await client.send(post("Expect: 100-continue\r\nContent-Length: 3"))
            let answers = try await client.answers()
            #expect(answers.statuses == [401])
            #expect(answers.last?.closes == true)
        }
    }

    @Test(arguments: ["Content-Length: 11", "Expect: 100-continue\r\nContent-Length: 11"])
    func aDeclaredLengthAboveTheLimitIsRefusedBeforeAnythingIsRead(_ fields: String) async throws {
        var limits = Limits()
        limits.body = 10
        try await withServer(limits) { server in
            let client = try await server.client()
            try await client.send(post(fields))
            let answers = try await client.answers()
            #expect(answers.bodies == ["contentTooLarge"])
            #expect(answers.statuses == [413])
        }
    }

    @Test func aBodyOfExactlyTheLimitIsServed() async throws {
        var limits = Limits()
        limits.body = 10
        try await withServer(limits) { server in
            let client = try await server.client()
            #expect(try await client.exchange(post("Content-Length: 10", "0123456789")).status == 200)
            let chunked = post("Transfer-Encoding: chunked", "A\r\n0123456789\r\n0\r\n\r\n")
            #expect(try await client.exchange(chunked).status == 200)
            try await client.send(post("Transfer-Encoding: chunked", "B\r\n0123456789a\r\n0\r\n\r\n"))
            let answers = try await client.answers()
            #expect(answers.statuses == [413])
            #expect(answers.last?.closes == true)
        }
    }

    @Test func theHandlersOwnLimitComesBeforeContinue() async throws {
        try await withServer(respond: { await answer($0, atMost: 2) }) { server in
            let client = try await server.client()
            try await client.send(post("Expect: 100-continue\r\nContent-Length: 3"))
            let answers = try await client.answers()
            #expect(answers.statuses == [413])
        }
    }

    @Test func anUnreadBodyIsDroppedBeforeTheNextRequest() async throws {
        try await withServer(respond: { ok("\($0.head.path ?? "")") }) { server in
            let client = try await server.client()
            for fields in ["Content-Length: 28", "Content-Length: 20000"] {
                let count = fields.hasSuffix("28") ? 1 : 714
                let body = String(repeating: get, count: count) + (count > 1 ? String(repeating: "x", count: 8) : "")
                #expect(try await client.exchange(post(fields)).body == "/a")
                try await client.send(body)
                #expect(try await client.exchange(get).body == "/b")
            }
            #expect(try await client.exchange(post("Transfer-Encoding: chunked")).body == "/a")
            #expect(try await client.exchange("3\r\nabc\r\n0\r\n\r\n" + get).body == "/b")
        }
    }

    @Test func aLongUnreadBodyEndsTheConnection() async throws {
        try await withServer(respond: { _ in ok("no") }) { server in
            let client = try await server.client()
            try await client.send(post("Content-Length: 1000000", String(repeating: "x", count: 100_000)))
            let answers = try await client.answers()
            #expect(answers.bodies == ["no"])
            #expect(answers.last?.closes == true)
        }
    }

    @Test func aBadChunkIsRefusedAndTheConnectionCloses() async throws {
        try await withServer { server in
            let client = try await server.client()
            try await client.send(post("Transfer-Encoding: chunked", "1\r\nxx\r\n0\r\n\r\n") + get)
            let answers = try await client.answers()
            #expect(answers.bodies == ["malformedRequest"])
        }
    }

    @Test func aBodyThatBreaksOffIsRefused() async throws {
        try await withServer { server in
            let client = try await server.client()
            try await client.send(post("Content-Length: 3", "ab"))
            client.endSending()
            let answers = try await client.answers()
            #expect(answers.statuses == [400])
        }
    }

    @Test func askingTwiceGivesTheSameBytes() async throws {
        let respond: @Sendable (Request) async -> Response = { request in
            async let first = try? request.body.collect(atMost: 100_000)
            async let second = try? request.body.collect(atMost: 100_000)
            let both = await [first, second]
            return ok("\(both[0] != nil && both[0] == both[1]) \(both[0]?.count ?? -1)")
        }
        try await withServer(respond: respond) { server in
            let client = try await server.client()
            let body = String(repeating: "x", count: 50_000)
            #expect(try await client.exchange(post("Content-Length: 50000", body)).body == "true 50000")
        }
    }

    @Test func aBodyIsOutOfReachBehindTheAnswer() async throws {
        let kept = Mutex<RequestBody?>(nil)
        let respond: @Sendable (Request) async -> Response = { request in
            kept.withLock { $0 = $0 ?? request.body }
            return ok()
        }
        try await withServer(respond: respond) { server in
            let client = try await server.client()
            _ = try await client.exchange(post("Content-Length: 3"))
            _ = try await client.exchange("abc" + get)
            let body = try #require(kept.withLock { $0 })
            await #expect(throws: Refusal.self) { try await body.collect(atMost: 10) }
        }
    }

    @Test func aReadThatOutlivesItsHandlerIsEndedBeforeTheAnswer() async throws {
        let isReading = Event()
        let reading = Mutex<Task<Bool, Never>?>(nil)
        let respond: @Sendable (Request) async -> Response = { request in
            let task = Task { (try? await request.body.collect(atMost: 10)) == nil }
            reading.withLock { $0 = task }
            await isReading.wait()
            return ok("early")
        }
        try await withServer(respond: respond) { server in
            let client = try await server.client()
            let go = try await client.exchange(post("Expect: 100-continue\r\nContent-Length: 3"))
            #expect(go.status == 100)
            isReading.happen()
            let answers = try await client.answers()
            #expect(answers.bodies == ["early"])
            #expect(answers.last?.closes == true)
            #expect(await reading.withLock { $0 }?.value == true)
        }
    }

    /// A body that is still being read when the request has been answered for is given back like any other.
    @Test func memoryIsGivenBackWhoeverReads() async throws {
        var limits = Limits()
        limits.bodies = 200_000
        let collected = Event()
        let respond: @Sendable (Request) async -> Response = { request in
            guard request.head.path == "/left" else { return await echo(request) }
            Task {
                _ = try? await request.body.collect(atMost: 500_000)
                collected.happen()
            }
            return ok()
        }
        try await withServer(limits, respond: respond) { server in
            for _ in 0..<3 {
                let client = try await server.client()
                try await client.send("POST /left HTTP/1.1\r\nHost: a\r\nContent-Length: 150000\r\n\r\n")
                try await client.send(String(repeating: "a", count: 140_000))
                _ = try await client.restUntilReset()
                await collected.wait()
            }
            let body = String(repeating: "a", count: 150_000)
            let client = try await server.client()
            #expect(try await client.exchange(post("Content-Length: 150000", body)).status == 200)
            try await client.send(post("Content-Length: 250000", String(repeating: "a", count: 250_000)))
            let answer = try await client.answer()
            #expect(answer.status == 503 && answer.body == "tooManyRequests")
        }
    }
}
