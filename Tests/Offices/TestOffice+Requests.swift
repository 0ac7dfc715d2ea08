import API
import HTTPTypes
import Web

// Whole messages, through the one entrance.
extension TestOffice {
    func get(_ target: String, as caller: Caller, _ fields: HTTPFields = [:]) async throws -> Answer {
        try await send(.get, target, as: caller, fields)
    }

    func post(
        _ target: String,
        _ body: String? = nil,
        as caller: Caller,
        match: String? = "*",
        _ fields: HTTPFields = [:]
    ) async throws -> Answer {
        // A step of a workflow is two segments below the collection, and needs a condition.
        let isStep = target.split(separator: "/").count > 2
        return try await send(.post, target, body, as: caller, match: isStep ? match : nil, fields)
    }

    func put(
        _ target: String,
        _ body: String,
        as caller: Caller,
        match: String? = "*",
        _ fields: HTTPFields = [:]
    ) async throws -> Answer {
        try await send(.put, target, body, as: caller, match: match, fields)
    }

    /// PUT with If-None-Match: *.
    func create(_ target: String, _ body: String, as caller: Caller, _ fields: HTTPFields = [:]) async throws -> Answer
    {
        var fields = fields
        fields[.ifNoneMatch] = "*"
        return try await send(.put, target, body, as: caller, fields)
    }

    func patch(
        _ target: String,
        _ body: String,
        as caller: Caller,
        match: String? = "*",
        _ fields: HTTPFields = [:]
    ) async throws -> Answer {
        var fields = fields
        if fields[.contentType] == nil { fields[.contentType] = "application/merge-patch+json" }
        return try await send(.patch, target, body, as: caller, match: match, fields)
    }

    func delete(
        _ target: String,
        as caller: Caller,
        match: String? = "*",
        _ fields: HTTPFields = [:]
    ) async throws -> Answer {
        try await send(.delete, target, as: caller, match: match, fields)
    }

    func send(
        _ method: HTTPRequest.Method,
        _ target: String,
        _ body: String? = nil,
        as caller: Caller,
        match: String? = nil,
        _ fields: HTTPFields = [:]
    ) async throws -> Answer {
        var fields = fields
        if let secret = secret(of: caller) { fields[.authorization] = "Bearer \(secret)" }
        if let match { fields[.ifMatch] = match }
        if body != nil, fields[.contentType] == nil { fields[.contentType] = "application/json" }
        return await exchange(method, target, fields, Array((body ?? "").utf8))
    }

    /// As it is, with nothing added.
    func exchange(
        _ method: HTTPRequest.Method,
        _ target: String,
        _ fields: HTTPFields = [:],
        _ body: [UInt8] = [],
        whileReading: @escaping @Sendable () async -> Void = {}
    ) async -> Answer {
        await Self.exchange(api, method, target, fields, body, whileReading: whileReading)
    }

    static func exchange(
        _ api: API,
        _ method: HTTPRequest.Method,
        _ target: String,
        _ fields: HTTPFields = [:],
        _ body: [UInt8] = [],
        from address: String = "192.0.2.1",
        whileReading: @escaping @Sendable () async -> Void = {}
    ) async -> Answer {
        let head = HTTPRequest(method: method, scheme: nil, authority: nil, path: target, headerFields: fields)
        let request = WebRequest(head: head, clientAddress: address) { limit throws(BodyRefusal) in
            await whileReading()
            guard body.count <= limit else {
                throw BodyRefusal(status: 413, code: "contentTooLarge", reason: "The body is too large")
            }
            return body
        }
        return Answer(response: await collected(await api.respond(to: request)))
    }

    /// An answer that is made while it is sent, whole; but what never ends, as it is.
    private static func collected(_ response: WebResponse) async -> WebResponse {
        guard let stream = response.stream, response.head.headerFields[.contentType] != "text/event-stream" else {
            return response
        }
        var whole = response
        whole.stream = nil
        do {
            for try await bytes in stream { whole.body += bytes }
        } catch {
            whole.body = Array("broken off: \(error)".utf8)
        }
        return whole
    }
}
