import Councils
import HTTPTypes
import JSONText
import Store
import Web

/// `/v1/audit`: who was told what, and who did what. For administrators; reading it is written down too.
enum AuditEndpoints {
    static let path = "/v1/audit"

    static let all: [Endpoint] = [
        Endpoint(
            .get,
            path,
            "listAudit",
            .read,
            on: .audit,
            parameters: [.integer("limit", in: ListQuery.limits), Parameter("cursor")]
                + AuditFilter.all.map(\.parameter),
            answers: [200],
            run: list
        ),
        Endpoint(.get, path + "/head", "getAuditHead", .read, on: .audit, answers: [200], run: head),
    ]

    private static func list(_ call: Call) async throws(Refusal) -> WebResponse {
        let asked = ListQuery(call.parameters, path: call.path)
        var bound: UInt64?
        if let cursor = asked.cursor {
            guard let seq = Cursor(cursor, for: asked.identity).flatMap(UInt64.init(audit:)) else {
                return Problem.badCursor.response(in: call.language, requestID: call.requestID)
            }
            bound = seq
        }
        let predicates = AuditFilter.all.compactMap { $0.predicate(call.parameters) }
        let page = try await call.api.audit.page(bound, asked.limit) { entry in
            predicates.allSatisfy { $0(entry) }
        }
        // Reading from the disk takes its time, and a revocation holds at once.
        try call.checkToken()
        let cursor = page.next.map { Cursor(audit: $0).text(for: asked.identity) }
        var response = call.answer(isPublic: false) { json in
            json.member("items", each: page.entries) { json, entry in json.object { entry.write(to: &$0) } }
            json.member("nextCursor", cursor)
        }
        if let cursor { response.head.headerFields[.link] = "<\(call.next(cursor))>; rel=\"next\"" }
        return response
    }

    /// The last line that is on the disk: the one of this request comes behind it.
    private static func head(_ call: Call) -> WebResponse {
        let head = call.api.audit.head()
        return call.answer(isPublic: false) { json in
            json.member("storeId", head.storeID)
            json.member("seq", Int64(clamping: head.seq))
            json.member("sum", head.sum)
            json.member("at", head.at, era: false)
        }
    }
}

extension AuditEntry {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("seq", Int64(clamping: seq))
        json.member("at", at, era: false)
        json.member("actor", actor)
        json.member("role", role)
        json.member("action", action)
        json.member("resource", resource)
        json.member("route", route)
        json.member("id", id)
        json.member("address", address)
        json.member("requestId", request)
        json.member("status", status)
        if omitted > 0 { json.member("omitted", omitted) }
    }
}

extension Cursor {
    fileprivate init(audit seq: UInt64) {
        self.init(parts: [Array(String(seq).utf8)])
    }
}

extension UInt64 {
    fileprivate init?(audit cursor: Cursor) {
        guard cursor.parts.count == 1, let seq = UInt64(String(decoding: cursor.parts[0], as: UTF8.self)), seq > 1
        else { return nil }
        self = seq
    }
}
