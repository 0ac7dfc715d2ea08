import Councils
import HTTPTypes
import JSONText
import Store
import Web

extension Measurement: Writable {
    static let path = "/v1/measurements"
    static let fields =
        [
            "kpiId", "planId", "councilId", "asOf", "value", "statement", "reportedBy", "source",
        ] + commonFields
    static let readOnly = [
        "version", "createdAt", "updatedAt", "planId", "councilId", "asOfLabel", "createdAtLabel", "updatedAtLabel",
    ]
    /// Newest first.
    static var standardSort: [Listing<Measurement>.SortTerm] { [.init(ordering: 0, descending: true)] }

    static let filters = [Filter<Measurement>.day("asOf") { $0.value.asOf }]

    static func texts(of seen: Shown<Measurement>) -> [String] {
        [seen.value.reportedBy.text, seen.value.statement?.text].compactMap { $0 }
    }

    static func write(_ seen: Shown<Measurement>, era: Bool, to json: inout JSONWriter) {
        let measurement = seen.value
        json.member("kpiId", measurement.kpiID)
        json.member(measurement.place)
        json.member("asOf", measurement.asOf, era: era)
        json.member("value", measurement.value)
        json.member("statement", measurement.statement)
        json.member("reportedBy", measurement.reportedBy)
        json.member("source", measurement.source)
    }

    static func made(
        from form: Form,
        id: ID<Measurement>,
        former: Measurement?,
        shown: JSONObject?,
        state: State,
        today: Day
    ) throws(Refusal) -> Measurement {
        form.readOnly(readOnly, current: shown)
        // The ids of the KPI's record are shared by all of its measurements.
        let kpi = form.id("kpiId", required: true, of: KPI.self).flatMap { id in
            guard let record = state.kpis[id],
                record.value.seen(at: form.reader.level(in: record.value.place.councilID)) != nil
            else {
                form.refuse("kpiId", .unknownReference)
                return Record<KPI>?.none
            }
            form.isPart(of: record.value.place.councilID)
            return record
        }
        if let former, let kpi, kpi.value.place.planID != former.place.planID {
            form.refuse("kpiId", .ofAnotherPlan)
        }
        let asOf = form.day("asOf", required: true)
        let value = form.figure("value")
        let statement = form.line("statement")
        let reportedBy = form.line("reportedBy", required: true)
        let source = form.source()
        guard let kpi, let plan = state.plans[kpi.value.place.planID]?.value, let asOf, let reportedBy else {
            try form.finish()
            throw .invalid(form.faults)
        }
        let measurement = Measurement(
            place: kpi.value.place,
            kpiID: kpi.id,
            asOf: asOf,
            value: value,
            statement: statement,
            reportedBy: reportedBy,
            source: source
        )
        let isTaken = state.measurement(of: kpi.id, on: asOf).map { $0.id != id } ?? false
        form.add(measurement.faults(kpi: kpi.value, plan: plan, isTaken: isTaken, today: today))
        try form.finish()
        return measurement
    }
}

/// `/v1/measurements`
enum MeasurementEndpoints {
    static let all: [Endpoint] =
        Measurement.endpoints(
            .measurements,
            one: "Measurement",
            many: "Measurements",
            listing: [.reference("council"), .reference("plan"), .reference("kpi")],
            list: list,
            get: get
        )
        + Measurement.writingEndpoints(.measurements, one: "Measurement")
        + [Measurement.importEndpoint(.measurements, many: "Measurements")]

    private static func list(_ call: Call) throws(Refusal) -> WebResponse {
        let kpis = call.referring(KPI.self, to: Plan.self, by: "plan")
        return try call.list(
            Measurement.self,
            in: call.namedCouncils,
            among: call.common(
                kpis.map { $0.flatMap { call.state.referring(Measurement.self, to: $0) } },
                call.referring(Measurement.self, to: KPI.self, by: "kpi")
            )
        )
    }

    private static func get(_ call: Call) throws(Refusal) -> WebResponse {
        call.answer(try call.state.find(call.id(Measurement.self), for: call.reader))
    }
}
