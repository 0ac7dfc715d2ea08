import Councils
import HTTPTypes
import JSONText
import Store
import Web

extension RoleAssignment: Writable {
    static let path = "/v1/role-assignments"
    static let fields =
        [
            "councilId", "memberId", "bodyName", "unit", "role", "roleLabel", "rank", "rankLabel", "note", "from",
            "until", "source",
        ] + commonFields
    static let readOnly = [
        "version", "createdAt", "updatedAt", "roleLabel", "rankLabel", "fromLabel", "untilLabel", "createdAtLabel",
        "updatedAtLabel",
    ]

    static let filters = [
        Filter<RoleAssignment>.choice("role") { $0.value.role },
        Filter<RoleAssignment>.choice("rank") { $0.value.rank },
        Filter<RoleAssignment>.text("unit") { $0.value.unit?.text },
        Filter<RoleAssignment>.text("bodyName") { $0.value.bodyName?.text },
        Filter<RoleAssignment>.day("from") { $0.value.period.from },
        Filter<RoleAssignment>.day("until") { $0.value.period.until },
    ]

    static func texts(of seen: Shown<RoleAssignment>) -> [String] {
        let assignment = seen.value
        return [assignment.role.label, assignment.bodyName?.text, assignment.unit?.text, assignment.note?.text]
            .compactMap { $0 }
    }

    static func write(_ seen: Shown<RoleAssignment>, era: Bool, to json: inout JSONWriter) {
        let assignment = seen.value
        json.member("councilId", assignment.councilID)
        json.member("memberId", assignment.memberID)
        json.member("bodyName", assignment.bodyName)
        json.member("unit", assignment.unit)
        json.member("role", assignment.role)
        json.member("roleLabel", assignment.role.label)
        json.member("rank", assignment.rank)
        json.member("rankLabel", assignment.rank?.label)
        json.member("note", assignment.note)
        json.member(assignment.period, era: era)
        json.member("source", assignment.source)
    }

    static func made(
        from form: Form,
        id: ID<RoleAssignment>,
        former: RoleAssignment?,
        shown: JSONObject?,
        state: State,
        today: Day
    ) throws(Refusal) -> RoleAssignment {
        form.readOnly(readOnly, current: shown)
        let councilID = form.councilID("councilId", required: true)
        let memberID = form.id("memberId", of: Member.self)
        let bodyName = form.line("bodyName")
        let unit = form.line("unit")
        let role: Role? = form.choice("role", required: true)
        let rank: Rank? = form.choice("rank")
        let note = form.line("note")
        let period = form.period()
        let source = form.source()
        if let councilID, state.councils[councilID] == nil { form.refuse("councilId", .unknownReference) }
        let member = memberID.flatMap { state.members[$0]?.value }
        if memberID != nil, member == nil { form.refuse("memberId", .unknownReference) }
        let holder: Holder?
        switch (form.has("memberId"), form.has("bodyName")) {
        case (true, false): holder = memberID.map(Holder.member)
        case (false, true): holder = bodyName.map(Holder.body)
        default:
            form.add([Fault("", .exactlyOne(of: ["memberId", "bodyName"]))])
            holder = nil
        }
        guard let councilID, let holder, let role, let period else {
            try form.finish()
            throw .invalid(form.faults)
        }
        let assignment = RoleAssignment(
            councilID: councilID,
            holder: holder,
            unit: unit,
            role: role,
            rank: rank,
            note: note,
            period: period,
            source: source
        )
        form.add(assignment.faults(member: member, others: others(than: id, of: assignment, in: state)))
        try form.finish()
        return assignment
    }

    /// The assignments of the same holder: only they can overlap.
    private static func others(
        than id: ID<RoleAssignment>,
        of assignment: RoleAssignment,
        in state: State
    ) -> [RoleAssignment] {
        switch assignment.holder {
        case .member(let member):
            state.referring(RoleAssignment.self, to: member).filter { $0 != id }
                .compactMap { state.roleAssignments[$0]?.value }
        case .body:
            state.all(RoleAssignment.self, in: assignment.councilID, for: .administrator)
                .filter { $0.id != id }.map(\.value)
        }
    }
}

/// `/v1/role-assignments`
enum RoleAssignmentEndpoints {
    static let all: [Endpoint] =
        RoleAssignment.endpoints(
            .roleAssignments,
            one: "RoleAssignment",
            many: "RoleAssignments",
            listing: [.reference("council"), .reference("member"), .asOf],
            getting: [.asOf],
            list: list,
            get: get
        )
        + RoleAssignment.writingEndpoints(.roleAssignments, one: "RoleAssignment")

    private static func list(_ call: Call) throws(Refusal) -> WebResponse {
        try call.list(
            RoleAssignment.self,
            in: call.namedCouncils,
            among: call.referring(RoleAssignment.self, to: Member.self, by: "member"),
            present: call.asOf.map { day in { @Sendable seen in seen.value.period.contains(day) ? seen : nil } }
        )
    }

    private static func get(_ call: Call) throws(Refusal) -> WebResponse {
        let seen = try call.state.find(call.id(RoleAssignment.self), for: call.reader)
        if let day = call.asOf, !seen.value.period.contains(day) { throw .notFound }
        return call.answer(seen)
    }
}
