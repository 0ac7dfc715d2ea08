/// A request's body, read when it is asked for, as a whole or in pieces, and before the request is answered.
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

    /// The body in pieces as they come in, for bodies that are not to be held in memory: `Limits.body` does not count
    /// here, and the client is read no faster than the pieces are taken. To be gone through once.
    ///
    /// Fails as `collect` does. The time for the answer counts anew from each piece.
    public func pieces(atMost limit: Int) -> Pieces {
        Pieces(body: self, limit: limit)
    }

    /// A body in pieces, none of them empty.
    public struct Pieces: AsyncSequence, Sendable {
        fileprivate let body: RequestBody
        fileprivate let limit: Int

        public func makeAsyncIterator() -> Iterator { Iterator(body: body, limit: limit) }

        public struct Iterator: AsyncIteratorProtocol {
            fileprivate var body: RequestBody
            fileprivate let limit: Int

            public mutating func next(isolation actor: isolated (any Actor)?) async throws(Refusal) -> [UInt8]? {
                if let declared = body.declaredLength, declared > limit { throw .bodyTooLarge(limit) }
                switch body.source {
                case .connection(let reader):
                    return try await reader.next(atMost: limit)
                case .bytes(let bytes):
                    body = RequestBody()
                    return bytes.isEmpty ? nil : bytes
                }
            }
        }
    }
}

extension Refusal {
    static func bodyTooLarge(_ limit: Int) -> Refusal {
        Refusal(.contentTooLarge, "the body is larger than \(limit) bytes")
    }
}
