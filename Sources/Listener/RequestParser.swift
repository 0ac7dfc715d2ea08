import Glibc
import HTTPTypes

/// Reads one head, line by line, from bytes that come in any pieces.
///
/// Linear: a line is looked at once for its end and once for its content, however it was cut. Strict: lines end in
/// CRLF and in nothing else. One empty line before the request line is passed over (RFC 9112 §2.2: some clients send
/// it behind a body); anything else there is refused.
struct RequestParser {
    private let limits: Limits
    private var scanned = 0
    private var lineStart = 0
    private var requestLine: RequestLine?
    private var fields = HeadFields()
    private var fieldCount = 0

    /// Whether the request is a HEAD, whose answer has no body, as far as it has come; a refused request line, too.
    private(set) var isHead = false
    /// Whether nothing but the empty line has come that is passed over.
    var isEmpty: Bool { scanned == lineStart && requestLine == nil }

    init(_ limits: Limits) {
        self.limits = limits
    }

    /// Goes on with `bytes`, which are all that came since the head's first byte. Nil when more are needed.
    ///
    /// Fails with `malformedRequest`, `uriTooLong`, `headersTooLarge`, `versionNotSupported`, `codingNotImplemented`,
    /// `methodNotImplemented`, `expectationFailed`.
    mutating func parse(_ bytes: Bytes) throws(Refusal) -> RequestHead? {
        if scanned == 0, let first = bytes.first, !first.isTokenCharacter, first != .cr {
            throw .malformed("the first byte begins no request")  // TLS, most often
        }
        while let end = nextLineEnd(in: bytes) {
            noteMethod(bytes)
            try checkLimits(lineLength: end - lineStart, headLength: end + 1)
            let line = try Self.content(bytes.part(lineStart..<end))
            let isFirst = lineStart == 0
            lineStart = end + 1
            scanned = lineStart
            guard let requestLine else {
                if isFirst, line.isEmpty { continue }
                requestLine = try RequestLine(line)
                continue
            }
            if line.isEmpty { return try fields.head(requestLine, length: lineStart) }
            fieldCount += 1
            guard fieldCount <= limits.fields else {
                throw Refusal(.headersTooLarge, "the head has more than \(limits.fields) fields")
            }
            try fields.add(FieldLine(line))
        }
        scanned = bytes.count
        noteMethod(bytes)
        try checkLimits(lineLength: bytes.count - lineStart, headLength: bytes.count)
        return nil
    }

    private mutating func noteMethod(_ bytes: Bytes) {
        guard requestLine == nil, !isHead else { return }
        isHead = bytes.part(lineStart..<bytes.count).starts(with: "HEAD ".utf8)
    }

    private func nextLineEnd(in bytes: Bytes) -> Int? {
        guard let base = bytes.baseAddress, scanned < bytes.count,
            let found = memchr(base + scanned, Int32(UInt8.lf), bytes.count - scanned)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    /// `lineLength` counts a CR, not the LF.
    private func checkLimits(lineLength: Int, headLength: Int) throws(Refusal) {
        if requestLine == nil, lineLength > limits.requestLine + 1 {
            throw Refusal(.uriTooLong, "the request line is longer than \(limits.requestLine) bytes")
        }
        if headLength > limits.head {
            throw Refusal(.headersTooLarge, "the head is longer than \(limits.head) bytes")
        }
    }

    /// A line without its CR; other CRs are refused with the control characters by whoever reads the content.
    private static func content(_ line: Bytes) throws(Refusal) -> Bytes {
        guard line.last == .cr else { throw .malformed("a line ends in LF without CR") }
        return line.part(0..<line.count - 1)
    }
}
