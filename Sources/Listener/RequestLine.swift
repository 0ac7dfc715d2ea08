import HTTPTypes

/// `GET /path?query HTTP/1.1`
struct RequestLine {
    let method: HTTPRequest.Method
    let target: RequestTarget
    let isHTTP10: Bool

    /// Reads a request line without its CRLF: three parts and a single space between them. Fails with
    /// `malformedRequest`, `versionNotSupported`, `methodNotImplemented`.
    init(_ line: Bytes) throws(Refusal) {
        let space = UInt8(ascii: " ")
        guard let first = line.firstIndex(of: space), let last = line.lastIndex(of: space), first < last else {
            throw .malformed("the request line is not method, target and version")
        }
        isHTTP10 = try Self.isHTTP10(line.part(last + 1..<line.count))
        let name = line.part(0..<first)
        guard name.allSatisfy(\.isTokenCharacter),
            let method = HTTPRequest.Method(String(decoding: name, as: UTF8.self))
        else { throw .malformed("the method is not a token") }
        self.method = method
        target = try RequestTarget(line.part(first + 1..<last), method: method)
    }

    /// HTTP/1.2 to 1.9 count as 1.1 (RFC 9110 §2.5: the highest minor version known of the same major).
    private static func isHTTP10(_ version: Bytes) throws(Refusal) -> Bool {
        guard version.count == 8, version.part(0..<5).elementsEqual("HTTP/".utf8), version[5].isDigit,
            version[6] == UInt8(ascii: "."), version[7].isDigit
        else { throw .malformed("the version is not HTTP/1.1") }
        guard version[5] == UInt8(ascii: "1") else {
            throw Refusal(.versionNotSupported, "the major version is not 1")
        }
        return version[7] == UInt8(ascii: "0")
    }
}
