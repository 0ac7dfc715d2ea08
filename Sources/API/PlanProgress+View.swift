import Councils
import JSONText
import Store

// How progress is shown. What nobody has reported is said so, and never counted as 0.
extension PlanProgress.Section {
    func write(period: Percentage, era: Bool, to json: inout JSONWriter) {
        json.member(group)
        json.member("goals", each: goals) { json, goal in
            json.object { goal.write(period: period, to: &$0) }
        }
        json.member("kpis", each: kpis) { json, kpi in
            json.object { kpi.write(period: period, era: era, to: &$0) }
        }
        json.member("measures", object: measures.write)
    }
}

extension PlanProgress.GoalStanding {
    fileprivate func write(period: Percentage, to json: inout JSONWriter) {
        json.member("id", id)
        json.member("statement", goal.statement)
        json.member("target", goal.target)
        if !parts.isEmpty {
            json.member("reported", sum != nil)
            json.ids("sumOf", parts)
            json.member("sum", sum)
            json.member("parts", parts.count)
            json.member("reportedParts", reportedParts)
        }
        json.member("achievementPercent", achievement?.number)
        json.member("periodPercent", period.number)
    }
}

extension PlanProgress.Standing {
    fileprivate func write(period: Percentage, era: Bool, to json: inout JSONWriter) {
        json.member("id", id)
        json.member("name", kpi.name)
        json.member("kind", kpi.kind)
        json.member("target", kpi.target)
        json.member("scheduleTarget", kpi.scheduleTarget)
        json.member("reported", isReported)
        json.latest(latest, era: era)
        json.member("achievementPercent", achievement?.number)
        json.member("periodPercent", period.number)
        // うち: below what they are a part of, and never added to it.
        json.member("subsets", each: subsets) { json, subset in
            json.object { subset.write(period: period, era: era, to: &$0) }
        }
    }
}

extension PlanProgress.Measures {
    func write(to json: inout JSONWriter) {
        json.member("counted", counted)
        json.member("repeated", repeated)
        json.member("notReported", notReported)
        json.member("notStarted", byStatus[.notStarted] ?? 0)
        json.member("underWay", byStatus[.underWay] ?? 0)
        json.member("done", byStatus[.done] ?? 0)
        json.member("stopped", byStatus[.stopped] ?? 0)
    }
}

extension Comparison {
    func write(era: Bool, to json: inout JSONWriter) {
        json.member(
            "kpi",
            object: { json in
                json.member("id", kpi.id)
                json.member("name", kpi.value.name)
                json.member(kpi.value.group)
                json.member("kind", kpi.value.kind)
            }
        )
        json.member("target", kpi.value.target)
        json.member("reported", latest?.value.isReport ?? false)
        json.latest(latest, era: era)
        json.member("achievementPercent", achievement?.number)
        if let estimate {
            json.member(
                "estimate",
                object: { json in
                    json.member("id", estimate.id)
                    json.member("value", estimate.value.value)
                    json.member("unit", estimate.value.unit)
                    json.member("approximate", estimate.value.approximate)
                    json.member("sourceYear", estimate.value.sourceYear)
                }
            )
        }
        json.member("targetPerThousand", targetPerThousand)
        json.member("perThousand", perThousand)
    }
}

extension JSONWriter {
    /// `latest`: the latest reading of a KPI, without a value where that is what it says.
    fileprivate mutating func latest(_ latest: (id: ID<Measurement>, value: Measurement)?, era: Bool) {
        guard let latest else { return }
        member(
            "latest",
            object: { json in
                json.member("measurementId", latest.id)
                json.member("asOf", latest.value.asOf, era: era)
                json.member("value", latest.value.value)
                json.member("statement", latest.value.statement)
                json.member("reportedBy", latest.value.reportedBy)
            }
        )
    }
}
