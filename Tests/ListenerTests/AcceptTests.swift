import Glibc
import HTTPTypes
import Synchronization
import Testing

@testable import Listener

private let get = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"

/// Accepts that fail with the codes given, one after another, and are real from then on.
private func failing(_ codes: [Int32]) -> @Sendable (Int32) -> ListeningSocket.Accepted {
    let left = Queue(codes)
    return { listening in
        left.next().map { .failed(errno: $0) } ?? ListeningSocket.accept(listening)
    }
}

private final class Queue: Sendable {
    private let codes: Mutex<[Int32]>
    init(_ codes: [Int32]) { self.codes = Mutex(codes) }
    func next() -> Int32? { codes.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
}

@Suite struct AcceptTests {
    @Test(arguments: [EMFILE, ENFILE, ENOBUFS, ENOMEM, ECONNABORTED, EPROTO, EINTR, EPERM, ENETDOWN])
    func aFailedAcceptIsGoneOnFrom(_ code: Int32) async throws {
        try await withServer(accept: failing([code, code, code, code])) { server in
            let answer = try await server.client().exchange(get)
            #expect(answer.status == 200)
        }
    }

    @Test(arguments: [EMFILE, ENFILE, ENOBUFS, ENOMEM]) func aShortageBacksOffLongerEachTime(_ code: Int32) async throws
    {
        let pauses = Mutex<[Duration]>([])
        // Each accept of a shortage of descriptors is followed by one with the reserve given up.
        let codes = Array(repeating: code, count: code == EMFILE || code == ENFILE ? 18 : 9)
        let pause: @Sendable (Duration) async throws -> Void = { pause in pauses.withLock { $0.append(pause) } }
        try await withServer(accept: failing(codes), pause: pause) { server in
            _ = try await server.client().exchange(get)
        }
        #expect(pauses.withLock { $0 } == [10, 20, 40, 80, 160, 320, 640, 1000, 1000].map { .milliseconds($0) })
    }

    @Test func withoutDescriptorsTheClientIsToldSo() async throws {
        let first = Mutex<Client?>(nil)
        try await withServer(
            accept: failing([EMFILE]),
            beforeRunning: { server in
                let client = try await server.client()
                first.withLock { $0 = client }
            }
        ) { server in
            let client = try #require(first.withLock { $0 })
            let answers = try await client.answers()
            #expect(answers.bodies == ["tooManyConnections"])
            let answer = try await server.client().exchange(get)
            #expect(answer.status == 200)
        }
    }

    @Test func aSocketThatIsNoneEndsTheRun() async throws {
        let listener = makeListener(accept: failing([ENOTSOCK]))
        _ = try listener.bind()
        await #expect(throws: ListenError.self) { try await listener.run() }
    }

    @Test func theNewestConnectionAboveTheLimitIsTurnedAway() async throws {
        var limits = Limits()
        limits.connections = 2
        try await withServer(limits) { server in
            let first = try await server.client()
            let second = try await server.client()
            #expect(try await first.exchange(get).status == 200)
            #expect(try await second.exchange(get).status == 200)
            let third = try await server.client()
            let answers = try await third.answers()
            #expect(answers.statuses == [503])
            #expect(answers.bodies == ["tooManyConnections"])
            #expect(try await first.exchange(get).status == 200)

            second.endSending()
            #expect(try await second.rest() == "")
            await server.untilOpen(1)
            let fourth = try await server.client()
            #expect(try await fourth.exchange(get).status == 200)
        }
    }

    @Test func oneRequestTooManyIsTurnedAway() async throws {
        let started = Event()
        let end = Event()
        var limits = Limits()
        limits.requestsInHand = 1
        let respond: @Sendable (Request) async -> Response = { _ in
            started.happen()
            await end.wait()
            return ok()
        }
        try await withServer(limits, respond: respond) { server in
            let first = try await server.client()
            try await first.send(get)
            await started.wait()
            let second = try await server.client()
            try await second.send(get)
            let answers = try await second.answers()
            #expect(answers.statuses == [503])
            #expect(answers.bodies == ["tooManyRequests"])
            end.happen()
            #expect(try await first.answer().status == 200)
            let third = try await server.client()
            #expect(try await third.exchange(get).status == 200)
        }
    }

    @Test func connectionsHaveNoDelayAndAreClosedOnExec() async throws {
        let seen = Mutex<[Bool]>([])
        let accept: @Sendable (Int32) -> ListeningSocket.Accepted = { listening in
            let accepted = ListeningSocket.accept(listening)
            if case .connection(let descriptor, _) = accepted {
                var noDelay: Int32 = 0
                var length = socklen_t(MemoryLayout<Int32>.size)
                getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &noDelay, &length)
                let isClosed = fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0
                let isNonBlocking = fcntl(descriptor, F_GETFL) & O_NONBLOCK != 0
                seen.withLock {
                    $0 = [noDelay != 0, isClosed, isNonBlocking, fcntl(listening, F_GETFD) & FD_CLOEXEC != 0]
                }
            }
            return accepted
        }
        try await withServer(accept: accept) { server in
            _ = try await server.client().exchange(get)
        }
        #expect(seen.withLock { $0 } == [true, true, true, true])
    }
}
