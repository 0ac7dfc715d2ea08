/// A request's body, read when it is asked for.
public struct RequestBody: Sendable {
    private enum Source: Sendable {
        case bytes([UInt8])
        case connection(BodyReader)
    }

    private let source: Source

    /// Content-Length if one was sent; 0 when there is no body; nil when chunked.
    public let declaredLength: Int?

    /// A body that is already here; for tests, too.
    public init(_ bytes: [UInt8] = []) {
        source = .bytes(bytes)
        declaredLength = bytes.count
    }

    init(_ reader: BodyReader, declaredLength: Int?) {
        source = .connection(reader)
        self.declaredLength = declaredLength
    }

    /// The whole body. Sends `100 Continue` first where the client waits for it. Asking again gives the same bytes.
    ///
    /// Fails with `contentTooLarge` above `limit` bytes (a declared length before anything is read or `100 Continue`
    /// is sent) or above `Limits.body`, `requestTimeout` when it comes too slowly, `malformedRequest` for a bad chunk
    /// or an early end, `headersTooLarge` for a long trailer section. After a failure to read, the connection closes
    /// behind the answer.
    public func collect(atMost limit: Int) async throws(Refusal) -> [UInt8] {
        if let declaredLength, declaredLength > limit { throw .bodyTooLarge(limit) }
        switch source {
        case .bytes(let bytes): return bytes
        case .connection(let reader): return try await reader.collect(atMost: limit)
        }
    }
}

extension Refusal {
    static func bodyTooLarge(_ limit: Int) -> Refusal {
        Refusal(.contentTooLarge, "the body is larger than \(limit) bytes")
    }
}
