import Councils
import HTTPTypes
import JSONText
import Store
import Web

extension Member: Writable {
    static let path = "/v1/members"
    static let fields =
        [
            "councilId", "name", "aliases", "category", "sector", "order", "units", "localGovernmentCode",
            "corporateNumber", "from", "until", "source",
        ] + commonFields
    static let readOnly = [
        "version", "createdAt", "updatedAt", "fromLabel", "untilLabel", "createdAtLabel", "updatedAtLabel",
    ]

    static let filters = [
        Filter<Member>.text("name") { $0.value.name.text },
        Filter<Member>.text("category") { $0.value.category?.text },
        Filter<Member>.choice("sector") { $0.value.sector },
        Filter<Member>.text("localGovernmentCode") { $0.value.localGovernmentCode?.text },
        Filter<Member>.text("corporateNumber") { $0.value.corporateNumber?.text },
        Filter<Member>.integer("order") { $0.value.order },
        Filter<Member>.day("from") { $0.value.period.from },
        Filter<Member>.day("until") { $0.value.period.until },
    ]

    static func texts(of seen: Shown<Member>) -> [String] {
        let member = seen.value
        return [member.name.text] + (member.aliases + member.units).map(\.text) + [member.category?.text ?? ""]
    }

    static func write(_ seen: Shown<Member>, era: Bool, to json: inout JSONWriter) {
        let member = seen.value
        json.member("councilId", member.councilID)
        json.member("name", member.name)
        json.lines("aliases", member.aliases)
        json.member("category", member.category)
        json.member("sector", member.sector)
        json.member("order", member.order)
        json.member("units", each: member.units) { json, unit in
            json.object { $0.member("name", unit) }
        }
        json.member("localGovernmentCode", member.localGovernmentCode?.text)
        json.member("corporateNumber", member.corporateNumber?.text)
        json.member(member.period, era: era)
        json.member("source", member.source)
    }

    static func made(
        from form: Form,
        id: ID<Member>,
        former: Member?,
        shown: JSONObject?,
        state: State,
        today: Day
    ) throws(Refusal) -> Member {
        form.readOnly(readOnly, current: shown)
        let councilID = form.councilID("councilId", required: true)
        let name = form.line("name", required: true)
        let aliases = form.lines("aliases", in: 0...50)
        let category = form.line("category")
        let sector: Sector? = form.choice("sector", required: true)
        let order = form.integer("order", required: true, in: orders)
        let units = form.objects("units", in: 0...200) { $0.line("name", required: true) }
        let code = form.string("localGovernmentCode") { text throws(Invalid) in try LocalGovernmentCode(text) }
        let number = form.string("corporateNumber") { text throws(Invalid) in try CorporateNumber(text) }
        let period = form.period()
        let source = form.source()
        let council = councilID.flatMap { state.councils[$0]?.value }
        if councilID != nil, council == nil { form.refuse("councilId", .unknownReference) }
        guard let councilID, let council, let name, let sector, let order, let period else {
            try form.finish()
            throw .invalid(form.faults)
        }
        let member = Member(
            councilID: councilID,
            name: name,
            aliases: aliases,
            category: category,
            sector: sector,
            order: order,
            units: units,
            localGovernmentCode: code,
            corporateNumber: number,
            period: period,
            source: source
        )
        let roles = state.referring(RoleAssignment.self, to: id).compactMap { state.roleAssignments[$0]?.value }
        let meetings = state.referring(Meeting.self, to: id).compactMap { state.meetings[$0]?.value.day }
        let notices = state.referring(GrantChange.self, to: id).flatMap { state.grantChanges[$0]?.value.notices ?? [] }
        let noticeDays = notices.filter { $0.memberID == id }.map(\.on)
        form.add(member.faults(in: council, roles: roles, meetingDays: meetings + noticeDays))
        if let former, former.councilID != councilID, state.isReferred(to: id) {
            form.refuse("councilId", .usedByAMeeting)
        }
        try form.finish()
        return member
    }
}

/// `/v1/members`
enum MemberEndpoints {
    static let all: [Endpoint] =
        Member.endpoints(
            .members,
            one: "Member",
            many: "Members",
            listing: [.reference("council"), .asOf],
            getting: [.asOf],
            list: list,
            get: get
        ) + Member.writingEndpoints(.members, one: "Member") + [Member.importEndpoint(.members, many: "Members")]

    private static func list(_ call: Call) throws(Refusal) -> WebResponse {
        try call.list(
            Member.self,
            in: call.namedCouncils,
            present: call.asOf.map { day in { @Sendable seen in seen.value.period.contains(day) ? seen : nil } }
        )
    }

    private static func get(_ call: Call) throws(Refusal) -> WebResponse {
        let seen = try call.state.find(call.id(Member.self), for: call.reader)
        if let day = call.asOf, !seen.value.period.contains(day) { throw .notFound }
        return call.answer(seen)
    }
}
