import Councils
import Web

// What is said of each fault.
extension Invalid {
    /// Stable, whatever the language.
    var code: String {
        switch self {
        case .required: "required"
        case .unknownField: "unknownField"
        case .readOnly: "readOnly"
        case .wrongType: "wrongType"
        case .unknownValue: "unknownValue"
        case .length: "length"
        case .elements: "elements"
        case .lineBreak: "lineBreak"
        case .range: "range"
        case .decimals: "decimals"
        case .format: "format"
        case .day: "day"
        case .instant: "instant"
        case .checkDigit: "checkDigit"
        case .endsBeforeItBegins: "endsBeforeItBegins"
        case .duplicate: "duplicate"
        case .unknownReference: "unknownReference"
        case .ofAnotherCouncil: "ofAnotherCouncil"
        case .exactlyOne: "exactlyOne"
        case .outsideTheMembersPeriod: "outsideTheMembersPeriod"
        case .overlappingRole: "overlappingRole"
        case .notAMemberThen: "notAMemberThen"
        case .notForWrittenMeetings: "notForWrittenMeetings"
        case .onlyForWrittenMeetings: "onlyForWrittenMeetings"
        case .inTheFuture: "inTheFuture"
        case .inThePast: "inThePast"
        case .reasonWanted: "reasonWanted"
        case .onlyForMembersTokens: "onlyForMembersTokens"
        case .usedByARole: "usedByARole"
        case .usedByAMember: "usedByAMember"
        case .usedByAMeeting: "usedByAMeeting"
        case .usedByMinutes: "usedByMinutes"
        case .ofAnotherPlan: "ofAnotherPlan"
        case .outsideThePlansPeriod: "outsideThePlansPeriod"
        case .outsideTheFiscalYear: "outsideTheFiscalYear"
        case .subsetCircle: "subsetCircle"
        case .notForQualitative: "notForQualitative"
        case .beforeTheLastStep: "beforeTheLastStep"
        case .usedByItsParts: "usedByItsParts"
        case .usedByMeasurements: "usedByMeasurements"
        case .outOfOrder: "outOfOrder"
        case .usedByARequest: "usedByARequest"
        case .repeatOfARepeat: "repeatOfARepeat"
        case .onlyOnceApplied: "onlyOnceApplied"
        case .notAfterSubmission: "notAfterSubmission"
        case .notForAdditions: "notForAdditions"
        case .notForRemovals: "notForRemovals"
        case .ofTheOtherApproval: "ofTheOtherApproval"
        case .noticeWanted: "noticeWanted"
        case .meetingWanted: "meetingWanted"
        case .missingColumn: "missingColumn"
        case .unknownColumn: "unknownColumn"
        case .duplicateOfRow: "duplicate"
        case .unnamedCell: "unnamedCell"
        case .unclosedQuote: "unclosedQuote"
        case .textAfterQuote: "textAfterQuote"
        case .malformed(let code, _, _): code
        case .outdated: "outdated"
        case .subsetTooDeep: "subsetTooDeep"
        case .notAfterConsent: "notAfterConsent"
        case .numberRange: "range"
        }
    }

    /// The values that are possible, where they are few.
    var allowed: [String]? {
        switch self {
        case .unknownValue(let allowed): allowed
        case .exactlyOne(let fields): fields
        case .noticeWanted(_, let id): [id.text]
        default: nil
        }
    }

    var detail: Bilingual {
        switch self {
        case .required:
            Bilingual(ja: "必須の項目です", en: "This field is required")
        case .unknownField(let nearest):
            Bilingual(
                ja: "この項目はありません" + (nearest.map { "。「\($0)」ではありませんか" } ?? ""),
                en: "There is no such field" + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
            )
        case .readOnly:
            Bilingual(
                ja: "この項目はサーバーが決めます。省くか、読んだ値のまま送ってください",
                en: "The server sets this field; leave it out or send it back as it was read"
            )
        case .wrongType(let expected):
            Bilingual(ja: "JSON の型は \(expected) にしてください", en: "The JSON type must be \(expected)")
        case .unknownValue(let allowed):
            Bilingual(
                ja: allowed.isEmpty ? "選べる値がありません" : "次のいずれかにしてください: \(allowed.joined(separator: "、"))",
                en: allowed.isEmpty ? "There is no value to choose from" : "One of: \(allowed.joined(separator: ", "))"
            )
        case .length(let bounds):
            Bilingual(
                ja: "\(bounds.lowerBound)から\(bounds.upperBound)文字にしてください",
                en: "\(bounds.lowerBound) to \(bounds.upperBound) characters"
            )
        case .elements(let bounds):
            Bilingual(
                ja: bounds.count == 1
                    ? "\(bounds.lowerBound)件にしてください" : "\(bounds.lowerBound)から\(bounds.upperBound)件にしてください",
                en: bounds.count == 1
                    ? "Exactly \(bounds.lowerBound) elements" : "\(bounds.lowerBound) to \(bounds.upperBound) elements"
            )
        case .lineBreak:
            Bilingual(ja: "改行やタブは使えません", en: "Line breaks and tabs are not allowed")
        case .range(let bounds):
            Bilingual(
                ja: "\(bounds.lowerBound)から\(bounds.upperBound)までの整数にしてください",
                en: "An integer from \(bounds.lowerBound) to \(bounds.upperBound)"
            )
        case .decimals(let most):
            Bilingual(ja: "小数は\(most)桁までです", en: "At most \(most) decimals")
        case .format(let form):
            Bilingual(ja: "形式は \(form) です", en: "The form is \(form)")
        case .day:
            Bilingual(
                ja: "2025-07-10、令和7年7月10日、R7.7.10 のような実在の日にしてください",
                en: "A day of the calendar like 2025-07-10, 令和7年7月10日 or R7.7.10"
            )
        case .instant:
            Bilingual(
                ja: "2025-07-10T13:30:00+09:00 のような日時にしてください",
                en: "A date and time like 2025-07-10T13:30:00+09:00"
            )
        case .checkDigit:
            Bilingual(ja: "検査数字が合いません。番号を確かめてください", en: "The check digit does not fit; look at the number again")
        case .endsBeforeItBegins:
            Bilingual(ja: "終わりが始まりより前です", en: "The end lies before the beginning")
        case .duplicate:
            Bilingual(ja: "同じものがすでにあります", en: "The same is there already")
        case .unknownReference:
            Bilingual(ja: "指定されたものはありません", en: "What is named here does not exist")
        case .ofAnotherCouncil:
            Bilingual(ja: "他の協議会のものです", en: "This belongs to another council")
        case .exactlyOne(let fields):
            Bilingual(
                ja: "\(fields.joined(separator: " と ")) のどちらか一つだけを指定してください",
                en: "Give exactly one of \(fields.joined(separator: " and "))"
            )
        case .outsideTheMembersPeriod:
            Bilingual(ja: "構成員である期間の外です", en: "Outside the period of the member")
        case .overlappingRole:
            Bilingual(ja: "同じ部署の同じ役割と期間が重なっています", en: "The period overlaps with the same role of the same unit")
        case .notAMemberThen:
            Bilingual(ja: "その日の構成員ではありません", en: "Not a member on that day")
        case .notForWrittenMeetings:
            Bilingual(ja: "書面開催では使えません", en: "A written meeting does not have this")
        case .onlyForWrittenMeetings:
            Bilingual(ja: "書面開催だけで使えます", en: "Only a written meeting has this")
        case .inTheFuture:
            Bilingual(ja: "まだ来ていない日です", en: "This day is still to come")
        case .inThePast:
            Bilingual(ja: "過ぎた日です", en: "This day has passed")
        case .reasonWanted:
            Bilingual(ja: "公開しない理由を書いてください", en: "Give the reason why this is not public")
        case .onlyForMembersTokens:
            Bilingual(ja: "構成員のトークンだけが持つ項目です", en: "Only a member's token has this")
        case .usedByARole:
            Bilingual(
                ja: "この変更に合わなくなる役割があります。先に役割を変更してください",
                en: "A role assignment would no longer fit; change that first"
            )
        case .usedByAMember:
            Bilingual(ja: "この区分の構成員があります。先に構成員を変更してください", en: "A member has this category; change that first")
        case .usedByAMeeting:
            Bilingual(
                ja: "会議の出席や回答、通知に記録されています",
                en: "A meeting has it in its attendance or replies, or a grant change in its notices"
            )
        case .usedByMinutes:
            Bilingual(ja: "議事録があります", en: "There are minutes of it")
        case .ofAnotherPlan:
            Bilingual(ja: "他の計画のものです", en: "This belongs to another plan")
        case .outsideThePlansPeriod(let period):
            Bilingual(
                ja: "計画の期間（\(period.lowerBound) から \(period.upperBound) まで）の外です",
                en: "Outside the period of the plan, \(period.lowerBound) to \(period.upperBound)"
            )
        case .outsideTheFiscalYear:
            Bilingual(ja: "計画の年度の外です", en: "Outside the fiscal year of the plan")
        case .subsetCircle:
            Bilingual(ja: "自分自身の内数になってしまいます", en: "It would be a part of itself")
        case .notForQualitative:
            Bilingual(ja: "数値のない指標では使えません", en: "A KPI that is told in words does not have this")
        case .beforeTheLastStep:
            Bilingual(ja: "前の手続の日より前です", en: "Before the day of the step that went before")
        case .usedByItsParts:
            Bilingual(
                ja: "計画に属するものが合わなくなります。先にそれらを変更してください",
                en: "What hangs on the plan would no longer fit; change that first"
            )
        case .usedByMeasurements:
            Bilingual(ja: "実績があります。先に実績を変更してください", en: "It has measurements; change those first")
        case .outOfOrder:
            Bilingual(ja: "日付の前後が合いません", en: "The days are not in their order")
        case .usedByARequest:
            Bilingual(ja: "支援要請か好事例があります", en: "There are support requests or good practices of it")
        case .repeatOfARepeat:
            Bilingual(ja: "再掲の取組は再掲できません。元の取組を指定してください", en: "This one repeats another itself; name that one")
        case .onlyOnceApplied:
            Bilingual(ja: "通知を記録できるのは、変更を適用した後です", en: "Notices are noted once the change was applied")
        case .notAfterSubmission:
            Bilingual(ja: "申請した後は変えられません", en: "This can't be changed once it was submitted")
        case .notForAdditions:
            Bilingual(ja: "追加では使えません", en: "An addition does not have this")
        case .notForRemovals:
            Bilingual(ja: "削除では使えません", en: "A removal does not have this")
        case .ofTheOtherApproval:
            Bilingual(
                ja: "個別の承認には会議を、包括的な承認には決定を指定してください",
                en: "An individual approval names a meeting, a comprehensive one a decision"
            )
        case .noticeWanted(let name, _):
            Bilingual(ja: "\(name.text)への通知がありません", en: "\(name.text) has no notice yet")
        case .meetingWanted:
            Bilingual(ja: "開催された会議を指定してください", en: "A meeting that was held is wanted")
        case .missingColumn:
            Bilingual(ja: "この列がありません", en: "This column is missing")
        case .unknownColumn(let nearest):
            Bilingual(
                ja: "この列の名前は分かりません" + (nearest.map { "。「\($0)」ではありませんか" } ?? ""),
                en: "No column has this name" + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
            )
        case .duplicateOfRow(let row):
            Bilingual(ja: "\(row)行目と同じものです", en: "The same as in row \(row)")
        case .unnamedCell:
            Bilingual(ja: "列の名前がないところに値があります", en: "A cell stands under no column")
        case .unclosedQuote:
            Bilingual(ja: "引用符 \" が閉じていません", en: "A double quote is never closed")
        case .textAfterQuote:
            Bilingual(
                ja: "閉じた引用符 \" の後に文字があります。引用符の中の \" は \"\" と書いてください",
                en: "Something follows a closing double quote; within quotes it is written twice"
            )
        case .outdated:
            Bilingual(
                ja: "書き出した後に、ほかの人が変更しています。書き出し直してください",
                en: "It was changed by somebody since it was exported; export it again"
            )
        case .subsetTooDeep:
            Bilingual(
                ja: "「うち」の重なりは\(KPI.mostLevels)段までです",
                en: "Parts of parts go \(KPI.mostLevels) levels deep at most"
            )
        case .notAfterConsent:
            Bilingual(
                ja: "同意を得た後は変えられません。新しい好事例として集め直してください",
                en: "It can't be changed once consent was given; collect it anew"
            )
        case .numberRange(let bounds):
            Bilingual(
                ja: "\(bounds.lowerBound)から\(bounds.upperBound)までの数にしてください",
                en: "A number from \(bounds.lowerBound) to \(bounds.upperBound)"
            )
        case .malformed(_, let ja, let en):
            Bilingual(ja: ja, en: en)
        }
    }
}
