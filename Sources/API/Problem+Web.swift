import HTTPTypes
import JSONText
import Web

// What the web refuses before the councils are asked.
extension Problem {
    static let malformedQuery = badRequest(
        "malformedQuery",
        Bilingual(ja: "クエリの % 符号化または文字が正しくありません", en: "The query's percent-encoding or characters are not valid")
    )

    static func invalidParameters(_ errors: [Detail]) -> Problem {
        Problem(
            .badRequest,
            "invalidParameters",
            title: Bilingual(ja: "指定に誤りがあります", en: "The parameters are not valid"),
            detail: Bilingual(
                ja: "\(errors.count)か所を直してください",
                en: errors.count == 1
                    ? "One thing needs to be corrected" : "\(errors.count) things need to be corrected"
            ),
            errors: errors
        )
    }

    static let badCursor = badRequest(
        "badCursor",
        Bilingual(
            ja: "cursor は、同じ条件の一覧の nextCursor をそのまま使ってください",
            en: "A cursor is the nextCursor of a list with the same query"
        )
    )

    static func malformedHeader(_ name: HTTPField.Name, _ detail: Bilingual) -> Problem {
        Problem(
            .badRequest,
            "malformedHeader",
            title: Titles.badRequest,
            detail: detail,
            errors: [Detail(parameter: name.rawName, code: "malformedHeader", detail: detail)]
        )
    }

    static let preconditionRequired = Problem(
        .preconditionRequired,
        "preconditionRequired",
        title: Bilingual(ja: "If-Match が必要です", en: "If-Match is needed"),
        detail: Bilingual(
            ja: "読み込んだときの ETag を If-Match に付けてください。どの版でもよければ If-Match: * とします",
            en: "Send the ETag that you read in If-Match, or If-Match: * if any version will do"
        )
    )

    static func methodNotAllowed(_ methods: [HTTPRequest.Method]) -> Problem {
        let names = methods.map(\.rawValue).joined(separator: ", ")
        return Problem(
            .methodNotAllowed,
            "methodNotAllowed",
            title: Bilingual(ja: "このメソッドは使えません", en: "The method is not allowed"),
            detail: Bilingual(ja: "使えるのは \(names) です", en: "Allowed are \(names)"),
            fields: [.allow: names]
        )
    }

    static func notAcceptable(_ offered: [String]) -> Problem {
        let names = offered.joined(separator: ", ")
        return Problem(
            .notAcceptable,
            "notAcceptable",
            title: Bilingual(ja: "求められた形式では答えられません", en: "Not available in that form"),
            detail: Bilingual(ja: "Accept に \(names) を含めてください", en: "Accept one of \(names)")
        )
    }

    static func unsupportedMediaType(_ accepted: [String], isPatch: Bool) -> Problem {
        let names = accepted.joined(separator: ", ")
        var fields: HTTPFields = [.accept: names]
        if isPatch { fields[.acceptPatch] = names }
        return Problem(
            .unsupportedMediaType,
            "unsupportedMediaType",
            title: Bilingual(ja: "この形式は受け付けられません", en: "This media type is not supported"),
            detail: Bilingual(
                ja: "Content-Type は \(names)（UTF-8）にしてください",
                en: "The Content-Type is \(names), in UTF-8"
            ),
            fields: fields
        )
    }

    static let bodyNotExpected = badRequest(
        "bodyNotExpected",
        Bilingual(ja: "ここでは本文を送れません", en: "No body is expected here")
    )

    static func notUTF8(looksLikeShiftJIS: Bool) -> Problem {
        let way = Bilingual(
            ja: "Excel では「名前を付けて保存」で「CSV UTF-8（コンマ区切り）」を選んで保存し直してください",
            en: "In Excel choose \"Save As\" and the type \"CSV UTF-8 (Comma delimited)\""
        )
        return badRequest(
            "notUTF8",
            looksLikeShiftJIS
                ? Bilingual(
                    ja: "本文は UTF-8 ではなく、Shift_JIS のようです。\(way.ja)",
                    en: "The body is not UTF-8; it looks like Shift_JIS. \(way.en)"
                )
                : Bilingual(ja: "本文は UTF-8 ではありません。\(way.ja)", en: "The body is not UTF-8. \(way.en)")
        )
    }

    static let notAnObject = badRequest(
        "notAnObject",
        Bilingual(ja: "本文は JSON のオブジェクトにしてください", en: "The body is a JSON object")
    )

    static func malformedJSON(_ faults: JSONFaults) -> Problem {
        let errors = faults.faults.map { fault in
            Detail(
                pointer: fault.pointer,
                code: fault.code.rawValue,
                detail: Bilingual(
                    ja: "\(fault.line)行\(fault.column)字目: \(fault.code.japanese)",
                    en: "Line \(fault.line), column \(fault.column): \(fault.detail ?? fault.code.rawValue)"
                )
            )
        }
        return Problem(
            .badRequest,
            "malformedJSON",
            title: Bilingual(ja: "JSON として読めません", en: "The body is not valid JSON"),
            detail: errors.first?.detail ?? Bilingual(ja: "本文を確かめてください", en: "Look at the body again"),
            errors: errors
        )
    }

    static func body(_ refusal: BodyRefusal) -> Problem {
        Problem(
            HTTPResponse.Status(code: refusal.status),
            refusal.code,
            title: refusal.status == 413 ? Bilingual(ja: "本文が大きすぎます", en: "The body is too large") : Titles.badRequest,
            detail: refusal.status == 413
                ? Bilingual(ja: "本文を小さくしてください", en: refusal.reason)
                : Bilingual(ja: "本文を最後まで読めませんでした", en: refusal.reason)
        )
    }

    static let internalError = Problem(
        .internalServerError,
        "internalError",
        title: Bilingual(ja: "サーバーの誤りです", en: "The server made a mistake"),
        detail: Bilingual(
            ja: "requestId を添えて管理者に知らせてください",
            en: "Tell the administrator, with the requestId"
        )
    )

    static func badRequest(_ code: String, _ detail: Bilingual) -> Problem {
        Problem(.badRequest, code, title: Titles.badRequest, detail: detail)
    }
}

extension Titles {
    static let badRequest = Bilingual(ja: "要求を理解できません", en: "The request is not understood")
}

extension JSONFault.Code {
    var japanese: String {
        switch self {
        case .notUTF8: "UTF-8 ではありません"
        case .byteOrderMark: "BOM は付けられません"
        case .syntax: "JSON の書き方に誤りがあります"
        case .trailingContent: "値の後に余分なものがあります"
        case .tooDeep: "入れ子が深すぎます"
        case .duplicateName: "同じ名前が二度あります"
        case .numberOutOfRange: "数が大きすぎます"
        case .unpairedSurrogate: "対になっていないサロゲートがあります"
        case .controlCharacter: "制御文字は使えません"
        case .bidiControl: "文字の向きを変える制御文字は使えません"
        case .noncharacter: "文字でない符号位置があります"
        case .tooManyCombiningCharacters: "結合文字が続きすぎています"
        }
    }
}
