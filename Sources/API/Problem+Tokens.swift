import HTTPTypes
import Web

// What is refused because of the token that is shown, or of how often.
extension Problem {
    static let unauthenticated = Problem(
        .unauthorized,
        "unauthenticated",
        title: Bilingual(ja: "トークンが必要です", en: "A token is needed"),
        detail: Bilingual(
            ja: "Authorization: Bearer kyg_… を付けてください",
            en: "Send Authorization: Bearer kyg_…"
        ),
        fields: [.wwwAuthenticate: #"Bearer realm="kyogikai""#]
    )

    static let invalidToken = Problem(
        .unauthorized,
        "invalidToken",
        title: Bilingual(ja: "トークンが有効ではありません", en: "The token is not valid"),
        detail: Bilingual(
            ja: "書き間違い、期限切れ、失効のいずれかです",
            en: "It is mistyped, expired or revoked"
        ),
        fields: [.wwwAuthenticate: #"Bearer realm="kyogikai", error="invalid_token""#]
    )

    /// RFC 6750 §3.1: who shows no token is told of no error of one.
    static let notBearer = Problem(
        .unauthorized,
        "notBearer",
        title: Bilingual(ja: "この認証方式は使えません", en: "This way to authenticate is not supported"),
        detail: Bilingual(
            ja: "Basic などではなく、Authorization: Bearer kyg_… の形でトークンを送ってください",
            en: "Send a token as Authorization: Bearer kyg_…; Basic and other schemes are not supported"
        ),
        fields: [.wwwAuthenticate: #"Bearer realm="kyogikai""#]
    )

    static let twoAuthorizations = badRequest(
        "twoAuthorizations",
        Bilingual(ja: "Authorization ヘッダーは一つだけにしてください", en: "Only one Authorization field may be sent")
    )

    static let tokenInURL = badRequest(
        "tokenInURL",
        Bilingual(
            ja: "トークンは URL ではなく Authorization ヘッダーで送ってください。URL に出たトークンは失効させてください",
            en: "Send a token in the Authorization field, never in a URL; revoke the one that stood there"
        )
    )

    static let tokenInCookie = badRequest(
        "tokenInCookie",
        Bilingual(
            ja: "トークンは Cookie ではなく Authorization ヘッダーで送ってください。Cookie に入れたトークンは失効させてください",
            en: "Send a token in the Authorization field, never in a cookie; revoke the one that stood there"
        )
    )

    static func tooManyFailedAttempts(_ throttled: Throttled) -> Problem {
        .throttled(
            throttled,
            "tooManyFailedAttempts",
            title: Bilingual(ja: "トークンの誤りが続いています", en: "Too many bad tokens"),
            detail: Bilingual(
                ja: "このアドレスから誤ったトークンが続いたため、\(throttled.retryAfter)秒後までトークンを受け付けません",
                en: "This address has shown too many bad tokens; none is taken for \(throttled.retryAfter) seconds"
            )
        )
    }

    static func rateLimitExceeded(_ throttled: Throttled) -> Problem {
        .throttled(
            throttled,
            "rateLimitExceeded",
            title: Bilingual(ja: "要求が多すぎます", en: "Too many requests"),
            detail: Bilingual(
                ja: "1分あたりの上限を超えました。\(throttled.retryAfter)秒待ってください",
                en: "More than may be asked in a minute; wait \(throttled.retryAfter) seconds"
            )
        )
    }

    private static func throttled(
        _ throttled: Throttled,
        _ code: String,
        title: Bilingual,
        detail: Bilingual
    ) -> Problem {
        var problem = Problem(
            .tooManyRequests,
            code,
            title: title,
            detail: detail,
            fields: [.retryAfter: String(throttled.retryAfter)]
        )
        problem.isRepetition = throttled.isRepetition
        return problem
    }
}
