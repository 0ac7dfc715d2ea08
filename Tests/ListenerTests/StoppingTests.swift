import HTTPTypes
import Synchronization
import Testing

@testable import Listener

private let get = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"

private final class Tally: Sendable {
    private let all = Mutex<[String: Int]>([:])
    var counts: [String: Int] { all.withLock { $0 } }
    var total: Int { counts.values.reduce(0, +) }
    func add(_ name: String) { all.withLock { $0[name, default: 0] += 1 } }
}

@Suite struct StoppingTests {
    @Test func requestsInHandFinishAndTheOthersEnd() async throws {
        let started = Event()
        let end = Event()
        let respond: @Sendable (Request) async -> Response = { request in
            if request.head.path == "/slow" {
                started.happen()
                await end.wait()
            }
            return ok(request.head.path ?? "")
        }
        try await withServer(respond: respond) { server in
            let idle = try await server.client()
            #expect(try await idle.exchange(get).body == "/a")
            let busy = try await server.client()
            try await busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            await started.wait()

            server.listener.stop()
            #expect(try await idle.rest() == "")
            await #expect(throws: Client.Failure.self) { try await server.client() }
            end.happen()
            let answers = try await busy.answers()
            #expect(answers.bodies == ["/slow"])
            #expect(answers.last?.closes == true)
        }
    }

    @Test func underLoadNoAnswerIsLostThatWasBegun() async throws {
        let handled = Tally()
        let received = Tally()
        let busy = Event()
        let respond: @Sendable (Request) async -> Response = { request in
            handled.add(request.head.path ?? "")
            await Task.yield()
            if handled.total >= 500 { busy.happen() }
            return ok(String(repeating: "a", count: 20_000))
        }
        try await withServer(respond: respond) { server in
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<16 {
                    group.addTask {
                        guard let client = try? await server.client() else { return }
                        while let answer = try? await client.exchange("GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n") {
                            guard answer.body.utf8.count == 20_000 else { return }
                            received.add("/\(number)")
                        }
                    }
                }
                await busy.wait()
                server.listener.stop()
                await group.waitForAll()
            }
        }
        #expect(handled.counts == received.counts)
    }

    @Test func whatOutlivesTheGraceIsCancelledAndCutOff() async throws {
        let started = Event()
        let wasCancelled = Event()
        let respond: @Sendable (Request) async -> Response = { _ in
            started.happen()
            await Event().wait()
            if Task.isCancelled { wasCancelled.happen() }
            return ok()
        }
        var limits = Limits()
        limits.handlerTimeout = .seconds(1_000_000)
        try await withServer(limits, respond: respond) { server in
            let client = try await server.client()
            try await client.send(get)
            await started.wait()
            server.listener.stop()
            server.clock.advance(.seconds(9))
            server.listener.sweep()
            #expect(server.listener.connections == 1)
            server.clock.advance(.seconds(1))
            server.listener.sweep()
            await wasCancelled.wait()
            #expect(((try? await client.rest()) ?? "") == "")
            await server.untilOpen(0)
        }
    }

    @Test func aHandlerThatIgnoresEverythingDoesNotKeepTheProcess() async throws {
        let started = Event()
        let end = Event()
        let respond: @Sendable (Request) async -> Response = { _ in
            started.happen()
            await Task { await end.wait() }.value
            return ok()
        }
        try await withServer(respond: respond) { server in
            let client = try await server.client()
            try await client.send(get)
            await started.wait()
        }
        end.happen()  // withServer has returned, so run() has
    }

    @Test func stoppingTwiceIsStoppingOnce() async throws {
        try await withServer { server in
            server.listener.stop()
            server.listener.stop()
        }
    }

    @Test func aListenerThatWasStoppedBeforeItRanDoesNotRun() async throws {
        let listener = makeListener(port: 0)
        _ = try listener.bind()
        listener.stop()
        try await listener.run()
    }

    @Test func runningWithoutAnAddressIsAnError() async throws {
        let listener = makeListener(port: 0)
        await #expect(throws: ListenError.self) { try await listener.run() }
    }

    @Test func anAddressInUseIsSaidInASentence() throws {
        let first = makeListener(port: 0)
        let bound = try first.bind()
        #expect(bound.host == "127.0.0.1" && bound.port > 0)
        let second = makeListener(port: bound.port)
        #expect(throws: ListenError("cannot listen on \(bound): the address is in use by another process")) {
            try second.bind()
        }
        first.stop()
    }

    @Test func anAddressOfAnotherMachineIsSaidInASentence() throws {
        let error = #expect(throws: ListenError.self) { try makeListener(host: "192.0.2.1", port: 0).bind() }
        #expect(error?.description == "cannot listen on 192.0.2.1:0: this machine does not have the address")
    }

    @Test func aHostThatIsNoneIsSaidInASentence() throws {
        let error = #expect(throws: ListenError.self) { try makeListener(host: "no host", port: 0).bind() }
        #expect(error?.description.hasPrefix("cannot resolve the host no host: ") == true)
    }

    @Test func localhostIsIPv4First() throws {
        #expect(try makeListener(host: "localhost", port: 0).bind().host == "127.0.0.1")
    }
}
