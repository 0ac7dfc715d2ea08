import Councils
import HTTPTypes
import JSONText
import Store
import Web

/// How plans stand, one by one and beside each other.
enum ProgressEndpoints {
    static let all: [Endpoint] = [
        Endpoint(
            .get,
            "/v1/plans/{id}/progress",
            "getPlanProgress",
            .read,
            on: .plans,
            parameters: [.era],
            answers: [200],
            run: progress
        ),
        Endpoint(
            .get,
            "/v1/compare",
            "compareIndicator",
            .read,
            on: .compare,
            parameters: [.indicator, .fiscalYear, .era],
            answers: [200],
            run: compare
        ),
    ]

    private static func progress(_ call: Call) throws(Refusal) -> WebResponse {
        let plan = try call.state.find(call.id(Plan.self), for: call.reader)
        let progress = PlanFacts(plan, in: call.state, for: call.reader).progress(today: call.today)
        return call.answer(isPublic: false) { json in
            json.member("planId", plan.id)
            json.member("councilId", plan.value.councilID)
            json.member("fiscalYear", plan.value.fiscalYear.year)
            json.member("fiscalYearLabel", plan.value.fiscalYear.label)
            json.member("title", plan.value.title)
            json.member(plan.value.period, era: call.era)
            json.member("state", plan.value.state)
            json.member("revision", plan.value.revision)
            json.member("periodPercent", progress.period.number)
            json.member("groups", each: progress.sections) { json, section in
                json.object { section.write(period: progress.period, era: call.era, to: &$0) }
            }
            json.member("measures", object: progress.measures.write)
        }
    }

    private static func compare(_ call: Call) throws(Refusal) -> WebResponse {
        guard let indicator = call.parameters["indicator"].flatMap({ KPI.Indicator(rawValue: $0) }) else {
            return Problem.invalidParameters([.missingIndicator]).response(in: call.language, requestID: call.requestID)
        }
        let year = call.fiscalYear
        let found = comparisons(of: indicator, in: year, call)
        return call.answer(isPublic: false) { json in
            json.member("indicator", indicator)
            json.member("indicatorLabel", indicator.label)
            json.member("fiscalYear", year.year)
            json.member("fiscalYearLabel", year.label)
            json.member("items", each: found) { json, item in
                json.object { json in
                    json.member(
                        "council",
                        object: { json in
                            json.member("id", item.council.id)
                            json.member("name", item.council.value.name)
                            json.member("shortName", item.council.value.shortName)
                            json.member("prefectureCode", item.council.value.prefectureCode.text)
                        }
                    )
                    json.member(
                        "plan",
                        object: { json in
                            json.member("id", item.plan.id)
                            json.member("title", item.plan.value.title)
                            json.member("state", item.plan.value.state)
                        }
                    )
                    item.comparison.write(era: call.era, to: &json)
                }
            }
        }
    }

    /// By prefecture, then as the plans name them.
    private static func comparisons(
        of indicator: KPI.Indicator,
        in year: FiscalYear,
        _ call: Call
    ) -> [(council: Shown<Council>, plan: Shown<Plan>, comparison: Comparison)] {
        let (state, reader) = (call.state, call.reader)
        let councils = state.list(everything(Council.self, reader)).items
            .sorted { ($0.value.prefectureCode.text, $0.id) < ($1.value.prefectureCode.text, $1.id) }
        return councils.flatMap { council in
            let estimates = state.pairs(Estimate.self, in: council.id, for: reader)
            let plans = state.all(Plan.self, in: council.id, for: reader).filter { $0.value.fiscalYear == year }
            return plans.flatMap { plan in
                state.hanging(KPI.self, on: plan.id, for: reader).filter { $0.value.indicator == indicator }.map {
                    kpi in
                    let latest = state.latestMeasurement(of: kpi.id, at: reader.level(in: council.id))
                    let comparison = Comparison(
                        of: kpi,
                        latest: latest.map { ($0.id, $0.value) },
                        estimates: estimates
                    )
                    return (council, plan, comparison)
                }
            }
        }
    }

    private static func everything<Value: Stored>(_ type: Value.Type, _ reader: Reader) -> Listing<Value> {
        var listing = Listing<Value>(for: reader)
        listing.limit = .max
        return listing
    }
}

extension Parameter {
    fileprivate static let indicator = Parameter.choice("indicator", of: KPI.Indicator.allCases.map(\.rawValue))
}

extension Problem.Detail {
    fileprivate static let missingIndicator = Problem.Detail(
        parameter: "indicator",
        code: "required",
        detail: Bilingual(ja: "indicator を指定してください", en: "name an indicator"),
        allowed: KPI.Indicator.allCases.map(\.rawValue)
    )
}
