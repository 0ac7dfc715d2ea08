import HTTPTypes
import Web

// The header fields that every answer has.
extension API {
    /// - Parameter endpoint: nil where the request was refused before it was known.
    func finish(_ response: inout WebResponse, request: HTTPRequest?, _ endpoint: Endpoint?, requestID: String) {
        response.head.headerFields.append(HTTPField(name: .requestID, value: requestID))
        response.head.headerFields.append(contentsOf: commonFields)
        // Lists and the pages of problems come in more than one form.
        if let endpoint, endpoint.produces.count > 1 {
            response.head.headerFields[.vary] = Self.varies(isNegotiated: true, settings)
        }
        guard let origin = request?.headerFields[.origin], settings.allowedOrigins.contains(origin) else { return }
        response.head.headerFields[.accessControlAllowOrigin] = origin
        response.head.headerFields[.accessControlExposeHeaders] =
            "ETag, Link, Location, Retry-After, X-Request-Id, Content-Disposition"
    }

    /// What an answer depends on besides its target.
    static func varies(isNegotiated: Bool, _ settings: Settings) -> String {
        let fields =
            ["Authorization", "Accept-Language"] + (isNegotiated ? ["Accept"] : [])
            + (settings.allowedOrigins.isEmpty ? [] : ["Origin"])
        return fields.joined(separator: ", ")
    }

    /// The answer to a browser that asks whether a page may send a request (CORS); nil for every other request.
    func preflight(_ request: HTTPRequest, _ path: Substring) -> WebResponse? {
        guard request.method == .options, let origin = request.headerFields[.origin],
            settings.allowedOrigins.contains(origin), request.headerFields[.accessControlRequestMethod] != nil
        else { return nil }
        return WebResponse(
            status: .noContent,
            fields: [
                .accessControlAllowMethods: "GET, HEAD, POST, PUT, PATCH, DELETE",
                .accessControlAllowHeaders:
                    "Authorization, Content-Type, Accept-Language, If-Match, If-None-Match, Idempotency-Key, "
                    + "Last-Event-ID, X-Request-Id",
                .accessControlMaxAge: "600",
            ]
        )
    }
}
