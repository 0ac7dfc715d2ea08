import HTTPTypes

@testable import Offices

/// What the matrix is asked about: one thing of each kind and state, all of them Gunma's.
struct MatrixPlaces: Sendable {
    private let office: TestOffice
    let ids: [String: String]
    /// What is sent in a PUT: what is there, as it is read.
    private let bodies: [String: String]
    private let heldMeeting: String

    static func make(in office: TestOffice) async throws -> MatrixPlaces {
        var ids = ["problem": "notFound", "council": "gunma", "newcouncil": "gifu", "new": Example.id(1)]
        ids["member"] = try await office.post("/v1/members", Example.member(), as: .administrator).id
        ids["role"] = try await office.post("/v1/role-assignments", Example.role(), as: .administrator).id
        ids["planned"] = try await office.meeting()
        ids["noticed"] = try await office.meeting(Example.meeting(number: 2), steps: ["notice"])
        let held = try await office.meeting(Example.meeting(number: 3), steps: ["notice", "holding"])
        ids["held"] = held
        ids["draft"] = try await office.minutes(of: held)
        ids["confirmed"] = try await office.minutes(of: held, steps: ["confirmation"])
        ids["published"] = try await office.minutes(of: held, steps: ["confirmation", "publication"])
        ids["withdrawn"] = try await office.minutes(of: held, steps: ["confirmation", "publication", "withdrawal"])
        // Deleted as a draft, and after it was published.
        ids["gone"] = try await office.minutes(of: held)
        ids["unpublished"] = try await office.minutes(of: held, steps: ["confirmation", "publication"])
        for name in ["gone", "unpublished"] {
            let deleted = try await office.delete("/v1/minutes/\(ids[name] ?? "")", as: .administrator)
            guard deleted.status == 204 else { throw Unexpected(deleted.whole) }
        }
        ids.merge(try await plans(in: office)) { _, new in new }
        ids["token"] = try await office.post(
            "/v1/tokens",
            #"{"label":"x","role":"secretariat","councilIds":["gunma"]}"#,
            as: .administrator
        ).id
        try await addGrants(to: &ids, in: office)
        var bodies: [String: String] = [:]
        for (name, id) in ids {
            let tables = ["councils", "members", "role-assignments", "meetings", "minutes"] + planPaths + grantPaths
            for path in tables {
                let answer = try await office.get("/v1/\(path)/\(id)", as: .administrator)
                if answer.status == 200 { bodies[name] = answer.text }
            }
        }
        return MatrixPlaces(office: office, ids: ids, bodies: bodies, heldMeeting: held)
    }

    private func name(_ path: String) -> String {
        path.split(separator: "{").last?.split(separator: "}").first.map(String.init) ?? ""
    }

    func id(_ path: String) -> String { ids[name(path)] ?? "" }

    func ask(_ row: Matrix.Row, as caller: TestOffice.Caller, inEarnest: Bool) async throws -> Answer {
        var target = row.path.replacing("{\(name(row.path))}", with: id(row.path))
        let method = row.method == "NEW" ? HTTPRequest.Method.put : HTTPRequest.Method(rawValue: row.method) ?? .get
        guard method != .get else { return try await office.get(target, as: caller) }
        // A seal changes no value: there is nothing to rehearse.
        if row.path == "/v1/journal/seal" { return try await office.post(target, as: caller) }
        if !inEarnest { target += "?dryRun=true" }
        if row.method == "NEW" { return try await office.create(target, fresh(row.path), as: caller) }
        switch method {
        case .put: return try await office.put(target, bodies[name(row.path)] ?? "", as: caller)
        case .patch: return try await office.patch(target, "{}", as: caller)
        case .delete: return try await office.delete(target, as: caller)
        default:
            if row.path.hasSuffix(":import") {
                let table = fresh(String(row.path.dropLast(":import".count))).replacing("\n", with: "")
                return try await office.post(target, table, as: caller, [.contentType: "application/x-ndjson"])
            }
            let isStep = row.path.contains("{")
            let sent = isStep ? Self.stepBody(row.path) ?? grantStepBody(row.path) : fresh(row.path)
            return try await office.post(target, sent, as: caller)
        }
    }

    private func fresh(_ path: String) -> String {
        if let body = freshGrant(path) { return body }
        if path.hasPrefix("/v1/councils") { return Example.council }
        if path.hasPrefix("/v1/members") { return Example.member() }
        if path.hasPrefix("/v1/role-assignments") { return Example.role(body: "別の団体") }
        if path.hasPrefix("/v1/meetings") { return Example.meeting(number: 9) }
        if path.hasPrefix("/v1/minutes") { return Example.minutes(of: heldMeeting) }
        if let fresh = Self.freshPlan(path, ids) { return fresh }
        if path == "/v1/batch" {
            return #"{"operations":[{"method":"POST","path":"/v1/meetings","body":\#(Example.meeting(number: 9))}]}"#
        }
        return #"{"label":"y","role":"administrator"}"#
    }
}
