public import HTTPTypes

/// One answer. The listener adds `Date`, `Connection` and what frames the body, and leaves the body out where HTTP has
/// none (HEAD, 204, 205, 304).
public struct Response: Sendable {
    /// Status (200–599) and fields. `Connection: close` here closes the connection behind the answer;
    /// `Content-Length` counts only for a HEAD answered without a body; `Transfer-Encoding` is dropped.
    public var head: HTTPResponse
    /// The body.
    public var body: ResponseBody

    /// An answer whose body is here.
    public init(head: HTTPResponse, body: [UInt8] = []) {
        self.init(head: head, body: .bytes(body))
    }

    /// An answer.
    public init(head: HTTPResponse, body: ResponseBody) {
        self.head = head
        self.body = body
    }
}

/// An answer's body.
public enum ResponseBody: Sendable {
    /// All of it, sent in one write with the head.
    case bytes([UInt8])
    /// Bytes that are made while they are sent, no faster than the client takes them. `length` is how many there will
    /// be; nil where nobody knows (chunked; for HTTP/1.0, to the end of the connection).
    ///
    /// The sequence is cancelled when the client is gone: at once where the connection broke, after
    /// `Limits.lingerTimeout` without an element where the client only ended its own side, and at the latest with the
    /// write that finds out. Where it fails, or gives other than `length` bytes, the connection is cut off, so that the
    /// client sees that something is missing. It may take its time: `Limits.handlerTimeout` is not for it.
    case stream(length: Int?, any AsyncSequence<[UInt8], any Error> & Sendable)
}
