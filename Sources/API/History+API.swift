import Councils
import HTTPTypes
import JSONText
import Store
import Web

// What was: `GET …/{id}/history` and `GET …/{id}?version=3`, the same for every resource.
extension Presentable {
    /// - Parameter one: the resource in the operation's name.
    static func historyEndpoint(_ subject: Policy.Subject, one: String) -> Endpoint {
        Endpoint(
            .get,
            path + "/{id}/history",
            "get\(one)History",
            .read,
            on: subject,
            parameters: [.integer("limit", in: ListQuery.limits), Parameter("cursor"), .era],
            answers: [200]
        ) { call throws(Refusal) in try await call.history(Self.self) }
    }

    /// Reads one: the version that is asked for, or what `get` answers.
    static func reading(_ get: @escaping Endpoint.Run) -> Endpoint.Run {
        { call throws(Refusal) in
            guard let number = call.parameters["version"].flatMap({ Int($0) }) else { return try await get(call) }
            guard call.parameters["asOf"] == nil else {
                return Problem.versionOfADay.response(in: call.language, requestID: call.requestID)
            }
            let seen = try await call.store.version(number, of: call.id(Self.self), for: call.reader)
            try call.checkToken()
            return call.answer(seen)
        }
    }
}

extension Parameter {
    static let version = Parameter.integer("version", in: 1...9_007_199_254_740_991)
}

extension Call {
    fileprivate func history<Value: Presentable>(_ type: Value.Type) async throws(Refusal) -> WebResponse {
        let asked = ListQuery(parameters, path: path)
        var bound: Int?
        if let cursor = asked.cursor {
            guard let number = Cursor(cursor, for: asked.identity).flatMap(Int.init(version:)) else {
                return Problem.badCursor.response(in: language, requestID: requestID)
            }
            bound = number
        }
        let history = try await store.history(of: id(Value.self), for: reader, before: bound, limit: asked.limit)
        try checkToken()
        return answer(history, asked, isPublic: Value.isPublicByNature && history.level < .secretariat)
    }

    private func answer(_ history: History, _ asked: ListQuery, isPublic: Bool) -> WebResponse {
        let next = history.hasMore ? history.versions.last?.number : nil
        let cursor = next.map { Cursor(version: $0).text(for: asked.identity) }
        var response = answer(isPublic: isPublic) { json in
            json.member("items", each: history.versions) { json, version in
                json.object { json in
                    json.member("version", version.number)
                    json.member("at", version.at, era: era)
                    json.member("change", version.change)
                    json.member("actor", version.author?.actor)
                    json.member("requestId", version.author?.request)
                }
            }
            if cursor == nil { json.member("complete", history.isComplete) }
            json.member("nextCursor", cursor)
        }
        if let cursor { response.head.headerFields[.link] = "<\(self.next(cursor))>; rel=\"next\"" }
        return response
    }

    /// Reading from the disk takes its time, and a revocation holds at once.
    func checkToken() throws(Refusal) {
        guard principal.isStillValid(in: store.read().state, at: moment) else { throw .tokenIsNoLongerValid }
    }
}

extension Cursor {
    /// A place in a history: the reader's own number, which it has been told.
    fileprivate init(version: Int) {
        self.init(parts: [Array(String(version).utf8)])
    }
}

extension Int {
    fileprivate init?(version cursor: Cursor) {
        guard cursor.parts.count == 1, let number = Int(String(decoding: cursor.parts[0], as: UTF8.self)), number > 0
        else { return nil }
        self = number
    }
}

extension Problem {
    fileprivate static let versionOfADay = invalidParameters([
        Detail(
            parameter: "version",
            code: "notWithAsOf",
            detail: Bilingual(ja: "version と asOf は同時に指定できません", en: "version and asOf can't be asked for together")
        )
    ])
}
