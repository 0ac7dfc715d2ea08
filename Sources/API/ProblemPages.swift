import Councils
import HTTPTypes
import JSONText
import Web

/// Every problem that there is, for the pages that explain them.
enum ProblemPages {
    static let all: [String: Problem] = Dictionary(
        (web + councils + conflicts + listener).map { ($0.code, $0) },
        uniquingKeysWith: { first, _ in first }
    )

    private static let web: [Problem] = [
        .unauthenticated, .invalidToken, .notBearer, .twoAuthorizations, .tokenInURL, .tokenInCookie,
        .tooManyFailedAttempts(.example), .rateLimitExceeded(.example), .malformedQuery, .invalidParameters([]),
        .badCursor, .badSince, .cursorPruned, .tooManyStreams, .malformedHeader(.ifMatch, Titles.badRequest),
        .preconditionRequired, .methodNotAllowed([.get]),
        .notAcceptable(["application/json"]), .unsupportedMediaType(["application/json"], isPatch: false),
        .bodyNotExpected, .notAnObject, .malformedJSON(JSONFaults(faults: [])), .internalError, .idempotencyKeyUnderWay,
        .idempotencyKeyReused, .notUTF8(looksLikeShiftJIS: true),
        .auditUnavailable, .changeNotAudited,
    ]

    private static let councils: [Problem] = [
        Refusal.invalid([]), .referenced(by: []), .notFound, .deleted, .forbidden(.role), .outdated, .exists,
        .unreadable, .diskFull, .unavailable, .outcomeUnknown,
    ].map(Problem.init)

    private static let conflicts = Conflict.allCases.map { Problem(Refusal.conflict($0)) }

    private static let listener = ListenerProblem.allCases.map { problem in
        Problem.listener(status: problem.status, code: problem.rawValue, reason: problem.detail.en)
    }

    /// A page for a browser, in both languages.
    static func html(_ problem: Problem) -> String {
        """
        <!doctype html>
        <html lang="ja"><meta charset="utf-8"><title>\(problem.title.ja)</title>
        <style>body{font:16px/1.7 sans-serif;max-width:40em;margin:3em auto;padding:0 1em}</style>
        <h1>\(problem.title.ja)</h1><p>\(problem.detail.ja)</p>
        <section lang="en"><h2>\(problem.title.en)</h2><p>\(problem.detail.en)</p></section>
        <p><code>\(problem.code)</code>, HTTP \(problem.status.code)</p></html>

        """
    }
}
