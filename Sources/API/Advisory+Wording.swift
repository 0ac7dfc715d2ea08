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
        }
    }
}
