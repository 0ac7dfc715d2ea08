import Councils
import JSONText
import Store

// What a KPI shows of its measurements and of its plan: as far as the reader sees them, for whom it is read.
extension KPI {
    static func unversioned(_ seen: Shown<KPI>, in context: ViewContext) -> String? {
        guard let plan = context.plan(of: seen.value) else { return nil }
        let latest = context.state.latestMeasurement(of: seen.id, at: seen.level)
        let measured = latest.map { "\($0.id.text).\($0.stamp.version)." } ?? ""
        return measured + String(plan.goneBy(on: context.today).tenths)
    }

    static func writeReading(_ seen: Shown<KPI>, in context: ViewContext, era: Bool, to json: inout JSONWriter) {
        guard let plan = context.plan(of: seen.value) else { return }
        let latest = context.state.latestMeasurement(of: seen.id, at: seen.level)
        let reading = KPIReading(of: seen.value, latest: latest?.value, in: plan, today: context.today)
        if let latest {
            json.member(
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
        json.member("achievementPercent", reading.achievement?.number)
        json.member("periodPercent", reading.period.number)
        json.member("reported", reading.isReported)
    }
}

extension ViewContext {
    /// Whoever sees a KPI sees its plan.
    fileprivate func plan(of kpi: KPI) -> Plan? { state.plans[kpi.place.planID]?.value }
}
