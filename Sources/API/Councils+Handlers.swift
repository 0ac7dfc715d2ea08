import Councils
import HTTPTypes
import JSONText
import Store
import Web

/// `/v1/councils` and what follows from the facts of one.
enum CouncilEndpoints {
    static let all: [Endpoint] =
        Council.endpoints(
            .councils,
            one: "Council",
            many: "Councils",
            listing: [.asOf],
            getting: [.asOf],
            list: list,
            get: get
        )
        + [
            Endpoint(
                .post,
                "/v1/councils",
                "createCouncil",
                .create,
                on: .councils,
                body: .json,
                answers: [200, 201],
                replay: Council.replay,
                step: create
            )
        ]
        + Council.writingEndpoints(.councils, one: "Council").filter { $0.method != .post }
        + [
            Endpoint(
                .get,
                "/v1/councils/{id}/cadence",
                "getCadence",
                .read,
                on: .councils,
                parameters: [.fiscalYear],
                answers: [200],
                run: cadence
            ),
            Endpoint(
                .get,
                "/v1/councils/{id}/advisories",
                "listAdvisories",
                .read,
                on: .councils,
                answers: [200],
                run: advisories
            ),
        ]

    private static func list(_ call: Call) throws(Refusal) -> WebResponse {
        try call.list(
            Council.self,
            present: call.asOf.map { day in { @Sendable seen in seen.value.asOf(day).map(seen.showing) } }
        )
    }

    private static func get(_ call: Call) throws(Refusal) -> WebResponse {
        let seen = try call.state.find(call.id(Council.self), for: call.reader)
        guard let day = call.asOf else { return call.answer(seen) }
        guard let then = seen.value.asOf(day) else { throw .notFound }
        return call.answer(seen.showing(then))
    }

    /// A council's id is a slug that its client chooses, in the body.
    private static func create(_ call: Call, _ tx: inout Transaction) throws(Refusal) -> Endpoint.Answer {
        let form = Form(call.object)
        _ = form.councilID("id", required: true)
        return try call.create(ID<Council>(trusted: call.object["id"]?.stringValue ?? ""), form, &tx)
    }

    private static func cadence(_ call: Call) throws(Refusal) -> WebResponse {
        let id = call.id(Council.self)
        let council = try call.state.find(id, for: call.reader)
        let cadence = Cadence(
            of: council.value,
            in: call.fiscalYear,
            meetings: call.state.all(Meeting.self, in: id, for: call.reader).lazy.map(\.value),
            minimum: call.settings.minimumMeetingsPerFiscalYear,
            today: call.today
        )
        return call.answer(cadence.write(council: id))
    }

    private static func advisories(_ call: Call) throws(Refusal) -> WebResponse {
        let facts = call.facts(of: try call.state.find(call.id(Council.self), for: call.reader))
        let advisories = facts.advisories(minimum: call.settings.minimumMeetingsPerFiscalYear, today: call.today)
        // What is missed may be known from minutes that are not public.
        var response = call.answer(isPublic: false) { json in
            json.member("items", each: advisories) { json, advisory in
                json.object { advisory.write(in: call.language, to: &$0) }
            }
        }
        response.head.headerFields[.contentLanguage] = call.language.rawValue
        return response
    }
}
