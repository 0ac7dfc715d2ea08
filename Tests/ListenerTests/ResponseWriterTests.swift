import HTTPTypes
import Testing

@testable import Listener

private func written(
    _ status: HTTPResponse.Status,
    _ fields: HTTPFields = [:],
    body: String = "",
    hidesBody: Bool = false,
    closes: Bool = false
) -> String {
    let response = Response(head: HTTPResponse(status: status, headerFields: fields), body: Array(body.utf8))
    let bytes = ResponseWriter.bytes(response, date: Array("D".utf8), hidesBody: hidesBody, closes: closes)
    return String(decoding: bytes, as: UTF8.self)
}

@Suite struct ResponseWriterTests {
    @Test func anAnswerIsHeadAndBody() {
        #expect(
            written(.ok, [.contentType: "text/plain"], body: "hello")
                == "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\ndate: D\r\ncontent-length: 5\r\n\r\nhello"
        )
    }

    @Test func aHeadAnswerHasTheLengthAndNoBody() {
        #expect(
            written(.ok, body: "hello", hidesBody: true) == "HTTP/1.1 200 OK\r\ndate: D\r\ncontent-length: 5\r\n\r\n"
        )
    }

    @Test func aHeadAnswerMayNameTheLengthItself() {
        #expect(written(.ok, [.contentLength: "7"], hidesBody: true).contains("content-length: 7\r\n"))
    }

    @Test func aLengthGivenByTheHandlerNeverContradictsTheBody() {
        let text = written(.ok, [.contentLength: "7", .transferEncoding: "chunked"], body: "hello").lowercased()
        #expect(text.contains("content-length: 5\r\n"))
        #expect(!text.contains("7\r\n") && !text.contains("chunked"))
    }

    @Test(arguments: [HTTPResponse.Status.noContent, .notModified]) func hasNoLengthAndNoBody(
        _ status: HTTPResponse.Status
    ) {
        let text = written(status, body: "hello")
        #expect(text.hasSuffix("\r\ndate: D\r\n\r\n"))
        #expect(!text.contains("length"))
    }

    @Test func closingIsSaid() {
        #expect(written(.ok, closes: true).hasSuffix("content-length: 0\r\nconnection: close\r\n\r\n"))
    }

    @Test func aValueCannotSplitTheAnswer() {
        #expect(!written(.ok, [.location: "/a\r\nSet-Cookie: b"]).contains("\nSet-Cookie"))
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
    ]) func theDateIsInTheFixedForm(_ second: Int, _ text: String) {
        #expect(String(decoding: HTTPDate().bytes(at: second), as: UTF8.self) == text)
    }

    @Test func theDateFollowsTheClock() {
        let date = HTTPDate()
        #expect(date.bytes(at: 10) == date.bytes(at: 10))
        #expect(date.bytes(at: 10) != date.bytes(at: 11))
    }
}
