public import HTTPTypes

/// One answer. The listener adds `Date`, `Content-Length` and `Connection`, and leaves the body out where HTTP has none
/// (HEAD, 204, 205, 304).
public struct Response: Sendable {
    /// Status (200–599) and fields. `Connection: close` here closes the connection behind the answer;
    /// `Content-Length` counts only for a HEAD answered without a body; `Transfer-Encoding` is dropped.
    public var head: HTTPResponse
    /// The whole body.
    public var body: [UInt8]

    /// An answer.
    public init(head: HTTPResponse, body: [UInt8] = []) {
        self.head = head
        self.body = body
    }
}
