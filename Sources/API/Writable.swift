import Councils
import HTTPTypes
import JSONText
import Store
import Web

/// A resource that is created, replaced, patched and deleted as it stands in a request.
protocol Writable: Presentable {
    /// The value that a form asks for, with all its rules checked against the state it will be in.
    ///
    /// - Parameters:
    ///   - id: its own, so that it is not compared with itself.
    ///   - former: the value that it takes the place of.
    ///   - shown: that value as the reader was shown it; read-only fields may be sent back like this.
    /// - Throws: ``Refusal/invalid(_:)`` with everything that is wrong, ``Refusal/conflict(_:missing:)``.
    static func made(
        from form: Form,
        id: ID<Self>,
        former: Self?,
        shown: JSONObject?,
        state: State,
        today: Day
    ) throws(Refusal) -> Self

    /// Whether it may go, as far as its own state says.
    ///
    /// - Throws: ``Refusal/conflict(_:missing:)``.
    func checkDeletable() throws(Refusal)

    /// The id of a new one, if its client chooses it.
    static func chosenID(_ text: String) throws(Invalid) -> ID<Self>
}

/// A step of a workflow as somebody asks for it.
struct AskedStep<Value: Writable> {
    let id: ID<Value>
    /// What was sent along. The step reads it before it changes anything.
    let form: Form
    let call: Call

    var today: Day { call.today }

    /// `on`: the day of the step; today where it is not said. nil where it is wrong.
    func day() -> Day? {
        let given = form.day("on")
        guard form.has("on") else { return today }
        guard let day = given else { return nil }
        guard day <= today else {
            form.refuse("on", .inTheFuture)
            return nil
        }
        return day
    }
}

extension Writable {
    func checkDeletable() throws(Refusal) {}
    static func chosenID(_ text: String) throws(Invalid) -> ID<Self> { try ID(uuid: text) }
}

// What the writing endpoints of every resource do.
extension Call {
    /// POST: a new one, under an id of ours.
    func post<Value: Writable>(_ type: Value.Type, _ tx: inout Transaction) throws(Refusal) -> Endpoint.Answer {
        try create(ids.next(Value.self, at: moment), Form(object), &tx)
    }

    /// PUT: replaces, or creates under the id in the path where If-None-Match: * says so.
    func put<Value: Writable>(_ type: Value.Type, _ tx: inout Transaction) throws(Refusal) -> Endpoint.Answer {
        guard case .create = condition else { return try change(type, &tx) { _ in Form(object) } }
        let text = segments.first ?? ""
        let form = Form(object)
        form.readOnly(["id"], current: JSONObject([("id", .string(text))]))
        do throws(Invalid) { _ = try Value.chosenID(text) } catch { form.refuse("id", error) }
        do throws(Refusal) {
            return try create(ID<Value>(trusted: text), form, &tx)
        } catch {
            // RFC 9110 §13.1.2: the condition that nothing is there has failed.
            throw error == .conflict(.idIsTaken) ? .exists : error
        }
    }

    /// PATCH: what the reader sees of it, merged with what was sent (RFC 7396), takes its place.
    func patch<Value: Writable>(_ type: Value.Type, _ tx: inout Transaction) throws(Refusal) -> Endpoint.Answer {
        let removed = object.filter { $0.value.isNull }.map(\.name)
        return try change(type, &tx) { shown in Form(shown.merging(object), removed: removed) }
    }

    func delete<Value: Writable>(_ type: Value.Type, _ tx: inout Transaction) throws(Refusal) -> Endpoint.Answer {
        let record: Record<Value> = try current(tx)
        try record.value.checkDeletable()
        try tx.delete(record, for: reader)
        return { call in call.noContent() }
    }

    /// A step of a workflow: the value after it, or the refusal that says what is missing.
    func transition<Value: Writable>(
        _ tx: inout Transaction,
        _ step: (inout Value, ID<Value>, inout Transaction) throws(Refusal) -> Void
    ) throws(Refusal) -> Endpoint.Answer {
        let record: Record<Value> = try current(tx)
        var value = record.value
        try step(&value, record.id, &tx)
        let changed = try tx.replace(record, with: value, for: reader)
        return { call throws(Refusal) in call.answer(try call.seen(changed)) }
    }

    /// What this reader sees of a record that was just written.
    func seen<Value: Presentable>(_ record: Record<Value>) throws(Refusal) -> Shown<Value> {
        guard let seen = record.seen(at: reader.level(in: record.value.council(id: record.id))) else {
            throw .notFound
        }
        return seen
    }

    func create<Value: Writable>(
        _ id: ID<Value>,
        _ form: Form,
        _ tx: inout Transaction
    ) throws(Refusal) -> Endpoint.Answer {
        form.reader = reader
        let value = try Value.made(from: form, id: id, former: nil, shown: nil, state: tx.state, today: today)
        let record = try tx.create(id, value, for: reader)
        return { call throws(Refusal) in call.created(try call.seen(record)) }
    }

    private func change<Value: Writable>(
        _ type: Value.Type,
        _ tx: inout Transaction,
        _ sent: (_ shown: JSONObject) -> Form
    ) throws(Refusal) -> Endpoint.Answer {
        let record: Record<Value> = try current(tx)
        let seen = try seen(record)
        let form = sent(Value.object(seen))
        form.reader = reader
        let shown = Value.object(seen, era: true)
        form.readOnly(["id"], current: shown)
        let value = try Value.made(
            from: form,
            id: record.id,
            former: record.value,
            shown: shown,
            state: tx.state,
            today: today
        )
        let changed = try tx.replace(record, with: value, for: reader)
        return { call throws(Refusal) in call.answer(try call.seen(changed)) }
    }

    /// Answers again for what was made or changed before: the version that it had then.
    func replay<Value: Presentable>(_ type: Value.Type, _ outcomes: [Outcome]) async throws(Refusal) -> WebResponse {
        guard let outcome = outcomes.first else { throw .notFound }
        guard outcome.change != .deleted else { return noContent() }
        let seen = try await store.version(outcome.version, of: ID<Value>(trusted: outcome.id), for: reader)
        try checkToken()
        return outcome.change == .created ? created(seen) : answer(seen)
    }
}

extension Presentable {
    /// The endpoints that every such resource has, in the order of a description.
    static func endpoints(
        _ subject: Policy.Subject,
        one: String,
        many: String,
        listing: [Parameter],
        getting: [Parameter] = [],
        list: @escaping Endpoint.Run,
        get: @escaping Endpoint.Run
    ) -> [Endpoint] {
        [
            Endpoint(
                .get,
                path,
                "list\(many)",
                .read,
                on: subject,
                parameters: listParameters(listing),
                produces: ["application/json"] + shapes.map(\.mediaType),
                answers: [200],
                run: list
            )
        ] + exportEndpoints(subject, many: many, listing: listing, list: list) + [
            Endpoint(
                .get,
                path + "/{id}",
                "get\(one)",
                .read,
                on: subject,
                parameters: [.era, .fields(of: fields), .version] + getting,
                answers: [200],
                run: reading(get)
            ),
            historyEndpoint(subject, one: one),
        ]
    }
}

extension Writable {
    /// The endpoints that write it.
    static func writingEndpoints(_ subject: Policy.Subject, one: String) -> [Endpoint] {
        [
            Endpoint(
                .post,
                path,
                "create\(one)",
                .create,
                on: subject,
                body: .json,
                answers: [200, 201],
                replay: replay
            ) { call, tx throws(Refusal) in try call.post(Self.self, &tx) },
            Endpoint(
                .put,
                path + "/{id}",
                "put\(one)",
                .change,
                on: subject,
                body: .json,
                condition: .matchOrCreate,
                answers: [200, 201],
                replay: replay
            ) { call, tx throws(Refusal) in try call.put(Self.self, &tx) },
            Endpoint(
                .patch,
                path + "/{id}",
                "patch\(one)",
                .change,
                on: subject,
                body: .mergePatch,
                condition: .match,
                answers: [200],
                replay: replay
            ) { call, tx throws(Refusal) in try call.patch(Self.self, &tx) },
            Endpoint(
                .delete,
                path + "/{id}",
                "delete\(one)",
                .delete,
                on: subject,
                condition: .match,
                answers: [204],
                replay: replay
            ) { call, tx throws(Refusal) in try call.delete(Self.self, &tx) },
        ]
    }

    /// A step of its workflow, as a POST to a noun below it.
    static func stepEndpoint(
        _ subject: Policy.Subject,
        _ noun: String,
        _ name: String,
        _ step: @escaping @Sendable (inout Self, Day) throws(Refusal) -> Void
    ) -> Endpoint {
        stepEndpoint(subject, noun, name, body: .empty) { value, asked, _ throws(Refusal) in
            try step(&value, asked.today)
        }
    }

    /// The same with a body, which is read as a form; and what else changes is changed in the same write.
    static func stepEndpoint(
        _ subject: Policy.Subject,
        _ noun: String,
        _ name: String,
        body: Endpoint.Body = .json,
        _ step: @escaping @Sendable (inout Self, AskedStep<Self>, inout Transaction) throws(Refusal) -> Void
    ) -> Endpoint {
        Endpoint(
            .post,
            path + "/{id}/\(noun)",
            name,
            .transition,
            on: subject,
            body: body,
            condition: .match,
            answers: [200],
            replay: replay
        ) { call, tx throws(Refusal) in
            try call.transition(&tx) { (value: inout Self, id, tx) throws(Refusal) in
                let form = Form(call.object)
                form.reader = call.reader
                let asked = AskedStep<Self>(id: id, form: form, call: call)
                try step(&value, asked, &tx)
                try asked.form.finish()
            }
        }
    }

    static var replay: Endpoint.Replay {
        { call, outcomes throws(Refusal) in try await call.replay(Self.self, outcomes) }
    }
}
