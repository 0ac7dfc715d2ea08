import Councils
import HTTPTypes
import JSONText
import Store
import Web

extension LocalPlatform: Writable {
    static let path = "/v1/local-platforms"
    static let fields =
        [
            "councilId", "municipalityCode", "name", "secretariatDepartment", "networkKinds", "networkKindLabels",
            "usesExistingBody", "from", "until", "source",
        ] + commonFields
    static let readOnly = [
        "version", "createdAt", "updatedAt", "networkKindLabels", "fromLabel", "untilLabel", "createdAtLabel",
        "updatedAtLabel",
    ]

    static let filters = [
        Filter<LocalPlatform>.text("municipalityCode") { $0.value.municipalityCode?.text },
        Filter<LocalPlatform>.choices("networkKind") { $0.value.networkKinds },
        Filter<LocalPlatform>.day("from") { $0.value.period.from },
        Filter<LocalPlatform>.day("until") { $0.value.period.until },
    ]

    static func texts(of seen: Shown<LocalPlatform>) -> [String] {
        let platform = seen.value
        return [platform.name.text, platform.secretariatDepartment?.text, platform.usesExistingBody?.text]
            .compactMap { $0 } + platform.networkKinds.map(\.label)
    }

    static func write(_ seen: Shown<LocalPlatform>, era: Bool, to json: inout JSONWriter) {
        let platform = seen.value
        json.member("councilId", platform.councilID)
        json.member("municipalityCode", platform.municipalityCode?.text)
        json.member("name", platform.name)
        json.member("secretariatDepartment", platform.secretariatDepartment)
        json.member("networkKinds", platform.networkKinds.map(\.rawValue))
        json.member("networkKindLabels", platform.networkKinds.map(\.label))
        json.member("usesExistingBody", platform.usesExistingBody)
        json.member(platform.period, era: era)
        json.member("source", platform.source)
    }

    static func made(
        from form: Form,
        id: ID<LocalPlatform>,
        former: LocalPlatform?,
        shown: JSONObject?,
        state: State,
        today: Day
    ) throws(Refusal) -> LocalPlatform {
        form.readOnly(readOnly, current: shown)
        let councilID = form.councilID("councilId", required: true)
        let code = form.string("municipalityCode") { text throws(Invalid) in try LocalGovernmentCode(text) }
        let name = form.line("name", required: true)
        let department = form.line("secretariatDepartment")
        let kinds = form.strings("networkKinds", in: 0...NetworkKind.allCases.count) { text throws(Invalid) in
            guard let kind = NetworkKind(rawValue: text) else {
                throw .unknownValue(allowed: NetworkKind.allCases.map(\.rawValue))
            }
            return kind
        }
        let body = form.line("usesExistingBody")
        let period = form.period()
        let source = form.source()
        if let councilID, state.councils[councilID] == nil { form.refuse("councilId", .unknownReference) }
        if let former, let councilID, former.councilID != councilID, state.isReferred(to: id) {
            form.refuse("councilId", .usedByARequest)
        }
        try form.finish()
        guard let councilID, let name, let period else { throw .invalid(form.faults) }
        return LocalPlatform(
            councilID: councilID,
            municipalityCode: code,
            name: name,
            secretariatDepartment: department,
            networkKinds: kinds,
            usesExistingBody: body,
            period: period,
            source: source
        )
    }
}

/// `/v1/local-platforms`
enum LocalPlatformEndpoints {
    static let all: [Endpoint] =
        LocalPlatform.endpoints(
            .localPlatforms,
            one: "LocalPlatform",
            many: "LocalPlatforms",
            listing: [.reference("council"), .asOf],
            getting: [.asOf],
            list: list,
            get: get
        )
        + LocalPlatform.writingEndpoints(.localPlatforms, one: "LocalPlatform")

    private static func list(_ call: Call) throws(Refusal) -> WebResponse {
        try call.list(
            LocalPlatform.self,
            in: call.namedCouncils,
            present: call.asOf.map { day in { @Sendable seen in seen.value.period.contains(day) ? seen : nil } }
        )
    }

    private static func get(_ call: Call) throws(Refusal) -> WebResponse {
        let seen = try call.state.find(call.id(LocalPlatform.self), for: call.reader)
        if let day = call.asOf, !seen.value.period.contains(day) { throw .notFound }
        return call.answer(seen)
    }
}
