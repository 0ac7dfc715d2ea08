public import HTTPTypes

/// A request as it comes from the listener: the head, and a body that is read when it is wanted.
public struct WebRequest: Sendable {
    public var head: HTTPRequest
    /// Who asks: the peer's address, or the client's behind a trusted proxy.
    public var clientAddress: String
    /// Reads the whole body, of at most so many bytes.
    public var body: @Sendable (_ limit: Int) async throws(BodyRefusal) -> [UInt8]

    public init(
        head: HTTPRequest,
        clientAddress: String,
        body: @escaping @Sendable (_ limit: Int) async throws(BodyRefusal) -> [UInt8]
    ) {
        self.head = head
        self.clientAddress = clientAddress
        self.body = body
    }
}

/// Why a body could not be read. The connection is closed after the answer.
public struct BodyRefusal: Error, Hashable, Sendable {
    /// 413, 408 or 400.
    public var status: Int
    public var code: String
    public var reason: String

    public init(status: Int, code: String, reason: String) {
        self.status = status
        self.code = code
        self.reason = reason
    }
}

/// An answer: whole, or with a body that is made while it is sent.
public struct WebResponse: Sendable {
    public var head: HTTPResponse
    public var body: [UInt8]
    /// The body, in place of `body`: asked for the next bytes when the client has taken the last ones, cancelled when the
    /// client is gone.
    public var stream: (any AsyncSequence<[UInt8], any Error> & Sendable)?

    public init(status: HTTPResponse.Status, fields: HTTPFields = [:], body: [UInt8] = []) {
        head = HTTPResponse(status: status, headerFields: fields)
        self.body = body
    }
}

extension HTTPField.Name {
    // Names that HTTPTypes does not have. Each is a valid token, so that none of these is ever nil.
    public static let requestID = HTTPField.Name("X-Request-Id")!
    public static let link = HTTPField.Name("Link")!
    public static let lastEventID = HTTPField.Name("Last-Event-ID")!
    public static let accelBuffering = HTTPField.Name("X-Accel-Buffering")!
    public static let acceptPatch = HTTPField.Name("Accept-Patch")!
    public static let contentTypeOptions = HTTPField.Name("X-Content-Type-Options")!
}
