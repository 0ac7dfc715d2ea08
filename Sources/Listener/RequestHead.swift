import HTTPTypes

/// A whole head, and what of it governs the connection.
struct RequestHead {
    enum Framing: Hashable {
        case none
        case length(Int)
        case chunked
    }

    var request: HTTPRequest
    var framing: Framing
    /// The client waits for `100 Continue` before it sends the body.
    var expectsContinue: Bool
    /// The connection ends behind the answer: HTTP/1.0, or `Connection: close`.
    var closes: Bool
    /// An HTTP/1.0 client understands no chunks.
    var isHTTP10: Bool
    /// Bytes of the head, through the empty line.
    var length: Int
}

/// The fields of a head while they come in, with the rules that stand between them.
struct HeadFields {
    private(set) var fields = HTTPFields()
    private var host: String?
    private var length: Int?
    private var codings = 0
    private var isChunked = false
    private var closes = false
    private var expectsContinue = false

    mutating func add(_ line: FieldLine) throws(Refusal) {
        switch line.name.canonicalName {
        case "host":
            guard host == nil else { throw .malformed("there are two Host fields") }
            guard RequestTarget.isHost(line.value) else { throw .malformed("the Host is no host") }
            host = line.field.value
            return
        case "content-length":
            let value = try Self.contentLength(line.value)
            guard length == nil || length == value else { throw .malformed("there are two different Content-Lengths") }
            guard length == nil else { return }
            length = value
        case "transfer-encoding":
            codings += 1
            isChunked = line.value.equalsIgnoringCase("chunked")
        case "connection":
            if Self.hasClose(line.value) { closes = true }
        case "expect":
            guard line.value.equalsIgnoringCase("100-continue") else {
                throw Refusal(.expectationFailed, "the expectation is not 100-continue")
            }
            expectsContinue = true
        default:
            break
        }
        fields.append(line.field)
    }

    /// The head, once its empty line has come.
    func head(_ line: RequestLine, length headLength: Int) throws(Refusal) -> RequestHead {
        guard host != nil || line.isHTTP10 else { throw .malformed("there is no Host") }
        let framing: RequestHead.Framing
        if codings > 0 {
            guard length == nil else { throw .malformed("there are both Content-Length and Transfer-Encoding") }
            guard !line.isHTTP10 else { throw .malformed("HTTP/1.0 has no Transfer-Encoding") }
            guard codings == 1, isChunked else {
                throw Refusal(.codingNotImplemented, "the transfer coding is not exactly chunked")
            }
            framing = .chunked
        } else if let length, length > 0 {
            framing = .length(length)
        } else {
            framing = .none
        }
        return RequestHead(
            request: HTTPRequest(
                method: line.method,
                scheme: "http",
                authority: line.target.authority ?? host,
                path: line.target.path,
                headerFields: fields
            ),
            framing: framing,
            expectsContinue: expectsContinue && !line.isHTTP10 && framing != .none,
            closes: closes || line.isHTTP10,
            isHTTP10: line.isHTTP10,
            length: headLength
        )
    }

    /// Digits only; a number too large for an `Int` is only too large, and stays so.
    private static func contentLength(_ value: Bytes) throws(Refusal) -> Int {
        guard !value.isEmpty, value.allSatisfy(\.isDigit) else {
            throw .malformed("the Content-Length is not digits only")
        }
        var length = 0
        for byte in value {
            let (tenfold, over) = length.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tenfold.addingReportingOverflow(Int(byte - 0x30))
            if over || carry { return .max }
            length = sum
        }
        return length
    }

    private static func hasClose(_ value: Bytes) -> Bool {
        value.split(separator: UInt8(ascii: ",")).contains { Bytes(rebasing: $0).trimmed.equalsIgnoringCase("close") }
    }
}
