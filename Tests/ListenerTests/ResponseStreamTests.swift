import HTTPTypes
import Synchronization
import Testing

@testable import Listener

private let get = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"
private let head = "HTTP/1.1 200 OK\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"

private func stream(
    _ pieces: Pieces,
    length: Int? = nil,
    _ status: HTTPResponse.Status = .ok
) -> @Sendable (Request) async -> Response {
    { _ in Response(head: HTTPResponse(status: status), body: .stream(length: length, pieces)) }
}

/// Answers with two bytes that are given while they are sent.
private func fed() -> (
    respond: @Sendable (Request) async -> Response, more: AsyncThrowingStream<[UInt8], any Error>.Continuation
) {
    let (body, more) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
    return ({ _ in Response(head: HTTPResponse(status: .ok), body: .stream(length: 2, body)) }, more)
}

@Suite struct ResponseStreamTests {
    @Test func withoutALengthItIsChunkedAndTheConnectionGoesOn() async throws {
        let respond: @Sendable (Request) async -> Response = { request in
            request.head.path == "/a" ? await stream(Pieces(pieces: ["a", "", "bc"]))(request) : ok("plain")
        }
        try await withServer(respond: respond) { server in
            let client = try await server.client()
            try await client.send(get + "GET /b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let text = try await client.rest()
            let chunks = head + "transfer-encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n"
            #expect(text == chunks + head + "content-length: 5\r\nconnection: close\r\n\r\nplain")
        }
    }

    @Test func withItsLengthItIsNot() async throws {
        try await withServer(respond: stream(Pieces(pieces: ["ab", "c"]), length: 3)) { server in
            let client = try await server.client()
            #expect(try await client.exchange(get).body == "abc")
            #expect(try await client.exchange(get).body == "abc")
        }
    }

    @Test func aClientOf10GetsItToTheEndOfTheConnection() async throws {
        try await withServer(respond: stream(Pieces(pieces: ["ab", "c"]))) { server in
            let client = try await server.client()
            try await client.send("GET / HTTP/1.0\r\n\r\n")
            #expect(try await client.rest() == head + "connection: close\r\n\r\nabc")
        }
    }

    @Test(arguments: [
        ("HEAD", HTTPResponse.Status.ok, 3 as Int?, "content-length: 3\r\n"), ("HEAD", .ok, nil, ""),
        ("GET", .noContent, nil, ""), ("GET", .notModified, 3, ""),
        ("GET", .resetContent, nil, "content-length: 0\r\n"),
    ])
    func whereThereIsNoBodyNobodyAsksForIt(
        _ method: String,
        _ status: HTTPResponse.Status,
        _ length: Int?,
        _ framing: String
    ) async throws {
        let wasAsked = Mutex(false)
        let body = AsyncThrowingStream<[UInt8], any Error> {
            wasAsked.withLock { $0 = true }
            return nil
        }
        let respond: @Sendable (Request) async -> Response = { _ in
            Response(head: HTTPResponse(status: status), body: .stream(length: length, body))
        }
        try await withServer(respond: respond) { server in
            let client = try await server.client()
            try await client.send("\(method) / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let text = try await client.rest()
            #expect(text.hasSuffix("GMT\r\n" + framing + "connection: close\r\n\r\n"))
        }
        #expect(!wasAsked.withLock { $0 })
    }

    @Test(arguments: [nil, 9, 3, 1]) func whatBreaksOffIsSeenToBeIncomplete(_ length: Int?) async throws {
        let pieces = Pieces(pieces: ["ab", "cd"], end: length == 9 ? .ends : .fails)
        try await withServer(respond: stream(pieces, length: length)) { server in
            let client = try await server.client()
            try await client.send(get)
            let text = try await client.restUntilReset()
            let body = text.components(behind: "\r\n\r\n")
            #expect(body == [nil: "2\r\nab\r\n2\r\ncd\r\n", 9: "abcd", 3: "ab", 1: ""][length])
        }
    }

    @Test func whatBreaksOffForAClientOf10IsReset() async throws {
        try await withServer(respond: stream(Pieces(pieces: ["ab"], end: .fails))) { server in
            let client = try await server.client()
            try await client.send("GET / HTTP/1.0\r\n\r\n")
            await #expect(throws: Client.Failure.self) { _ = try await client.rest() }
        }
    }

    @Test func aSlowReaderSetsThePace() async throws {
        let made = Mutex(0)
        let piece = [UInt8](repeating: 0x61, count: 65_536)
        let body = AsyncThrowingStream<[UInt8], any Error> {
            made.withLock { $0 += 1 }
            return piece
        }
        let respond: @Sendable (Request) async -> Response = { _ in
            Response(head: HTTPResponse(status: .ok), body: .stream(length: nil, body))
        }
        try await withServer(respond: respond) { server in
            let client = try await server.client()
            try await client.send(get)
            try await client.untilSomethingCame()
            try await server.passTime { await server.untilOpen(0) }  // cut off when no more goes
        }
        #expect(made.withLock { $0 } < 512)  // 32 MiB: more than the kernel's buffers ever hold
    }

    @Test func aClientThatVanishesIsNoticedWhileNothingIsSent() async throws {
        let cancelled = Event()
        let pieces = Pieces(pieces: ["a"], end: .isSilent(cancelled: cancelled))
        try await withServer(respond: stream(pieces)) { server in
            let client = try await server.client()
            try await client.send(get)
            await server.untilOne(in: .streaming)
            client.vanish()
            await cancelled.wait()
            await server.untilOpen(0)
        }
    }

    @Test func aClientThatEndedItsSideGetsWhatIsThere() async throws {
        let body = String(repeating: "a", count: 100_000)
        try await withServer(respond: stream(Pieces(pieces: [body, body]), length: 200_000)) { server in
            let client = try await server.client()
            try await client.send(get)
            client.endSending()
            #expect(try await client.answer().body == body + body)
        }
    }

    @Test func aClientThatEndedItsSideIsNotWaitedWithForLong() async throws {
        let cancelled = Event()
        let pieces = Pieces(pieces: ["a"], end: .isSilent(cancelled: cancelled))
        try await withServer(respond: stream(pieces)) { server in
            let client = try await server.client()
            try await client.send(get)
            client.endSending()
            try await server.passTime { await cancelled.wait() }
            await server.untilOpen(0)
        }
    }

    /// What comes while an answer is streamed is seen by who watches for the client's leaving, and is not lost for it.
    @Test(arguments: [get, "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"])
    func aRequestThatComesMeanwhileIsAnsweredBehindIt(_ second: String) async throws {
        let (body, more) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
        let isFirst = Mutex(true)
        let first: @Sendable () -> Bool = {
            isFirst.withLock { isFirst in
                defer { isFirst = false }
                return isFirst
            }
        }
        let respond: @Sendable (Request) async -> Response = { request in
            first() ? Response(head: HTTPResponse(status: .ok), body: .stream(length: 2, body)) : await echo(request)
        }
        try await withServer(respond: respond) { server in
            let client = try await server.client()
            try await client.send(get)
            await server.untilOne(in: .streaming)
            try await client.send(second)
            more.yield(Array("a".utf8))
            await server.untilOne(in: .streaming)
            more.yield(Array("b".utf8))
            #expect(try await client.answer().body == "ab")
            #expect(try await client.answer().status == 200)
        }
    }

    @Test func requestsFollowStreamsOnOneConnection() async throws {
        try await withServer(respond: stream(Pieces(pieces: ["ab", "c"]), length: 3)) { server in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let client = try await server.client()
                        for _ in 0..<100 { #expect(try await client.exchange(get).body == "abc") }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func aBodyThatComesDuringTheAnswerIsDropped() async throws {
        let (body, more) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
        let respond: @Sendable (Request) async -> Response = { request in
            guard request.head.method == .post else { return ok("next") }
            return Response(head: HTTPResponse(status: .ok), body: .stream(length: 2, body))
        }
        try await withServer(respond: respond) { server in
            let client = try await server.client()
            try await client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n")
            await server.untilOne(in: .streaming)
            try await client.send("abcde" + get)
            more.yield(Array("ok".utf8))
            #expect(try await client.answer().body == "ok")
            #expect(try await client.answer().body == "next")
        }
    }

    @Test func streamsThatNeverWaitLeaveTurnsForTheOthers() async throws {
        let isOver = Mutex(false)
        let over: @Sendable () -> Bool = { isOver.withLock { $0 } }
        let body = AsyncThrowingStream<[UInt8], any Error> { over() ? nil : [0x61] }
        let respond: @Sendable (Request) async -> Response = { request in
            guard request.head.path == "/endless" else { return ok("small") }
            return Response(head: HTTPResponse(status: .ok), body: .stream(length: nil, body))
        }
        try await withServer(respond: respond) { server in
            let busy = (0..<8).map { _ in
                Task {
                    let client = try await server.client()
                    try await client.send("GET /endless HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    return try await client.rest()
                }
            }
            while server.listener.phases.filter({ $0 == .streaming || $0 == .writing }).count < 8 { await Task.yield() }
            #expect(try await server.client().exchange(get).body == "small")
            isOver.withLock { $0 = true }
            for client in busy {
                let text = try await client.value
                #expect(text.hasSuffix("0\r\n\r\n"))
            }
        }
    }

    @Test func silenceIsNoFault() async throws {
        let (respond, more) = fed()
        try await withServer(respond: respond) { server in
            let client = try await server.client()
            try await client.send(get)
            await server.runOut(.streaming, of: .seconds(100_000))
            more.yield(Array("ab".utf8))
            more.finish()
            #expect(try await client.answer().body == "ab")
        }
    }

    @Test func aStreamThatIsStoppedHasTheGraceToEnd() async throws {
        let (respond, more) = fed()
        try await withServer(respond: respond) { server in
            let client = try await server.client()
            try await client.send(get)
            await server.untilOne(in: .streaming)
            server.listener.stop()
            more.yield(Array("ab".utf8))
            more.finish()
            #expect(try await client.answer().body == "ab")
            #expect(try await client.rest() == "")
        }
    }
}

extension String {
    fileprivate func components(behind end: String) -> String? {
        firstRange(of: end).map { String(self[$0.upperBound...]) }
    }
}
