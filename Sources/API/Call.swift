import Councils
import HTTPTypes
import JSONText
import Store
import Web

/// One request, checked as far as its endpoint's declaration goes, with all that a handler needs.
struct Call: Sendable {
    enum Condition: Sendable {
        case none
        case match(Conditional.Condition)
        /// If-None-Match: *
        case create
    }

    /// The body of a request, checked as far as its form goes.
    struct Sent: Sendable {
        /// Empty where a table was sent.
        var object = JSONObject()
        /// A table, as it was sent.
        var rows: [UInt8] = []
        /// What the table is; nil for every other body.
        var rowType: Shape?
    }

    let api: API
    /// What is on disk now. A handler that only reads takes everything from this one state.
    let published: Store.Published
    let principal: Principal
    let moment: Instant
    let requestID: String
    let language: Language
    let endpoint: Endpoint
    /// The path that was asked for, without the query.
    let path: String
    /// The segments in the place of `{…}`.
    let segments: [String]
    let query: Query
    let parameters: Parameters
    let condition: Condition
    let ifNoneMatch: Conditional.Condition?
    /// How far a client of a stream has come.
    let lastEventID: String?
    let sent: Sent
    let mediaType: String
    /// What lets this request be sent again without being done again.
    var key: RequestKey?
    /// Of a batch.
    var batch: BatchTrace?

    var state: State { published.state }
    var store: Store { api.store }
    var settings: API.Settings { api.settings }
    var ids: IDSource { api.ids }
    var environment: Environment { api.environment }

    var reader: Reader { principal.reader }
    var object: JSONObject { sent.object }
    var today: Day { moment.dayInTokyo }
    var era: Bool { parameters["era"] == "ja" }

    /// The id in the path, of whatever form: one that nobody has is not found.
    func id<Entity>(_ type: Entity.Type = Entity.self) -> ID<Entity> {
        ID(trusted: segments.first ?? "")
    }

    var asOf: Day? {
        parameters["asOf"].flatMap { text in
            do { return try Day(text) } catch { return nil }
        }
    }

    /// Does what the endpoint is for and answers.
    func perform() async throws(Refusal) -> WebResponse {
        switch endpoint.action {
        case .run(let run): return try await run(self)
        case .write(let step): return try await write(step)(self)
        }
    }

    /// Runs a step as a transaction of its own, or only tries it where `dryRun` was asked for.
    private func write(_ step: @escaping Endpoint.Step) async throws(Refusal) -> Endpoint.Answer {
        let origin = Origin(moment: moment, actor: principal.name, request: requestID, key: key)
        let checked: @Sendable (inout Transaction) throws(Refusal) -> Endpoint.Answer = { tx throws(Refusal) in
            guard principal.isStillValid(in: tx.state, at: moment) else { throw .tokenIsNoLongerValid }
            return try step(self, &tx)
        }
        return isRehearsal ? try await store.rehearse(origin, checked) : try await store.write(origin, checked)
    }

    var isRehearsal: Bool { parameters.flag("dryRun") }

    /// The record in the path, at the version that the request was made for.
    func current<Value: Presentable>(
        _ transaction: borrowing Transaction,
        _ type: Value.Type = Value.self
    ) throws(Refusal) -> Record<Value> {
        try transaction.current(id(Value.self), for: reader) { seen in
            guard case .match(let condition) = condition else { return true }
            let tag = seen.tag
            return Conditional.matches(condition) { $0 == tag || $0.hasPrefix(tag + ".") }
        }
    }
}
