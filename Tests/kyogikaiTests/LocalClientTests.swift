import HTTPTypes
import Listener
import Testing

@testable import kyogikai

@Suite struct LocalClientTests {
    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", 200, "ab"),
        ("HTTP/1.0 204 No Content\r\n\r\n", 204, ""),
        ("HTTP/1.1 201\r\n\r\nab", 201, "ab"), ("HTTP/1.1 404 \r\ncontent-length:2 \r\n\r\n\r\n", 404, "\r\n"),
    ])
    func anAnswerIsItsStatusAndItsBody(_ text: String, _ status: Int, _ body: String) throws {
        let answer = try LocalClient.answer(in: Array(text.utf8))
        #expect(answer == LocalClient.Answer(status: status, body: Array(body.utf8)))
    }

    @Test(arguments: [
        "", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 +20 OK\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "SSH-2.0-x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
    ])
    func whatIsNoWholeAnswerIsRefused(_ text: String) {
        #expect(throws: LocalClient.Failure.self) { try LocalClient.answer(in: Array(text.utf8)) }
    }

    @Test(arguments: ["/a b", "/a\r\nX: y", "/日本"]) func aPathThatIsNoneIsNotSent(_ path: String) {
        let request = HTTPRequest(method: .get, scheme: nil, authority: nil, path: path)
        let failure = #expect(throws: LocalClient.Failure.self) {
            try LocalClient(place: .unix(path: "/nonexistent")).send(request)
        }
        #expect(failure?.description.hasSuffix("is no path of a URL") == true)
    }

    @Test func whereNobodyListensIsSaid() {
        let request = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/")
        #expect(throws: LocalClient.Failure("unix:/nonexistent: No such file or directory")) {
            try LocalClient(place: .unix(path: "/nonexistent")).send(request)
        }
    }

    @Test func aServerThatDoesNotAnswerIsNotWaitedForForEver() async throws {
        let silent = try ListeningSocketOfATest()
        let request = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/")
        let client = LocalClient(place: silent.place, limit: .milliseconds(1))
        let failure = try await Server.apart {
            #expect(throws: LocalClient.Failure.self) { try client.send(request) }
        }
        #expect(failure == LocalClient.Failure("there was no answer in time"))
    }

    @Test(arguments: [
        (BoundAddress.tcp(host: "127.0.0.1", port: 8080), "http://127.0.0.1:8080"),
        (.tcp(host: "::1", port: 80), "http://[::1]:80"), (.unix(path: "/run/a.sock"), "http+unix:///run/a.sock"),
        (.unix(path: "/run/a b?c%d/議"), "http+unix:///run/a%20b%3Fc%25d/%E8%AD%B0"),
    ])
    func anAddressHasAURLThatCommandsRead(_ address: BoundAddress, _ url: String) {
        #expect(address.url == url)
        #expect(BoundAddress(url: url) == address)
    }

    @Test(arguments: ["", "127.0.0.1:80", "http://127.0.0.1", "http://a:65536", "http+unix://a", "https://a:1"])
    func anotherURLIsNone(_ url: String) {
        #expect(BoundAddress(url: url) == nil)
    }

    @Test func theLineToTryQuotesThePath() {
        let line = BoundAddress.unix(path: "/run/it's here").commandLine(for: "/v1/councils")
        #expect(line == #"curl -s --unix-socket '/run/it'\''s here' http://localhost/v1/councils"#)
    }
}
