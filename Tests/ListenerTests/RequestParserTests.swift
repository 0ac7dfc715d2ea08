import HTTPTypes
import Testing

@testable import Listener

/// Parses `pieces` as they come in one after another.
func parse(_ pieces: [ArraySlice<UInt8>], _ limits: Limits = Limits()) throws(Refusal) -> RequestHead? {
    var parser = RequestParser(limits)
    var bytes: [UInt8] = []
    for piece in pieces {
        bytes += piece
        let head = try bytes.withUnsafeBufferPointer { buffer throws(Refusal) in
            try parser.parse(UnsafeRawBufferPointer(buffer))
        }
        if let head { return head }
    }
    return nil
}

func parse(_ text: String, _ limits: Limits = Limits()) throws(Refusal) -> RequestHead? {
    try parse([Array(text.utf8)[...]], limits)
}

func refusal(_ text: String, _ limits: Limits = Limits()) -> Refusal.Code? {
    do throws(Refusal) {
        _ = try parse(text, limits)
        return nil
    } catch {
        return error.code
    }
}

@Suite struct RequestParserTests {
    /// A head or a refusal, to be compared.
    enum Outcome: Equatable {
        case head(HTTPRequest, RequestHead.Framing, expectsContinue: Bool, closes: Bool, length: Int)
        case more
        case refused(Refusal)

        init(_ pieces: [ArraySlice<UInt8>]) {
            do throws(Refusal) {
                guard let head = try parse(pieces) else {
                    self = .more
                    return
                }
                self = .head(
                    head.request,
                    head.framing,
                    expectsContinue: head.expectsContinue,
                    closes: head.closes,
                    length: head.length
                )
            } catch {
                self = .refused(error)
            }
        }
    }

    @Test(arguments: allCases) func isServedOrRefused(_ example: Case) {
        switch Outcome([example.bytes[...]]) {
        case .head: #expect(example.refusal == nil)
        case .refused(let refusal): #expect(example.refusal == refusal.code, "\(refusal.reason)")
        case .more: Issue.record("the head is not seen to end")
        }
    }

    @Test(arguments: allCases) func meansTheSameHoweverItIsCut(_ example: Case) {
        let whole = Outcome([example.bytes[...]])
        for cut in 1..<example.bytes.count {
            #expect(Outcome([example.bytes[..<cut], example.bytes[cut...]]) == whole, "cut at \(cut)")
        }
        #expect(Outcome(example.bytes.indices.map { example.bytes[$0...$0] }) == whole, "byte by byte")
    }

    @Test(arguments: allCases.filter { $0.refusal == nil }) func isNotServedBeforeItsLastByte(_ example: Case) {
        #expect(Outcome([example.bytes.dropLast()]) == .more)
    }

    @Test func whatWasSentIsInTheRequest() throws {
        let text =
            "PATCH /v1/x?a=%41 HTTP/1.1\r\nX-A:  1 \r\nHOST: a.example:81\r\nX-A: 2\r\nContent-Length: 7\r\n\r\nrest"
        let head = try #require(try parse(text))
        #expect(head.request.method == .patch)
        #expect(head.request.path == "/v1/x?a=%41")
        #expect(head.request.authority == "a.example:81")
        #expect(head.request.headerFields[values: HTTPField.Name("x-a")!] == ["1", "2"])
        #expect(head.request.headerFields[HTTPField.Name("host")!] == nil)
        #expect(head.framing == .length(7))
        #expect(head.length == text.utf8.count - 4)
        #expect(!head.closes)
    }

    @Test func anAbsoluteTargetNamesTheHost() throws {
        let head = try #require(try parse("GET http://b.example?q HTTP/1.1\r\nHost: a\r\n\r\n"))
        #expect(head.request.authority == "b.example")
        #expect(head.request.path == "/?q")
    }

    @Test func anAbsoluteTargetWithoutAPathIsTheAsteriskOfOptions() throws {
        let head = try #require(try parse("OPTIONS http://b HTTP/1.1\r\nHost: a\r\n\r\n"))
        #expect(head.request.path == "*")
    }

    @Test(arguments: ["close", "Keep-Alive, CLOSE", "x,close ,y"]) func closeIsSeenInAList(_ value: String) throws {
        let head = try #require(try parse("GET / HTTP/1.1\r\nHost: a\r\nConnection: \(value)\r\n\r\n"))
        #expect(head.closes)
    }

    @Test(arguments: ["keep-alive", "closed", ""]) func otherConnectionOptionsDoNotClose(_ value: String) throws {
        let head = try #require(try parse("GET / HTTP/1.1\r\nHost: a\r\nConnection: \(value)\r\n\r\n"))
        #expect(!head.closes)
    }

    @Test func http10Closes() throws {
        let head = try #require(try parse("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"))
        #expect(head.closes)
    }

    @Test func anExpectationWithoutABodyIsNone() throws {
        #expect(try parse("GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n")?.expectsContinue == false)
        let body = "Expect: 100-continue\r\nContent-Length: 1\r\n\r\n"
        #expect(try parse("PUT / HTTP/1.1\r\nHost: a\r\n" + body)?.expectsContinue == true)
        #expect(try parse("PUT / HTTP/1.0\r\nHost: a\r\n" + body)?.expectsContinue == false)
    }

    @Test(arguments: [(-1, nil), (0, nil), (1, Refusal.Code.uriTooLong)])
    func theRequestLineHasALimit(_ over: Int, _ expected: Refusal.Code?) {
        let limits = Limits()
        let path = String(repeating: "a", count: limits.requestLine + over - "GET / HTTP/1.1".utf8.count)
        #expect(refusal("GET /\(path) HTTP/1.1\r\nHost: a\r\n\r\n", limits) == expected)
    }

    @Test(arguments: [(-1, nil), (0, nil), (1, Refusal.Code.headersTooLarge)])
    func theHeadHasALimit(_ over: Int, _ expected: Refusal.Code?) {
        let limits = Limits()
        let frame = "GET / HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n"
        let value = String(repeating: "a", count: limits.head + over - frame.utf8.count)
        #expect(refusal("GET / HTTP/1.1\r\nHost: a\r\nX: \(value)\r\n\r\n", limits) == expected)
    }

    @Test(arguments: [(-1, nil), (0, nil), (1, Refusal.Code.headersTooLarge)])
    func theFieldsHaveALimit(_ over: Int, _ expected: Refusal.Code?) {
        let limits = Limits()
        let lines = String(repeating: "X: a\r\n", count: limits.fields + over - 1)
        #expect(refusal("GET / HTTP/1.1\r\nHost: a\r\n\(lines)\r\n", limits) == expected)
    }

    @Test func aLineWithoutAnEndIsNotBufferedPastItsLimit() {
        let limits = Limits()
        #expect(refusal(String(repeating: "a", count: limits.requestLine + 1), limits) == nil)
        #expect(refusal(String(repeating: "a", count: limits.requestLine + 2), limits) == .uriTooLong)
        let line = "GET / HTTP/1.1\r\n"
        #expect(refusal(line + String(repeating: "a", count: limits.head - line.utf8.count), limits) == nil)
        #expect(
            refusal(line + String(repeating: "a", count: limits.head - line.utf8.count + 1), limits) == .headersTooLarge
        )
    }

    @Test func limitsHoldByteByByteToo() {
        let bytes = Array("GET /\(String(repeating: "a", count: 9000)) HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        let pieces = bytes.indices.map { bytes[$0...$0] }
        #expect(throws: Refusal(.uriTooLong, "the request line is longer than 8192 bytes")) { try parse(pieces) }
    }
}
