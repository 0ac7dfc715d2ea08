import Councils
import HTTPTypes
import JSONText
import Store
import Web

extension Estimate: Writable {
    static let path = "/v1/estimates"
    static let fields =
        [
            "councilId", "group", "groupLabel", "value", "unit", "sharePercent", "nationalSharePercent", "ageFrom",
            "ageTo", "approximate", "method", "sourceYear", "source",
        ] + commonFields
    static let readOnly = ["version", "createdAt", "updatedAt", "groupLabel", "createdAtLabel", "updatedAtLabel"]

    static let filters = [
        Filter<Estimate>.choice("group") { $0.value.group },
        Filter<Estimate>.integer("sourceYear") { $0.value.sourceYear },
    ]

    static func texts(of seen: Shown<Estimate>) -> [String] {
        let estimate = seen.value
        return [estimate.group.label, estimate.unit.text, estimate.method?.text].compactMap { $0 }
    }

    static func write(_ seen: Shown<Estimate>, era: Bool, to json: inout JSONWriter) {
        let estimate = seen.value
        json.member("councilId", estimate.councilID)
        json.member(estimate.group)
        json.member("value", estimate.value)
        json.member("unit", estimate.unit)
        json.member("sharePercent", estimate.sharePercent)
        json.member("nationalSharePercent", estimate.nationalSharePercent)
        json.member("ageFrom", estimate.ageFrom)
        json.member("ageTo", estimate.ageTo)
        json.member("approximate", estimate.approximate)
        json.member("method", estimate.method)
        json.member("sourceYear", estimate.sourceYear)
        json.member("source", estimate.source)
    }

    static func made(
        from form: Form,
        id: ID<Estimate>,
        former: Estimate?,
        shown: JSONObject?,
        state: State,
        today: Day
    ) throws(Refusal) -> Estimate {
        form.readOnly(readOnly, current: shown)
        let councilID = form.councilID("councilId")
        if let councilID, state.councils[councilID] == nil { form.refuse("councilId", .unknownReference) }
        let group: TargetGroup? = form.choice("group", required: true)
        let value = form.figure("value", required: true)
        let unit = form.line("unit", required: true)
        let sharePercent = form.figure("sharePercent")
        let nationalSharePercent = form.figure("nationalSharePercent")
        let ageFrom = form.integer("ageFrom", in: ages)
        let ageTo = form.integer("ageTo", in: ages)
        let approximate = form.bool("approximate")
        let method = form.line("method")
        let sourceYear = form.integer("sourceYear", required: true, in: years)
        let source = form.source()
        // One that is wrong in a field is never taken for a national one, which it would not be.
        guard let group, let value, let unit, let sourceYear else {
            try form.finish()
            throw .invalid(form.faults)
        }
        let estimate = Estimate(
            councilID: councilID,
            group: group,
            value: value,
            unit: unit,
            sharePercent: sharePercent,
            nationalSharePercent: nationalSharePercent,
            ageFrom: ageFrom,
            ageTo: ageTo,
            approximate: approximate ?? false,
            method: method,
            sourceYear: sourceYear,
            source: source
        )
        form.add(estimate.faults())
        try form.finish()
        return estimate
    }
}

/// `/v1/estimates`
enum EstimateEndpoints {
    static let all: [Endpoint] =
        Estimate.endpoints(
            .estimates,
            one: "Estimate",
            many: "Estimates",
            listing: [.reference("council")],
            list: list,
            get: get
        )
        + Estimate.writingEndpoints(.estimates, one: "Estimate")

    private static func list(_ call: Call) throws(Refusal) -> WebResponse {
        try call.list(Estimate.self, in: call.namedCouncils)
    }

    private static func get(_ call: Call) throws(Refusal) -> WebResponse {
        call.answer(try call.state.find(call.id(Estimate.self), for: call.reader))
    }
}
