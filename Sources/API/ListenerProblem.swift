import HTTPTypes
import Web

/// What is refused before there is a whole request, by the codes that the listener gives.
public enum ListenerProblem: String, CaseIterable, Sendable {
    case malformedRequest
    case uriTooLong
    case expectationFailed
    case headersTooLarge
    case contentTooLarge
    case requestTimeout
    case versionNotSupported
    case codingNotImplemented
    case methodNotImplemented
    case tooManyConnections
    case tooManyRequests
    case handlerTimeout

    var status: Int {
        switch self {
        case .malformedRequest: 400
        case .uriTooLong: 414
        case .expectationFailed: 417
        case .headersTooLarge: 431
        case .contentTooLarge: 413
        case .requestTimeout: 408
        case .versionNotSupported: 505
        case .codingNotImplemented, .methodNotImplemented: 501
        case .tooManyConnections, .tooManyRequests, .handlerTimeout: 503
        }
    }

    var detail: Bilingual {
        switch self {
        case .malformedRequest: Bilingual(ja: "HTTP の要求として読めません", en: "This is not a valid HTTP request")
        case .uriTooLong: Bilingual(ja: "URL が長すぎます", en: "The URL is too long")
        case .expectationFailed: Bilingual(ja: "Expect は 100-continue だけです", en: "The only expectation is 100-continue")
        case .headersTooLarge: Bilingual(ja: "ヘッダーが大きすぎるか、多すぎます", en: "The header fields are too large or too many")
        case .contentTooLarge: Bilingual(ja: "本文が大きすぎます", en: "The body is too large")
        case .requestTimeout: Bilingual(ja: "要求が時間内に届きませんでした", en: "The request did not arrive in time")
        case .versionNotSupported: Bilingual(ja: "HTTP/1.1 で送ってください", en: "Send HTTP/1.1")
        case .codingNotImplemented:
            Bilingual(ja: "Transfer-Encoding は chunked だけです", en: "The only transfer coding is chunked")
        case .methodNotImplemented: Bilingual(ja: "CONNECT は使えません", en: "CONNECT is not implemented")
        case .tooManyConnections:
            Bilingual(ja: "接続が多すぎます。少し待ってください", en: "There are too many connections; wait a little")
        case .tooManyRequests:
            Bilingual(ja: "処理中の要求が多すぎます。少し待ってください", en: "Too many requests are in hand; wait a little")
        case .handlerTimeout: Bilingual(ja: "時間内に答えられませんでした", en: "No answer was ready in time")
        }
    }
}

extension Problem {
    /// - Parameter reason: what exactly was wrong, in English.
    static func listener(status: Int, code: String, reason: String) -> Problem {
        let known = ListenerProblem(rawValue: code)
        return Problem(
            HTTPResponse.Status(code: status),
            code,
            title: status >= 500 ? Titles.unavailable : Titles.badRequest,
            detail: Bilingual(ja: known?.detail.ja ?? reason, en: reason),
            fields: status == 503 ? [.retryAfter: "1"] : [:]
        )
    }
}
