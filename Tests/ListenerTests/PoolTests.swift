import FlyingSocks
import HTTPTypes
import Logging
import Testing

@testable import Listener

/// The listener serves on any pool of FlyingSocks' kind: its own one needs Linux's epoll.
@Suite struct PoolTests {
    @Test func theBuiltInPoolServes() async throws {
        let body = String(repeating: "a", count: 100_000)
        let listener = Listener(
            address: .tcp(host: "127.0.0.1", port: 0),
            limits: Limits(),
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            clocks: .system,
            pool: .make(maxEvents: 64),
            respond: { request in
                guard request.head.path == "/stream" else { return await echo(request) }
                return Response(head: HTTPResponse(status: .ok), body: .stream(length: 3, Pieces(pieces: ["a", "bc"])))
            },
            refuse: { ok($0.code.rawValue, $0.status) }
        )
        guard case .tcp(_, let port) = try listener.bind() else { return }
        async let running: Void = listener.run()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let client = try await Client(port: port)
                    let post = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + body
                    #expect(try await client.exchange(post).body == "POST /a " + body)
                    #expect(try await client.exchange("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n").body == "abc")
                    try await client.send("GET / HTTP/1.1\r\n\r\n")
                    let answers = try await client.answers()
                    #expect(answers.statuses == [400])
                }
            }
            try await group.waitForAll()
        }
        listener.stop()
        try await running
    }
}
