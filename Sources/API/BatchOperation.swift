import Councils
import HTTPTypes
import JSONText
import Store
import Web

/// One operation of a batch: a request of its own, as the one who sent the batch could have sent it alone.
struct BatchOperation {
    let call: Call
    private let step: Endpoint.Step

    /// As many as one write takes at most.
    static let bounds = 1...500

    /// - Throws: ``Refusal/invalid(_:)`` with everything that is wrong with the form of any of them.
    static func read(_ call: Call) throws(Refusal) -> [BatchOperation] {
        let form = Form(call.object)
        let operations = form.objects("operations", required: true, in: bounds) { read($0, of: call) }
        try form.finish()
        return operations
    }

    /// The step, if the role allows it.
    func run(_ tx: inout Transaction) throws(Refusal) -> Endpoint.Answer {
        let endpoint = call.endpoint
        guard Policy.allows(endpoint.operation, on: endpoint.subject, by: call.reader.role) else {
            throw .forbidden(.role)
        }
        return try step(call, &tx)
    }

    private static func read(_ form: Form, of batch: Call) -> BatchOperation? {
        let method = form.string("method", required: true) { text throws(Invalid) in
            let known = [HTTPRequest.Method.post, .put, .patch, .delete]
            guard let method = known.first(where: { $0.rawValue == text }) else {
                throw .unknownValue(allowed: known.map(\.rawValue))
            }
            return method
        }
        let path = form.string("path", required: true) { text throws(Invalid) in text }
        let match = form.condition("ifMatch")
        let noneMatch = form.condition("ifNoneMatch")
        let body = form.json("body")
        guard let method, let path else { return nil }
        guard case .endpoint(let endpoint, let segments) = batch.api.router.match(method, path[...]),
            case .write(let step) = endpoint.action, endpoint.mayBeInBatches
        else {
            form.refuse("path", .unknownValue(allowed: batch.api.batchPaths[method] ?? []))
            return nil
        }
        guard let condition = form.condition(of: endpoint, match: match, noneMatch: noneMatch),
            form.checkBody(body, of: endpoint)
        else { return nil }
        let call = Call(
            api: batch.api,
            published: batch.published,
            principal: batch.principal,
            moment: batch.moment,
            requestID: batch.requestID,
            language: batch.language,
            endpoint: endpoint,
            path: path,
            segments: segments,
            query: Query(),
            // Only tried where the batch is.
            parameters: batch.parameters,
            condition: condition,
            ifNoneMatch: nil,
            lastEventID: nil,
            sent: Call.Sent(object: body ?? JSONObject()),
            mediaType: "application/json"
        )
        return BatchOperation(call: call, step: step)
    }
}

extension Endpoint {
    /// A token's secret is shown to whoever asks for that alone; and a batch holds neither batches nor tables.
    fileprivate var mayBeInBatches: Bool { subject != .tokens && subject != .batch && body != .rows }
}

extension BatchOperation {
    /// What a batch may ask for, by method.
    static func paths(of endpoints: [Endpoint]) -> [HTTPRequest.Method: [String]] {
        let steps = endpoints.filter { endpoint in
            guard case .write = endpoint.action else { return false }
            return endpoint.mayBeInBatches
        }
        return Dictionary(grouping: steps, by: \.method).mapValues { $0.map(\.path) }
    }
}

extension Form {
    fileprivate func condition(_ name: String) -> Conditional.Condition? {
        string(name) { text throws(Invalid) in
            guard let condition = Conditional.parse(text) else { throw .format("ETag") }
            return condition
        }
    }

    /// What the endpoint needs of `ifMatch` and `ifNoneMatch`, and nothing else.
    fileprivate func condition(
        of endpoint: Endpoint,
        match: Conditional.Condition?,
        noneMatch: Conditional.Condition?
    ) -> Call.Condition? {
        switch endpoint.condition {
        case .none:
            for name in ["ifMatch", "ifNoneMatch"] where has(name) { refuse(name, .unknownField(nearest: nil)) }
            return has("ifMatch") || has("ifNoneMatch") ? nil : Call.Condition.none
        case .matchOrCreate where has("ifNoneMatch"):
            guard noneMatch == .any, !has("ifMatch") else {
                refuse("ifNoneMatch", .exactlyOne(of: ["ifMatch", "ifNoneMatch: *"]))
                return nil
            }
            return .create
        case .match, .matchOrCreate:
            if has("ifNoneMatch") { refuse("ifNoneMatch", .unknownField(nearest: "ifMatch")) }
            if !has("ifMatch") { refuse("ifMatch", .required) }
            return has("ifNoneMatch") ? nil : match.map(Call.Condition.match)
        }
    }

    /// Whether there is a body where the endpoint takes one, and none where it does not.
    fileprivate func checkBody(_ body: JSONObject?, of endpoint: Endpoint) -> Bool {
        switch endpoint.body {
        case .json, .mergePatch:
            if !has("body") { refuse("body", .required) }
            return body != nil
        case .empty, .none, .rows:
            if let body, !body.isEmpty { refuse("body", .unknownField(nearest: nil)) }
            return body?.isEmpty ?? !has("body")
        }
    }
}
