import Councils
import HTTPTypes
import Store
import Web

/// One operation of the API: how it is asked for, who may, and what answers. The table of them is ``Endpoints``.
///
/// There is one of each for as long as the process runs; every call refers to it.
final class Endpoint: Sendable {
    typealias Run = @Sendable (Call) async throws(Refusal) -> WebResponse
    /// Changes the state, and says how that is answered once it is on disk. Synchronous, so that several can be steps
    /// of one transaction.
    typealias Step = @Sendable (Call, inout Transaction) throws(Refusal) -> Answer
    /// Made when everything is on disk.
    typealias Answer = @Sendable (Call) throws(Refusal) -> WebResponse
    /// Answers again for what was done before under the same Idempotency-Key.
    typealias Replay = @Sendable (Call, [Outcome]) async throws(Refusal) -> WebResponse

    /// What a request leads to.
    enum Action: Sendable {
        /// Anything but changing the state.
        case run(Run)
        case write(Step)
    }

    /// What is sent along.
    enum Body: Sendable {
        case none
        /// A JSON object.
        case json
        /// A JSON object as RFC 7396 merge patch.
        case mergePatch
        /// Nothing, or an empty JSON object.
        case empty
        /// A table: CSV, or JSON objects in lines.
        case rows
    }

    /// What a request must say of the state that it was made for.
    enum Condition: Sendable {
        case none
        /// If-Match
        case match
        /// If-Match, or If-None-Match: * to create
        case matchOrCreate
    }

    let method: HTTPRequest.Method
    /// `/v1/members/{id}`
    let path: String
    /// The operationId in openapi.yaml.
    let name: String
    let subject: Policy.Subject
    let operation: Policy.Operation
    let body: Body
    let condition: Condition
    let parameters: [Parameter]
    /// The media types that it answers with, the first for those who do not mind.
    let produces: [String]
    /// The statuses of its good answers, and of those refusals that do not follow from the rest.
    let answers: Set<Int>
    let action: Action
    /// nil where nothing is to be answered again.
    let replay: Replay?

    convenience init(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ name: String,
        _ operation: Policy.Operation,
        on subject: Policy.Subject,
        body: Body = .none,
        condition: Condition = .none,
        parameters: [Parameter] = [],
        produces: [String] = ["application/json"],
        answers: Set<Int>,
        run: @escaping Run
    ) {
        self.init(
            method,
            path,
            name,
            operation,
            on: subject,
            body: body,
            condition: condition,
            parameters: parameters,
            produces: produces,
            answers: answers,
            replay: nil,
            action: .run(run)
        )
    }

    /// One that changes the state.
    convenience init(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ name: String,
        _ operation: Policy.Operation,
        on subject: Policy.Subject,
        body: Body = .none,
        condition: Condition = .none,
        parameters: [Parameter] = [],
        answers: Set<Int>,
        replay: Replay? = nil,
        step: @escaping Step
    ) {
        self.init(
            method,
            path,
            name,
            operation,
            on: subject,
            body: body,
            condition: condition,
            parameters: [.dryRun] + parameters,
            produces: ["application/json"],
            answers: answers,
            replay: replay,
            action: .write(step)
        )
    }

    private init(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ name: String,
        _ operation: Policy.Operation,
        on subject: Policy.Subject,
        body: Body,
        condition: Condition,
        parameters: [Parameter],
        produces: [String],
        answers: Set<Int>,
        replay: Replay?,
        action: Action
    ) {
        self.method = method
        self.path = path
        self.name = name
        self.subject = subject
        self.operation = operation
        self.body = body
        self.condition = condition
        self.parameters = parameters
        self.produces = produces
        self.answers = answers
        self.replay = replay
        self.action = action
    }

    var writes: Bool { operation != .read }

    /// Whether a request may have an Idempotency-Key: the other methods do no harm when they are sent again.
    var takesKeys: Bool { method == .post && replay != nil }

    /// What is made while it is sent has no tag.
    private static let untagged = Set(["text/event-stream"] + Shape.allCases.map(\.mediaType))

    /// Every status that it can answer with, as openapi.yaml must list them.
    var statuses: Set<Int> {
        var statuses = answers.union([400, 401, 406, 429, 500, 503])
        if method == .get, !Self.untagged.isSuperset(of: produces) { statuses.insert(304) }
        if Policy.lowest(operation, on: subject) > .public { statuses.insert(403) }
        if path.contains("{") { statuses.formUnion([404]) }
        if path.hasPrefix("/v1/"), path.contains("{") { statuses.insert(410) }
        if condition != .none { statuses.formUnion([412, 428]) }
        if body != .none { statuses.formUnion([408, 413, 415]) }
        if body == .json || body == .mergePatch || body == .rows || takesKeys { statuses.insert(422) }
        if writes { statuses.insert(507) }
        // A seal changes nothing that could contradict it.
        if writes, subject != .journal { statuses.insert(409) }
        return statuses
    }
}
