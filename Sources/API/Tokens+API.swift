import Councils
import HTTPTypes
import JSONText
import Store
import Web

extension AccessToken: Presentable {
    static let path = "/v1/tokens"
    static let fields =
        [
            "label", "role", "councilIds", "memberId", "expiresOn", "rotatedAt", "formerSecretUntil", "lastUsedOn",
            "revokedAt",
        ] + commonFields
    static let readOnly: [String] = []

    static let filters = [
        Filter<AccessToken>.choice("role") { $0.value.role },
        Filter<AccessToken>.text("label") { $0.value.label.text },
        Filter<AccessToken>.day("expiresOn") { $0.value.expiresOn },
    ]

    static func texts(of seen: Shown<AccessToken>) -> [String] { [seen.value.label.text] }

    /// The day of the last use begins no version, but what is shown with another one is another representation.
    static func unversioned(_ seen: Shown<AccessToken>, in context: ViewContext) -> String? {
        seen.value.lastUsedOn?.description
    }

    static func write(_ seen: Shown<AccessToken>, era: Bool, to json: inout JSONWriter) {
        let token = seen.value
        json.member("label", token.label)
        json.member("role", token.role)
        json.member("councilIds", token.councilIDs.map(\.text))
        json.member("memberId", token.memberID)
        json.member("expiresOn", token.expiresOn, era: era)
        json.member("rotatedAt", token.rotatedAt, era: era)
        json.member("formerSecretUntil", token.formerSecretUntil, era: era)
        json.member("lastUsedOn", token.lastUsedOn, era: era)
        json.member("revokedAt", token.revokedAt, era: era)
    }
}

/// `/v1/tokens`: an administrator makes, lists, rotates and revokes them.
enum TokenEndpoints {
    static let all: [Endpoint] =
        AccessToken.endpoints(
            .tokens,
            one: "Token",
            many: "Tokens",
            listing: [.reference("council")],
            list: list,
            get: get
        )
        + [
            Endpoint(
                .post,
                "/v1/tokens",
                "createToken",
                .create,
                on: .tokens,
                body: .json,
                answers: [200, 201],
                replay: { _, _ throws(Refusal) in throw .conflict(.secretWasShown) },
                step: create
            ),
            Endpoint(
                .post,
                "/v1/tokens/{id}/rotation",
                "rotateToken",
                .transition,
                on: .tokens,
                body: .empty,
                condition: .match,
                answers: [200],
                replay: { _, _ throws(Refusal) in throw .conflict(.secretWasShown) },
                step: rotate
            ),
            Endpoint(
                .post,
                "/v1/tokens/{id}/revocation",
                "revokeToken",
                .transition,
                on: .tokens,
                body: .empty,
                condition: .match,
                answers: [200],
                replay: { call, outcomes throws(Refusal) in try await call.replay(AccessToken.self, outcomes) },
                step: revoke
            ),
        ]

    private static func list(_ call: Call) throws(Refusal) -> WebResponse {
        // A token belongs to no council: it is bound to some.
        guard let councils = call.namedCouncils else { return try call.list(AccessToken.self) }
        return try call.list(AccessToken.self) { seen in
            councils.isDisjoint(with: seen.value.councilIDs) ? nil : seen
        }
    }

    private static func get(_ call: Call) throws(Refusal) -> WebResponse {
        call.answer(try call.state.find(call.id(AccessToken.self), for: call.reader))
    }

    /// Answers once with the secret, which is kept nowhere.
    private static func create(_ call: Call, _ tx: inout Transaction) throws(Refusal) -> Endpoint.Answer {
        let secret = TokenSecret(random: call.environment.random)
        let token = try AccessToken.made(
            from: Form(call.object),
            digest: secret.digest,
            state: tx.state,
            today: call.today
        )
        let record = try tx.create(call.ids.next(AccessToken.self, at: call.moment), token, for: call.reader)
        return { call throws(Refusal) in
            let seen = try call.seen(record)
            return show(secret, of: seen, in: call.created(seen), call)
        }
    }

    /// The same token with another secret, which is shown once, too.
    private static func rotate(_ call: Call, _ tx: inout Transaction) throws(Refusal) -> Endpoint.Answer {
        let secret = TokenSecret(random: call.environment.random)
        let record: Record<AccessToken> = try call.current(tx)
        var token = record.value
        try token.rotate(to: secret.digest, at: call.moment)
        let rotated = try tx.replace(record, with: token, for: call.reader)
        return { call throws(Refusal) in
            let seen = try call.seen(rotated)
            return show(secret, of: seen, in: call.answer(seen), call)
        }
    }

    /// The answer with the secret in it, unless it was only tried.
    private static func show(
        _ secret: TokenSecret,
        of seen: Shown<AccessToken>,
        in response: WebResponse,
        _ call: Call
    ) -> WebResponse {
        guard !call.isRehearsal else { return response }
        var response = response
        response.body = JSONValue.object(AccessToken.object(seen, adding: secret.text)).encoded()
        return response
    }

    private static func revoke(_ call: Call, _ tx: inout Transaction) throws(Refusal) -> Endpoint.Answer {
        let record: Record<AccessToken> = try call.current(tx)
        var token = record.value
        try token.revoke(at: call.moment)
        let revoked = try tx.replace(record, with: token, for: call.reader)
        return { call throws(Refusal) in call.answer(try call.seen(revoked)) }
    }
}

extension AccessToken {
    static func made(from form: Form, digest: String, state: State, today: Day) throws(Refusal) -> AccessToken {
        let label = form.line("label", required: true)
        let role: Role? = form.choice("role", required: true)
        let councilIDs = form.strings("councilIds", in: 0...47) { text throws(Invalid) in try ID<Council>(slug: text) }
        let memberID = form.id("memberId", of: Member.self)
        let expiresOn = form.day("expiresOn")
        if let role {
            form.add(
                faults(
                    role: role,
                    councilIDs: councilIDs,
                    memberID: memberID,
                    expiresOn: expiresOn,
                    council: { state.councils[$0]?.value },
                    member: memberID.flatMap { state.members[$0]?.value },
                    today: today
                )
            )
        }
        try form.finish()
        guard let label, let role else { throw .invalid(form.faults) }
        return AccessToken(
            label: label,
            role: role,
            councilIDs: councilIDs,
            memberID: memberID,
            digest: digest,
            expiresOn: expiresOn ?? today.adding(days: defaultLifetimeInDays)
        )
    }

    /// The view with the secret behind the id: the one time that it is shown.
    fileprivate static func object(_ seen: Shown<AccessToken>, adding secret: String) -> JSONObject {
        var object = JSONObject()
        for (name, value) in Self.object(seen) {
            object[name] = value
            if name == "id" { object["token"] = .string(secret) }
        }
        return object
    }
}
