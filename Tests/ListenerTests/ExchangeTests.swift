import HTTPTypes
import Synchronization
import Testing

@testable import Listener

private let get = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"

@Suite struct ExchangeTests {
    @Test func aConnectionIsKeptForTheNextRequest() async throws {
        try await withServer { server in
            let client = try await server.client()
            let first = try await client.exchange("GET /1?x HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(first.status == 200)
            #expect(first.body == "GET /1?x ")
            #expect(first.fields["date"] == "Sun, 06 Nov 1994 08:49:37 GMT")
            #expect(!first.closes)
            #expect(try await client.exchange("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n").body == "GET /2 ")
        }
    }

    @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
        try await withServer { server in
            let client = try await server.client()
            try await client.send(
                "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                    + "POST /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"
                    + "GET /4 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            )
            let answers = try await client.answers()
            #expect(answers.bodies == ["GET /1 ", "POST /2 abc", "POST /3 x", "GET /4 "])
            #expect(answers.closings == [false, false, false, true])
        }
    }

    @Test func aRequestMayComeByteByByte() async throws {
        try await withServer { server in
            let client = try await server.client()
            for byte in Array("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxy".utf8) {
                try await client.send([byte])
            }
            #expect(try await client.answer().body == "POST /a xy")
        }
    }

    @Test func headHasTheLengthAndNoBody() async throws {
        try await withServer { server in
            let client = try await server.client()
            try await client.send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n\(get)")
            let head = try await client.answer(toHead: true)
            #expect(head.status == 200)
            #expect(head.fields["content-length"] == "8")
            #expect(try await client.answer().body == "GET /a ")
        }
    }

    @Test(arguments: [204, 304]) func hasNoLength(_ status: Int) async throws {
        try await withServer(respond: { _ in ok("no", .init(code: status)) }) { server in
            let client = try await server.client()
            try await client.send(get + get)
            #expect(try await client.answer().fields["content-length"] == nil)
            #expect(try await client.answer().status == status)
        }
    }

    @Test func anAnswerThatIsNoneBecomes500() async throws {
        try await withServer(respond: { _ in ok("", .init(code: 101)) }) { server in
            let answer = try await server.client().exchange(get)
            #expect(answer.status == 500)
        }
    }

    @Test func http10IsAnsweredAndClosed() async throws {
        try await withServer { server in
            let client = try await server.client()
            try await client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            let answers = try await client.answers()
            #expect(answers.statuses == [200])
            #expect(answers.last?.closes == true)
        }
    }

    @Test func theHandlerMayClose() async throws {
        let respond: @Sendable (Request) async -> Response = { _ in
            Response(head: HTTPResponse(status: .ok, headerFields: [.connection: "close"]))
        }
        try await withServer(respond: respond) { server in
            let client = try await server.client()
            try await client.send(get + get)
            let answers = try await client.answers()
            #expect(answers.count == 1)
        }
    }

    @Test(arguments: allCases.filter { $0.refusal != nil })
    func whatIsRefusedGetsItsAnswerAndTheConnectionCloses(_ example: Case) async throws {
        try await withServer { server in
            let client = try await server.client()
            try await client.send(example.bytes)
            let answers = try await client.answers()
            let expected = Refusal(try #require(example.refusal), "").status.code
            #expect(answers.statuses == [expected])
            #expect(answers.last?.closes == true)
            #expect(answers.first?.body == example.refusal?.rawValue)
        }
    }

    @Test func nothingBehindARefusedRequestIsServed() async throws {
        let served = Mutex(0)
        let respond: @Sendable (Request) async -> Response = { _ in
            served.withLock { $0 += 1 }
            return ok()
        }
        try await withServer(respond: respond) { server in
            let client = try await server.client()
            try await client.send("GET / HTTP/1.1\r\n\r\n" + get)
            let answers = try await client.answers()
            #expect(answers.statuses == [400])
        }
        #expect(served.withLock { $0 } == 0)
    }

    @Test func aClientThatHasEndedItsSideIsStillAnswered() async throws {
        try await withServer { server in
            let client = try await server.client()
            try await client.send(get + get)
            client.endSending()
            let answers = try await client.answers()
            #expect(answers.statuses == [200, 200])
        }
    }

    @Test func aHeadThatBreaksOffIsRefused() async throws {
        try await withServer { server in
            let client = try await server.client()
            try await client.send("GET /")
            client.endSending()
            let answers = try await client.answers()
            #expect(answers.statuses == [400])
        }
    }

    @Test func aClientThatSendsNothingGetsNothing() async throws {
        try await withServer { server in
            let client = try await server.client()
            client.endSending()
            #expect(try await client.rest() == "")
        }
    }

    @Test func thePeerIsTheClient() async throws {
        let respond: @Sendable (Request) async -> Response = { ok("\($0.peer.host) \($0.peer.port != nil)") }
        try await withServer(respond: respond) { server in
            let answer = try await server.client().exchange(get)
            #expect(answer.body == "127.0.0.1 true")
        }
    }

    @Test(.enabled(if: hasIPv6)) func anIPv6SocketTakesIPv4ClientsToo() async throws {
        let respond: @Sendable (Request) async -> Response = { ok($0.peer.host) }
        try await withServer(host: "::", respond: respond) { server in
            let answer = try await server.client().exchange(get)
            #expect(answer.body == "127.0.0.1")
        }
    }

    @Test(.enabled(if: hasIPv6)) func anIPv6AddressIsWrittenInBrackets() throws {
        let bound = try makeListener(host: "::1").bind()
        #expect(bound.host == "::1")
        #expect(bound.description == "[::1]:\(bound.port)")
    }

    private static let hasIPv6 = (try? makeListener(host: "::1").bind()) != nil
}
