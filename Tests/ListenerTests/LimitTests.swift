import HTTPTypes
import Synchronization
import Testing

@testable import Listener

private func text(_ text: String) -> ScriptedPool.Step { .send(Array(text.utf8)[...]) }

private func x(_ count: Int) -> ScriptedPool.Step { .send([UInt8](repeating: 0x78, count: count)[...]) }

private func post(_ fields: String) -> ScriptedPool.Step { text("POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n") }

private let get = text("GET / HTTP/1.1\r\nHost: a\r\n\r\n")

extension ScriptedPool.Seen {
    /// The answers, each of which has to be whole.
    fileprivate var answers: [Answer] { Answer.all(in: String(decoding: bytes, as: UTF8.self)) }
    fileprivate var statuses: [Int] { answers.statuses }
    fileprivate var closings: [Bool] { answers.closings }
}

@Sendable private func ignore(_ request: Request, _ script: ScriptedConnection) async -> Response { ok("unread") }

/// The bounds on sizes that no other suite holds at their edges: `RequestParserTests` has those of the head,
/// `AcceptTests` those of connections and requests.
@Suite(.timeLimit(.minutes(5))) struct SizeLimitTests {
    private let limits = Limits()

    @Test(arguments: [(-1, [200, 200]), (0, [200, 200]), (1, [413])])
    func aBodyWithALength(_ over: Int, _ expected: [Int]) async {
        let count = limits.body + over
        let pieces = stride(from: 0, to: count, by: 50_000).map { x(min(50_000, count - $0)) }
        let seen = await ScriptedConnection.play([post("Content-Length: \(count)")] + pieces + [get])
        #expect(seen.statuses == expected)
        #expect(seen.answers.first?.closes == (over > 0))
    }

    @Test(arguments: [(-1, [200, 200]), (0, [200, 200]), (1, [413])])
    func aBodyInChunks(_ over: Int, _ expected: [Int]) async {
        let count = limits.body + over
        let pieces = stride(from: 0, to: count, by: 50_000).flatMap { start in
            let size = min(50_000, count - start)
            return [text(String(size, radix: 16) + "\r\n"), x(size), text("\r\n")]
        }
        let head = post("Transfer-Encoding: chunked")
        let seen = await ScriptedConnection.play([head] + pieces + [text("0\r\n\r\n"), get])
        #expect(seen.statuses == expected)
        #expect(seen.answers.first?.closes == (over > 0))
    }

    @Test(arguments: [(-1, false), (0, false), (1, true)])
    func anUnreadBodyWithALength(_ over: Int, _ closes: Bool) async {
        let count = limits.drain + over
        let steps = [post("Content-Length: \(count)"), x(count), get]
        let seen = await ScriptedConnection.play(steps, respond: ignore)
        #expect(seen.closings == (closes ? [true] : [false, false]))
    }

    /// Whether the chunks are too many shows only behind the answer, which cannot say any more that it was the last.
    @Test(arguments: [(-1, 2), (0, 2), (1, 1)]) func anUnreadBodyInChunks(_ over: Int, _ answers: Int) async {
        let count = limits.drain + over
        let chunk = [text(String(count, radix: 16) + "\r\n"), x(count), text("\r\n0\r\n\r\n")]
        let head = post("Transfer-Encoding: chunked")
        let seen = await ScriptedConnection.play([head] + chunk + [get], respond: ignore)
        #expect(seen.statuses == Array(repeating: 200, count: answers))
        #expect(seen.hasEndedFirst == (over > 0))
    }

    /// Counted behind the ";" that begins them.
    @Test(arguments: [(-1, [200]), (0, [200]), (1, [400])])
    func theExtensionsOfAllChunks(_ over: Int, _ expected: [Int]) async {
        let last = ";" + String(repeating: "b", count: limits.head + over - 1)
        let body = "1;a\r\nx\r\n0\(last)\r\n\r\n"
        let seen = await ScriptedConnection.play([post("Transfer-Encoding: chunked"), text(body)])
        #expect(seen.statuses == expected)
    }

    @Test(arguments: [(-1, [200]), (0, [200]), (1, [431])])
    func theFieldsOfATrailerSection(_ over: Int, _ expected: [Int]) async {
        let fields = String(repeating: "X: y\r\n", count: limits.fields + over)
        let seen = await ScriptedConnection.play([post("Transfer-Encoding: chunked"), text("0\r\n\(fields)\r\n")])
        #expect(seen.statuses == expected)
    }

    @Test(arguments: [(-1, [200]), (0, [200]), (1, [431])])
    func theBytesOfATrailerSection(_ over: Int, _ expected: [Int]) async {
        let value = String(repeating: "y", count: limits.head + over - 7)
        let seen = await ScriptedConnection.play([post("Transfer-Encoding: chunked"), text("0\r\nX: \(value)\r\n\r\n")])
        #expect(seen.statuses == expected)
    }
}

/// A nanosecond before a deadline, at it, and behind it.
private let ticks: [Duration] = [.nanoseconds(-1), .zero, .nanoseconds(1)]

/// The deadlines at their edges; that each ends what it should by itself is for `DeadlineTests`.
@Suite(.timeLimit(.minutes(5))) struct TimeLimitTests {
    private let limits = Limits()

    @Test(arguments: ticks) func idleSinceAccepting(_ tick: Duration) async {
        let seen = await ScriptedConnection.play([.pass(limits.idleTimeout + tick), get])
        #expect(seen.statuses == (tick < .zero ? [200] : []))
        #expect(seen.hasEndedFirst == (tick >= .zero))
    }

    @Test(arguments: ticks) func idleSinceTheLastAnswer(_ tick: Duration) async {
        let steps = [.pass(.seconds(50)), get, .pass(limits.idleTimeout + tick), get]
        #expect(await ScriptedConnection.play(steps).statuses == (tick < .zero ? [200, 200] : [200]))
    }

    /// Woken for nothing, the connection has been idle all the same.
    @Test(arguments: ticks) func idleWhateverWakesIt(_ tick: Duration) async {
        let steps = [.pass(.seconds(40)), .read(0), .pass(limits.idleTimeout - .seconds(40) + tick), get]
        #expect(await ScriptedConnection.play(steps).statuses == (tick < .zero ? [200] : []))
    }

    @Test(arguments: ticks) func aHeadSinceItsFirstByte(_ tick: Duration) async {
        let first = [text("G"), .pass(.seconds(6)), text("ET / HTTP/1.1\r\n")]
        let steps = first + [.pass(limits.headTimeout - .seconds(6) + tick), text("Host: a\r\n\r\n")]
        #expect(await ScriptedConnection.play(steps).statuses == (tick < .zero ? [200] : [408]))
    }

    /// The first second was the next request's, not the last one's.
    @Test(arguments: ticks) func theNextHeadSinceItsFirstByte(_ tick: Duration) async {
        let steps = [
            get, .pass(.seconds(9)), text("G"), .pass(limits.headTimeout + tick), text("ET / HTTP/1.0\r\n\r\n"),
        ]
        #expect(await ScriptedConnection.play(steps).statuses == [200, tick < .zero ? 200 : 408])
    }

    /// One second more for every 1,024 bytes that have come, none for fewer.
    @Test(arguments: ticks, [(0, 0), (1, 0), (1023, 0), (1024, 1), (1025, 1), (2047, 1), (2048, 2)])
    func aBodySinceItWasAskedFor(_ tick: Duration, _ bytes: (came: Int, earned: Int)) async {
        let came = bytes.came == 0 ? [] : [x(bytes.came)]
        let time = limits.bodyTimeout + .seconds(bytes.earned) + tick
        let steps = [post("Content-Length: 3000")] + came + [.pass(time), x(3000 - bytes.came)]
        let seen = await ScriptedConnection.play(steps)
        #expect(seen.statuses == (tick < .zero ? [200] : [408]))
        #expect(seen.closings == [tick >= .zero])
    }

    @Test(arguments: ticks) func aBodyInChunks(_ tick: Duration) async {
        let steps = [post("Transfer-Encoding: chunked"), .pass(limits.bodyTimeout + tick), text("0\r\n\r\n")]
        #expect(await ScriptedConnection.play(steps).statuses == (tick < .zero ? [200] : [408]))
    }

    @Test(arguments: ticks) func aBodyThatNobodyWants(_ tick: Duration) async {
        let steps = [post("Content-Length: 5"), .pass(limits.bodyTimeout + tick), text("hello"), get]
        let seen = await ScriptedConnection.play(steps, respond: ignore)
        #expect(seen.statuses == (tick < .zero ? [200, 200] : [200]))
    }

    @Test(arguments: ticks) func aHandler(_ tick: Duration) async {
        let time = limits.handlerTimeout + tick
        let seen = await ScriptedConnection.play([get, get]) { _, script in
            script.pass(time)
            return ok("in time")
        }
        #expect(seen.answers.bodies == (tick < .zero ? ["in time", "in time"] : ["handlerTimeout"]))
        #expect(seen.answers.last?.closes == (tick >= .zero))
    }

    @Test(arguments: ticks) func aHandlerApartFromTheTimeOfItsBody(_ tick: Duration) async {
        let time = limits.handlerTimeout + tick
        let steps = [post("Content-Length: 5"), .pass(.seconds(29)), text("hello")]
        let seen = await ScriptedConnection.play(steps) { request, script in
            let answer = await echo(request)
            script.pass(time)
            return answer
        }
        #expect(seen.statuses == [tick < .zero ? 200 : 503])
    }

    @Test(arguments: ticks) func anAnswerThatNobodyReads(_ tick: Duration) async {
        let body = [UInt8](repeating: 0x61, count: 1 << 20)
        let steps: [ScriptedPool.Step] = [.stopReading, get, .pass(limits.writeTimeout + tick)]
        let seen = await ScriptedConnection.play(steps) { _, _ in Response(head: HTTPResponse(status: .ok), body: body)
        }
        #expect(seen.statuses == (tick < .zero ? [200] : []))
        #expect((seen.bytes.count < body.count) == (tick >= .zero))
    }

    /// A client that takes some of it before every deadline gets all of it.
    @Test(arguments: ticks) func anAnswerThatIsReadSlowly(_ tick: Duration) async {
        let body = [UInt8](repeating: 0x61, count: 1 << 20)
        let steps: [ScriptedPool.Step] = [
            .stopReading, get, .pass(.seconds(29)), .read(200_000), .pass(.seconds(29)), .read(200_000),
            .pass(limits.writeTimeout + tick),
        ]
        let seen = await ScriptedConnection.play(steps) { _, _ in Response(head: HTTPResponse(status: .ok), body: body)
        }
        #expect(seen.statuses == (tick < .zero ? [200] : []))
        #expect(seen.bytes.count > 400_000)
    }

    /// Woken for nothing, the client has taken nothing all the same.
    @Test(arguments: ticks) func anAnswerThatNobodyReadsWhateverWakesIt(_ tick: Duration) async {
        let body = [UInt8](repeating: 0x61, count: 1 << 20)
        let steps: [ScriptedPool.Step] = [
            .stopReading, get, .pass(.seconds(20)), .read(0), .pass(limits.writeTimeout - .seconds(20) + tick),
        ]
        let seen = await ScriptedConnection.play(steps) { _, _ in Response(head: HTTPResponse(status: .ok), body: body)
        }
        #expect(seen.statuses == (tick < .zero ? [200] : []))
    }

    @Test(arguments: ticks) func theClosingBehindARefusal(_ tick: Duration) async {
        let isOpen = Mutex(false)
        let look = ScriptedPool.Step.call { isOpen.withLock { $0 = true } }
        let steps = [text("GET / HTTP/1.1\r\n\r\n"), .pass(limits.lingerTimeout + tick), look]
        #expect(await ScriptedConnection.play(steps).statuses == [400])
        #expect(isOpen.withLock { $0 } == (tick < .zero))
    }

    @Test(arguments: ticks) func theGraceOfStopping(_ tick: Duration) async throws {
        let started = Event()
        let end = Event()
        let respond: @Sendable (Request) async -> Response = { _ in
            started.happen()
            await end.wait()
            return ok(Task.isCancelled ? "cancelled" : "finished")
        }
        try await withServer(respond: respond) { [limits] server in
            let client = try await server.client()
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            await started.wait()
            server.listener.stop()
            server.clock.advance(limits.stopGrace + tick)
            server.listener.sweep()
            end.happen()
            let text = (try? await client.rest()) ?? ""
            #expect(text.hasSuffix("finished") == (tick < .zero))
        }
    }
}
