public import HTTPTypes

/// Why the listener itself refuses a request, a body or a connection.
public struct Refusal: Error, Hashable, Sendable {
    /// Stable names, for problem types and logs.
    public enum Code: String, CaseIterable, Sendable {
        /// 400: not HTTP/1.1 as RFC 9112 has it, or not the strict part of it that is served.
        case malformedRequest
        /// 408: the head or the body came too slowly.
        case requestTimeout
        /// 413: the body is, or says it is, above the bound.
        case contentTooLarge
        /// 414: the request line is above its bound.
        case uriTooLong
        /// 417: an expectation other than `100-continue`.
        case expectationFailed
        /// 431: the head or the trailer section is above its bound, or has too many fields.
        case headersTooLarge
        /// 501: a transfer coding other than `chunked`.
        case codingNotImplemented
        /// 501: CONNECT; an origin server opens no tunnels.
        case methodNotImplemented
        /// 503: `respond` took too long.
        case handlerTimeout
        /// 503: too many open connections.
        case tooManyConnections
        /// 503: too many requests in hand.
        case tooManyRequests
        /// 505: a major version other than 1.
        case versionNotSupported
    }

    /// Which rule was broken.
    public var code: Code
    /// The exact fault in English, for the log and the detail. Never holds bytes that the client sent.
    public var reason: String

    /// A refusal for one fault.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The status that goes with the code.
    public var status: HTTPResponse.Status {
        switch code {
        case .malformedRequest: .badRequest
        case .requestTimeout: .requestTimeout
        case .contentTooLarge: .contentTooLarge
        case .uriTooLong: .uriTooLong
        case .expectationFailed: .expectationFailed
        case .headersTooLarge: .requestHeaderFieldsTooLarge
        case .codingNotImplemented, .methodNotImplemented: .notImplemented
        case .handlerTimeout, .tooManyConnections, .tooManyRequests: .serviceUnavailable
        case .versionNotSupported: .init(code: 505, reasonPhrase: "HTTP Version Not Supported")
        }
    }

    static func tooManyRequests(_ limit: Int) -> Refusal {
        Refusal(.tooManyRequests, "there are \(limit) requests in hand already")
    }

    static let answeredAlready = Refusal(.handlerTimeout, "the request has been answered already")

    static func malformed(_ reason: String) -> Refusal { Refusal(.malformedRequest, reason) }
}
