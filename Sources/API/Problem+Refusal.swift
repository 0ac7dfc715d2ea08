import Councils
import HTTPTypes
import Web

extension Problem {
    /// What the councils refuse, as HTTP.
    init(_ refusal: Refusal) {
        switch refusal {
        case .invalid(let faults):
            self = .invalid(faults.map(Detail.init))
        case .operation(let place, let refusal):
            self.init(refusal)
            inOperation(place)
        case .row(let row, let refusal):
            self.init(refusal)
            inRow(row)
        case .conflict(let conflict, let missing):
            self.init(
                .conflict,
                conflict.rawValue,
                title: Titles.conflict,
                detail: conflict.detail,
                errors: missing.map(Detail.init)
            )
        case .referenced(let references):
            self = .referenced(references)
        case .notFound:
            self = .notFound
        case .deleted:
            self.init(
                .gone,
                "deleted",
                title: Bilingual(ja: "削除されています", en: "Deleted"),
                detail: Bilingual(ja: "ここにあったものは削除されました", en: "What was here has been deleted")
            )
        case .tokenIsNoLongerValid:
            self = .invalidToken
        case .forbidden(let forbidden):
            self.init(.forbidden, "forbidden", title: Titles.forbidden, detail: forbidden.detail)
        case .outdated:
            self.init(
                .preconditionFailed,
                "outdated",
                title: Bilingual(ja: "他の人が先に変更しました", en: "Changed by somebody else"),
                detail: Bilingual(
                    ja: "もう一度読み込み、新しい ETag を If-Match に付けて送ってください",
                    en: "Read it again and send its new ETag in If-Match"
                )
            )
        case .exists:
            self.init(
                .preconditionFailed,
                "exists",
                title: Bilingual(ja: "すでにあります", en: "It is there already"),
                detail: Bilingual(
                    ja: "この id はすでに使われています。変更するときは If-Match を付けてください",
                    en: "This id is taken; to change what is there, send If-Match"
                )
            )
        case .unreadable:
            self.init(
                .internalServerError,
                "unreadable",
                title: Bilingual(ja: "履歴を読み出せません", en: "The history can't be read"),
                detail: Bilingual(
                    ja: "ディスク上の記録を読み出せませんでした。今の内容は無事です。管理者は kyogikai のログを確かめてください",
                    en: "What is on the disk can't be read back. What is current is not concerned; "
                        + "the log says more to the administrator"
                )
            )
        case .diskFull:
            self.init(
                HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"),
                "diskFull",
                title: Bilingual(ja: "ディスクがいっぱいです", en: "The disk is full"),
                detail: Bilingual(
                    ja: "変更は保存されていません。空きができると自動的に再開します",
                    en: "Nothing was changed; writing goes on by itself once there is room"
                ),
                fields: [.retryAfter: "60"]
            )
        case .unavailable:
            self.init(
                .serviceUnavailable,
                "unavailable",
                title: Titles.unavailable,
                detail: Bilingual(
                    ja: "今は変更を受け付けられません（停止中か、システムの呼び出しの失敗）。何も変更されていません。後でもう一度送ってください",
                    en:
                        "No change can be taken now: the server is stopping, or a call to the system failed; nothing was "
                        + "changed, try again later"
                ),
                fields: [.retryAfter: "10"]
            )
        case .outcomeUnknown:
            self.init(
                .serviceUnavailable,
                "outcomeUnknown",
                title: Titles.unavailable,
                detail: Bilingual(
                    ja: "ディスクの障害のため、変更が保存されたかどうか分かりません。再起動後に確かめてください",
                    en: "The disk failed: whether the change was kept is not known. Look again after a restart"
                )
            )
        }
    }

    /// What one operation of a batch was refused with, as the batch's own problem.
    private mutating func inOperation(_ place: Int) {
        operation = place
        detail = Bilingual(
            ja: "\(place + 1)番目の操作: \(detail.ja)（一括処理は何も変更していません）",
            en: "Operation \(place + 1): \(detail.en); the batch has changed nothing"
        )
        for index in errors.indices {
            errors[index].pointer = errors[index].pointer.map { "/operations/\(place)/body" + $0 }
        }
    }

    /// What one row of a table was refused with, as the import's own problem.
    private mutating func inRow(_ row: Int) {
        self.row = row
        detail = Bilingual(
            ja: "\(row)行目: \(detail.ja)（何も取り込んでいません）",
            en: "Row \(row): \(detail.en); nothing was imported"
        )
    }

    static func invalid(_ errors: [Detail]) -> Problem {
        Problem(
            .unprocessableContent,
            "invalid",
            title: Bilingual(ja: "入力に誤りがあります", en: "The input is not valid"),
            detail: Bilingual(
                ja: "\(errors.count)か所を直してください",
                en: errors.count == 1
                    ? "One thing needs to be corrected" : "\(errors.count) things need to be corrected"
            ),
            errors: errors
        )
    }

    private static func referenced(_ references: [Reference]) -> Problem {
        Problem(
            .conflict,
            "referenced",
            title: Bilingual(ja: "他から参照されています", en: "Others refer to it"),
            detail: Bilingual(ja: "先に、参照しているものを変更してください", en: "Change what refers to it first"),
            errors: references.map { reference in
                Detail(
                    code: "referencedBy",
                    detail: Bilingual(
                        ja: "/v1/\(reference.resource)/\(reference.id) が参照しています",
                        en: "/v1/\(reference.resource)/\(reference.id) refers to it"
                    )
                )
            }
        )
    }

    static let notFound = Problem(
        .notFound,
        "notFound",
        title: Bilingual(ja: "見つかりません", en: "Not found"),
        detail: Bilingual(ja: "この場所には何もありません", en: "There is nothing at this place")
    )
}

enum Titles {
    static let conflict = Bilingual(ja: "今の状態ではできません", en: "Not possible in the present state")
    static let forbidden = Bilingual(ja: "権限がありません", en: "Not allowed")
    static let unavailable = Bilingual(ja: "今は応じられません", en: "Not available at the moment")
}

extension Problem.Detail {
    init(_ fault: Fault) {
        self.init(
            pointer: fault.pointer,
            code: fault.invalid.code,
            detail: fault.invalid.detail,
            allowed: fault.invalid.allowed
        )
        guard let row = fault.row else { return }
        self.row = row
        column = fault.column
        let place = fault.column.map { " \($0)" } ?? ""
        detail = Bilingual(ja: "\(row)行目\(place): \(detail.ja)", en: "Row \(row)\(place): \(detail.en)")
    }
}

extension Conflict {
    var detail: Bilingual {
        switch self {
        case .idIsTaken:
            Bilingual(ja: "この id はすでに使われています", en: "This id is taken")
        case .onlyPlannedMeetingsAreNoticed:
            Bilingual(ja: "通知できるのは、予定されている会議だけです", en: "Only a planned meeting is noticed")
        case .onlyNoticedMeetingsAreHeld:
            Bilingual(ja: "開催できるのは、通知済みの会議だけです", en: "Only a noticed meeting is held")
        case .onlyHeldMeetingsAreClosed:
            Bilingual(ja: "終了できるのは、開催された会議だけです", en: "Only a held meeting is closed")
        case .onlyPlannedOrNoticedMeetingsAreCancelled:
            Bilingual(ja: "中止できるのは、開催前の会議だけです", en: "Only a meeting that was not held yet is cancelled")
        case .meetingIsIncomplete:
            Bilingual(ja: "会議に足りない項目があります", en: "Something is missing in the meeting")
        case .onlyHeldMeetingsHaveMinutes:
            Bilingual(ja: "議事録を作れるのは、開催された会議だけです", en: "Only a meeting that was held has minutes")
        case .onlyDraftMinutesAreConfirmed:
            Bilingual(ja: "確定できるのは、案の議事録だけです", en: "Only draft minutes are confirmed")
        case .onlyConfirmedMinutesArePublished:
            Bilingual(
                ja: "公表できるのは、確定した議事録か取り下げた議事録だけです",
                en: "Only confirmed or withdrawn minutes are published"
            )
        case .onlyPublishedMinutesAreWithdrawn:
            Bilingual(ja: "取り下げられるのは、公表した議事録だけです", en: "Only published minutes are withdrawn")
        case .alreadyRevoked:
            Bilingual(ja: "このトークンはすでに失効しています", en: "This token has been revoked already")
        case .secretWasShown:
            Bilingual(
                ja: "この Idempotency-Key の要求はすでに行われ、秘密は一度だけ表示されました。受け取れなかったときは、トークンの秘密を替えてください（rotation）",
                en: "What this Idempotency-Key asked for was done before, and the secret shown once; "
                    + "if it got lost, rotate the token"
            )
        case .alreadyExpired:
            Bilingual(
                ja: "このトークンは期限が切れています。新しいトークンを作ってください",
                en: "This token has expired; make another one"
            )
        case .onlyDraftPlansAreAdopted:
            Bilingual(ja: "策定できるのは、案の計画だけです", en: "Only a draft plan is adopted")
        case .onlyAdoptedPlansAreRevised:
            Bilingual(ja: "改定できるのは、策定した計画だけです", en: "Only an adopted plan is revised")
        case .onlyUnansweredRequestsAreAssigned:
            Bilingual(ja: "担当を決められるのは、まだ回答していない要請だけです", en: "Only a request that was not answered yet is assigned")
        case .onlyAssignedRequestsAreAnswered:
            Bilingual(
                ja: "回答できるのは、担当が決まっていて終了していない要請だけです",
                en: "Only an assigned request is answered, until it is closed"
            )
        case .onlyAnsweredRequestsAreClosed:
            Bilingual(ja: "終了できるのは、回答済みの要請だけです", en: "Only an answered request is closed")
        case .onlyCollectedPracticesAreConsentedTo:
            Bilingual(ja: "同意を記録できるのは、収集したままの好事例だけです", en: "Only a practice that was just collected is consented to")
        case .onlyConsentedPracticesAreShared:
            Bilingual(ja: "共有できるのは、同意のある好事例だけです", en: "Only a practice with consent is shared")
        case .onlySharedPracticesAreReturned:
            Bilingual(ja: "還元できるのは、共有した好事例だけです", en: "Only a shared practice is given back")
        case .annexIsChangedByGrantChanges:
            Bilingual(
                ja: "策定済みの計画の別紙は、交付金事業の変更（/v1/grant-changes）で変えてください",
                en: "The annex of an adopted plan is edited by grant changes (/v1/grant-changes)"
            )
        case .onlyAdoptedPlansHaveGrantChangesApplied:
            Bilingual(ja: "変更を適用できるのは、策定済みの計画だけです", en: "A change is applied to an adopted plan only")
        case .onlyDraftChangesAreSubmitted:
            Bilingual(ja: "申請できるのは、下書きの変更だけです", en: "Only a draft change is submitted")
        case .onlySubmittedChangesAreApproved:
            Bilingual(ja: "承認できるのは、申請中の変更だけです", en: "Only a submitted change is approved")
        case .onlySubmittedChangesAreRejected:
            Bilingual(ja: "却下できるのは、申請中の変更だけです", en: "Only a submitted change is rejected")
        case .onlyApprovedChangesAreApplied:
            Bilingual(ja: "適用できるのは、承認された変更だけです", en: "Only an approved change is applied")
        case .onlyAppliedChangesAreNotified:
            Bilingual(
                ja: "通知を終えられるのは、適用済みで、今の構成員すべてに通知した変更だけです",
                en: "Only an applied change with a notice for each current member is notified"
            )
        case .onlyHeldMeetingsApprove:
            Bilingual(ja: "承認できるのは、開催された会議だけです", en: "Only a meeting that was held approves")
        case .rowIsNoLongerInForce:
            Bilingual(ja: "対象の事業は、もう別紙にありません", en: "The row that it is about is no longer in the annex")
        case .annexHasThatPosition:
            Bilingual(ja: "同じ番号と順の事業が、もう別紙にあります", en: "Another row of the annex has this number and position by now")
        }
    }
}

extension Forbidden {
    var detail: Bilingual {
        switch self {
        case .role:
            Bilingual(ja: "このトークンの役割では、この操作はできません", en: "The role of this token does not allow this")
        case .otherCouncil:
            Bilingual(ja: "このトークンは、この協議会のものを変更できません", en: "This token may not change what belongs to this council")
        }
    }
}
