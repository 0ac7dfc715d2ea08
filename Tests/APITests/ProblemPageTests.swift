import API
import HTTPTypes
import JSONText
import Testing

@testable import Offices

/// Every `type` answers as a page that explains the problem.
@Suite struct ProblemPageTests {
    private static let codes: [(code: String, status: Int64)] = [
        ("unauthenticated", 401), ("invalidToken", 401), ("notBearer", 401), ("twoAuthorizations", 400),
        ("tokenInURL", 400), ("tokenInCookie", 400), ("tooManyFailedAttempts", 429), ("rateLimitExceeded", 429),
        ("malformedQuery", 400), ("invalidParameters", 400), ("badCursor", 400), ("malformedHeader", 400),
        ("preconditionRequired", 428), ("methodNotAllowed", 405), ("notAcceptable", 406), ("unsupportedMediaType", 415),
        ("bodyNotExpected", 400), ("notAnObject", 400), ("malformedJSON", 400), ("internalError", 500),
        ("invalid", 422),
        ("referenced", 409), ("notFound", 404), ("deleted", 410), ("forbidden", 403), ("outdated", 412),
        ("diskFull", 507),
        ("unreadable", 500), ("unavailable", 503), ("outcomeUnknown", 503), ("auditUnavailable", 503),
        ("changeNotAudited", 503), ("idIsTaken", 409),
        ("onlyPlannedMeetingsAreNoticed", 409),
        ("onlyNoticedMeetingsAreHeld", 409), ("onlyHeldMeetingsAreClosed", 409),
        ("onlyPlannedOrNoticedMeetingsAreCancelled", 409), ("meetingIsIncomplete", 409),
        ("onlyHeldMeetingsHaveMinutes", 409),
        ("onlyDraftMinutesAreConfirmed", 409), ("onlyConfirmedMinutesArePublished", 409),
        ("onlyPublishedMinutesAreWithdrawn", 409), ("alreadyRevoked", 409), ("alreadyExpired", 409),
        ("malformedRequest", 400),
        ("uriTooLong", 414),
        ("expectationFailed", 417), ("headersTooLarge", 431), ("contentTooLarge", 413), ("requestTimeout", 408),
        ("versionNotSupported", 505), ("codingNotImplemented", 501), ("methodNotImplemented", 501),
        ("tooManyConnections", 503), ("tooManyRequests", 503), ("handlerTimeout", 503),
    ]

    @Test func explainEveryCodeInBothForms() async throws {
        let office = try await TestOffice.gunma()
        for (code, status) in Self.codes {
            let json = try await office.get("/problems/\(code)", as: .public)
            #expect(
                json.status == 200 && json.texts("/code") == [code] && json.integers("/status") == [status],
                "\(code)"
            )
            #expect(json.texts("/type") == ["/problems/" + code])
            let english = try await office.get("/problems/\(code)", as: .public, [.acceptLanguage: "en"])
            #expect(
                english.texts("/title") != json.texts("/title") && english.texts("/detail") != json.texts("/detail")
            )
            let html = try await office.get("/problems/\(code)", as: .public, [.accept: "text/html,*/*;q=0.8"])
            #expect(html.fields[.contentType] == "text/html; charset=utf-8" && html.text.contains(#"<html lang="ja">"#))
            for part in json.texts("/title") + json.texts("/detail") + english.texts("/title") + [
                "<code>\(code)</code>"
            ] {
                #expect(html.text.contains(part), "\(code): \(part)")
            }
        }
    }

    @Test func theListenersRefusalsAreProblemsToo() async throws {
        let office = try await TestOffice.gunma()
        for problem in ListenerProblem.allCases {
            let status = Self.codes.first { $0.code == problem.rawValue }?.status ?? 0
            let answer = Answer(
                response: office.api.refusal(status: Int(status), code: problem.rawValue, reason: "why")
            )
            #expect(answer.status == Int(status) && answer.problem?.code == problem.rawValue)
            #expect(answer["/type"]?.stringValue == "/problems/" + problem.rawValue && answer["/requestId"] != nil)
            #expect((answer.fields[.retryAfter] != nil) == (status == 503))
        }
    }

    @Test func aProblemHasTheMembersOfRFC9457() async throws {
        let office = try await TestOffice.gunma()
        let answer = try await office.post("/v1/members", #"{"sector":"x"}"#, as: .secretariat)
        #expect(answer.json.objectValue?.names == ["type", "title", "status", "code", "detail", "requestId", "errors"])
        #expect(answer["/type"]?.stringValue == "/problems/invalid" && answer.integers("/status") == [422])
        #expect(answer.fields[.contentType] == "application/problem+json")
    }
}
