import Councils
import Web

extension Advisory {
    /// What a person should look at, and why.
    var message: Bilingual {
        switch finding {
        case .cadenceShort(let cadence):
            let guide = max(cadence.required, cadence.suggested ?? 0)
            return Bilingual(
                ja: "\(cadence.fiscalYear.label)の会議は、目安\(guide)回に対して開催\(cadence.held)回、予定\(cadence.planned)回です",
                en: "Fiscal \(cadence.fiscalYear.year): \(cadence.held) meetings held and \(cadence.planned) planned, "
                    + "where the guide is \(guide)"
            )
        case .noLeadSecretariat:
            return Bilingual(ja: "とりまとめ事務局の主担当がありません", en: "No body leads the secretariat")
        case .roleOutsideTable(let body, let roles):
            return Bilingual(
                ja: "「\(body.text)」は構成員の表にありませんが、役割を担っています: "
                    + roles.map(\.label).joined(separator: "、"),
                en: "\"\(body.text)\" is not in the table of members but has roles: "
                    + roles.map(\.rawValue).joined(separator: ", ")
            )
        case .chairNotMember(let organization):
            return Bilingual(
                ja: "座長の「\(organization.text)」は構成員ではありません",
                en: "The chair's organisation, \"\(organization.text)\", is not a member"
            )
        case .minutesMissing(let meeting, let day):
            return Bilingual(
                ja: "「\(meeting.text)」（\(day.eraLabel)）の議事録が、\(CouncilFacts.daysForMinutes)日を過ぎてもありません",
                en: "\"\(meeting.text)\" of \(day) has had no minutes for more than \(CouncilFacts.daysForMinutes) days"
            )
        case .goalNotSumOfKPIs(let goal, let target, let sum):
            return Bilingual(
                ja: "目標「\(goal.text)」の\(target.text)は、KPIの目標値の合計\(sum.text)と一致しません",
                en: "The goal \"\(goal.text)\" is \(target.text), but the targets of its KPIs add up to \(sum.text)"
            )
        case .targetsDiffer(let kpi, let text, let schedule):
            return Bilingual(
                ja: "KPI「\(kpi.text)」の目標値は、本文では\(text.text)、工程表では\(schedule.text)です",
                en: "The target of \"\(kpi.text)\" is \(text.text) in the text and \(schedule.text) in the schedule"
            )
        case .localPlatformWithoutSecretariat(let platform):
            return Bilingual(
                ja: "「\(platform.text)」の事務局（担当部局）が定められていません",
                en: "\"\(platform.text)\" names no department as its secretariat"
            )
        case .grantChangeNotNotified(let requestedBy, let state, let day):
            let isApplied = state == .applied
            return Bilingual(
                ja: "「\(requestedBy.text)」からの別紙の変更は、\(day.eraLabel)に\(isApplied ? "反映" : "承認")されましたが、"
                    + "構成員に通知されていません",
                en: "The change of the annex asked for by \"\(requestedBy.text)\" was "
                    + "\(isApplied ? "applied" : "approved") on \(day), but the members have not been notified"
            )
        case .kpiNotReported(let kpi, let plan, let quarter):
            let until = quarter.until ?? quarter.from
            return Bilingual(
                ja: "「\(plan.text)」のKPI「\(kpi.text)」は、\(quarter.from.eraLabel)から\(until.eraLabel)までの四半期以降の実績が"
                    + "報告されていません",
                en:
                    "\"\(kpi.text)\" of \"\(plan.text)\" has not been reported since the quarter from \(quarter.from) to "
                    + "\(until) began"
            )
        }
    }
}

extension Quantity {
    fileprivate var text: String { value.text + unit.text }
}

extension Figure {
    /// Without decimals that are zero.
    fileprivate var text: String { isWhole ? String(thousandths / 1000) : String(number) }
}
