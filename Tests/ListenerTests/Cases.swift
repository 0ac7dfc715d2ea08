import Listener
import Testing

/// Bytes that a client sends as a head, and what becomes of them.
struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let refusal: Refusal.Code?

    var testDescription: String { name }

    init(_ name: String, _ bytes: [UInt8], _ refusal: Refusal.Code? = nil) {
        self.name = name
        self.bytes = bytes
        self.refusal = refusal
    }

    init(_ name: String, _ text: String, _ refusal: Refusal.Code? = nil) {
        self.init(name, Array(text.utf8), refusal)
    }

    /// A GET with these field lines besides the Host.
    static func fields(_ name: String, _ lines: String, _ refusal: Refusal.Code? = nil) -> Case {
        Case(name, "GET / HTTP/1.1\r\nHost: a\r\n\(lines)\r\n", refusal)
    }

    static func target(_ target: String, _ refusal: Refusal.Code? = nil, method: String = "GET") -> Case {
        Case("\(method) \(target)", "\(method) \(target) HTTP/1.1\r\nHost: a\r\n\r\n", refusal)
    }

    static func host(_ host: String, _ refusal: Refusal.Code? = nil) -> Case {
        Case("Host: \(host)", "GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n", refusal)
    }
}

let lineCases: [Case] = [
    Case("a plain GET", "GET /a/b?c=d HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("bare LF behind the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", .malformedRequest),
    Case("bare LF behind a field", "GET / HTTP/1.1\r\nHost: a\n\r\n", .malformedRequest),
    Case("bare LF as the empty line", "GET / HTTP/1.1\r\nHost: a\r\n\n", .malformedRequest),
    Case("bare CR in the request line", "GET /\r HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequest),
    Case("two CRs", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", .malformedRequest),
    Case("one empty line ahead (RFC 9112 §2.2)", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("two empty lines ahead", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequest),
    Case("a bare LF ahead", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequest),
    Case("a space ahead", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequest),
    Case("a TLS hello", [0x16, 0x03, 0x01, 0x02, 0x00, 0x0D, 0x0A], .malformedRequest),
    Case("two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequest),
    Case("a space behind the version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", .malformedRequest),
    Case("a tab for a space", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequest),
    Case("no version", "GET /\r\nHost: a\r\n\r\n", .malformedRequest),
    Case("only a method", "GET\r\n\r\n", .malformedRequest),
    Case("a method that is no token", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequest),
    Case("an empty method", "\r\n / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequest),
    Case("a method nobody knows", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("HTTP/1.0 without a Host", "GET / HTTP/1.0\r\n\r\n"),
    Case("HTTP/1.9", "GET / HTTP/1.9\r\nHost: a\r\n\r\n"),
    Case("HTTP/1.10", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", .malformedRequest),
    Case("http/1.1", "GET / http/1.1\r\nHost: a\r\n\r\n", .malformedRequest),
    Case("HTTP/1.", "GET / HTTP/1.\r\nHost: a\r\n\r\n", .malformedRequest),
    Case("HTTP/0.9", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", .versionNotSupported),
    Case("HTTP/2.0 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .versionNotSupported),
]

let targetCases: [Case] = [
    .target("/%E3%81%82?q=a%20b&x=(1)"), .target("//"), .target("/?"), .target("*", method: "OPTIONS"),
    .target("http://a.example/x?y"), .target("HTTPS://a.example:443"), .target("http://[::1]:80/"),
    .target("*", .malformedRequest), .target("a", .malformedRequest), .target("a:80", .malformedRequest),
    .target("a:80", .methodNotImplemented, method: "CONNECT"), .target("/", .malformedRequest, method: "CONNECT"),
    .target("ftp://a/", .malformedRequest), .target("http://", .malformedRequest),
    .target("http:///x", .malformedRequest), .target("http://u@a/", .malformedRequest),
    .target("http://a:99999/", .malformedRequest), .target("/a#b", .malformedRequest),
    .target("/%", .malformedRequest), .target("/%4", .malformedRequest), .target("/%zz", .malformedRequest),
    .target("/あ", .malformedRequest), .target("/a\"b", .malformedRequest), .target("/<", .malformedRequest),
    .target("/a\\b", .malformedRequest), .target("/a|b", .malformedRequest), .target("/[", .malformedRequest),
    .target("/\u{0}", .malformedRequest), .target("/\u{7F}", .malformedRequest),
]

let hostCases: [Case] = [
    .host("a"), .host("a.example:8080"), .host("192.0.2.1"), .host("[2001:db8::1]:80"), .host("a_b"), .host("a:"),
    .host("", .malformedRequest), .host(":80", .malformedRequest), .host("a b", .malformedRequest),
    .host("a,b", .malformedRequest), .host("a/b", .malformedRequest), .host("u@a", .malformedRequest),
    .host("a:b", .malformedRequest), .host("a:65536", .malformedRequest), .host("a:+80", .malformedRequest),
    .host("[::1", .malformedRequest), .host("[]", .malformedRequest), .host("[x]", .malformedRequest),
    .host("::1", .malformedRequest), .host("[::1]80", .malformedRequest), .host("a%20b", .malformedRequest),
    Case("no Host", "GET / HTTP/1.1\r\n\r\n", .malformedRequest),
    Case("two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", .malformedRequest),
    Case("two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nhost: a\r\n\r\n", .malformedRequest),
]

let fieldCases: [Case] = [
    .fields("a field without a value", "X:\r\n"), .fields("white space around the value", "X: \t a b \t\r\n"),
    .fields("UTF-8 in a value", "X: 議事録\r\n"),
    .fields("obs-fold", "X: a\r\n b\r\n", .malformedRequest),
    .fields("obs-fold with a tab", "X: a\r\n\tb\r\n", .malformedRequest),
    Case("white space ahead of the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", .malformedRequest),
    .fields("a space before the colon", "X : a\r\n", .malformedRequest),
    .fields("a tab before the colon", "X\t: a\r\n", .malformedRequest),
    .fields("no colon", "X\r\n", .malformedRequest), .fields("no name", ": a\r\n", .malformedRequest),
    .fields("a name that is no token", "X(: a\r\n", .malformedRequest),
    .fields("a name in UTF-8", "é: a\r\n", .malformedRequest),
    .fields("NUL in a value", "X: a\u{0}b\r\n", .malformedRequest),
    .fields("NUL in a name", "X\u{0}: a\r\n", .malformedRequest),
    .fields("a bell in a value", "X: \u{7}\r\n", .malformedRequest),
    .fields("DEL in a value", "X: \u{7F}\r\n", .malformedRequest),
    .fields("a bare CR in a value", "X: a\rY: b\r\n", .malformedRequest),
    Case(
        "a value that is not UTF-8",
        Array("GET / HTTP/1.1\r\nHost: a\r\nX: ".utf8) + [0xE9] + Array("\r\n\r\n".utf8),
        .malformedRequest
    ),
]

let framingCases: [Case] = [
    .fields("a length", "Content-Length: 5\r\n"), .fields("a length with zeros", "Content-Length: 005\r\n"),
    .fields("the same length twice", "Content-Length: 5\r\nContent-Length: 5\r\n"),
    .fields("a length above any Int", "Content-Length: 99999999999999999999\r\n"),
    .fields("chunked", "Transfer-Encoding: chunked\r\n"), .fields("Chunked", "transfer-encoding: Chunked\r\n"),
    .fields("two lengths", "Content-Length: 5\r\nContent-Length: 6\r\n", .malformedRequest),
    .fields("a list of lengths", "Content-Length: 5, 5\r\n", .malformedRequest),
    .fields("a length with a sign", "Content-Length: +5\r\n", .malformedRequest),
    .fields("a negative length", "Content-Length: -5\r\n", .malformedRequest),
    .fields("a hexadecimal length", "Content-Length: 0x5\r\n", .malformedRequest),
    .fields("a length in parts", "Content-Length: 5 5\r\n", .malformedRequest),
    .fields("an empty length", "Content-Length:\r\n", .malformedRequest),
    .fields("length, then coding", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", .malformedRequest),
    .fields("coding, then length", "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n", .malformedRequest),
    .fields("gzip", "Transfer-Encoding: gzip\r\n", .codingNotImplemented),
    .fields("gzip, chunked", "Transfer-Encoding: gzip, chunked\r\n", .codingNotImplemented),
    .fields("identity", "Transfer-Encoding: identity\r\n", .codingNotImplemented),
    .fields("xchunked", "Transfer-Encoding: xchunked\r\n", .codingNotImplemented),
    .fields("chunked with a parameter", "Transfer-Encoding: chunked;a=b\r\n", .codingNotImplemented),
    .fields("chunked in quotes", "Transfer-Encoding: \"chunked\"\r\n", .codingNotImplemented),
    .fields("an empty coding", "Transfer-Encoding:\r\n", .codingNotImplemented),
    .fields(
        "chunked twice",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        .codingNotImplemented
    ),
    Case("chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", .malformedRequest),
    .fields("an expectation", "Expect: 100-Continue\r\n"),
    .fields("another expectation", "Expect: 200-ok\r\n", .expectationFailed),
]

let allCases = lineCases + targetCases + hostCases + fieldCases + framingCases
