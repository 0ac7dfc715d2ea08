import Councils
import HTTPTypes
import JSONText
import Store
import Web

/// What stands around the resources: the entrance, the description, health, figures, the pages of problems.
enum ServiceEndpoints {
    static func all(_ metrics: Metrics) -> [Endpoint] {
        [
            Endpoint(.get, "/", "getEntrance", .read, on: .service, answers: [200], run: entrance),
            Endpoint(
                .get,
                "/openapi.yaml",
                "getDescriptionAsYAML",
                .read,
                on: .service,
                produces: ["application/yaml"],
                answers: [200]
            ) { call in call.answer(bytes: call.settings.description.yaml, type: "application/yaml") },
            Endpoint(.get, "/openapi.json", "getDescriptionAsJSON", .read, on: .service, answers: [200]) { call in
                call.answer(bytes: call.settings.description.json(), type: "application/json")
            },
            Endpoint(.get, "/livez", "getLiveness", .read, on: .service, answers: [200]) { call in
                health(call, status: .ok, ["process": "ok"])
            },
            Endpoint(.get, "/readyz", "getReadiness", .read, on: .service, answers: [200, 503]) { call in
                let (condition, audit) = (call.store.condition, call.api.audit.condition())
                return health(
                    call,
                    status: condition == .writable && audit == .writable ? .ok : .serviceUnavailable,
                    ["journal": journal(condition), "audit": self.audit(audit)]
                )
            },
            Endpoint(
                .get,
                "/metrics",
                "getMetrics",
                .read,
                on: .metrics,
                produces: ["text/plain"],
                answers: [200]
            ) { call in
                var page = Exposition()
                page.add(metrics.now())
                page.add(call.state, await call.store.figures())
                page.add(await call.api.audit.figures(), omitted: call.api.auditBound.omitted)
                page.add(call.environment.process(), version: call.settings.version)
                var fields = call.cacheFields(isPublic: false)
                fields[.contentType] = Exposition.mediaType
                return WebResponse(status: .ok, fields: fields, body: Array(page.text.utf8))
            },
            Endpoint(
                .get,
                "/problems/{code}",
                "getProblem",
                .read,
                on: .service,
                produces: ["application/json", "text/html"],
                answers: [200],
                run: problem
            ),
        ]
    }

    private static func entrance(_ call: Call) -> WebResponse {
        call.answer { json in
            json.member("name", "kyogikai")
            json.member(
                "links",
                object: { json in
                    for (name, path) in [
                        ("councils", Council.path), ("members", Member.path), ("roleAssignments", RoleAssignment.path),
                        ("meetings", Meeting.path), ("minutes", Minutes.path), ("measures", Measure.path),
                        ("grantProjects", GrantProject.path), ("grantChanges", GrantChange.path),
                        ("localPlatforms", LocalPlatform.path),
                        ("supportRequests", SupportRequest.path), ("goodPractices", GoodPractice.path),
                        ("changes", "/v1/changes"),
                        ("tokens", AccessToken.path),
                        ("plans", Plan.path), ("estimates", Estimate.path), ("goals", Goal.path), ("kpis", KPI.path),
                        ("measurements", Measurement.path),
                        ("openapi", "/openapi.yaml"), ("openapiJSON", "/openapi.json"), ("liveness", "/livez"),
                        ("readiness", "/readyz"), ("metrics", "/metrics"), ("audit", AuditEndpoints.path),
                    ] {
                        json.name(name)
                        json.string(path)
                    }
                }
            )
        }
    }

    /// Whether changes are taken, or why not. Everybody may know.
    private static func journal(_ condition: Store.Condition) -> String {
        switch condition {
        case .writable: "ok"
        case .diskFull: "diskFull"
        case .failed: "failed"
        case .closed: "closing"
        }
    }

    /// Whether what is not public can be read, and changes taken, as far as that hangs on the audit log.
    private static func audit(_ condition: AuditLog.Condition) -> String {
        switch condition {
        case .writable: "ok"
        case .reserve, .diskFull: "diskFull"
        case .failed: "failed"
        case .closed: "closing"
        }
    }

    private static func health(_ call: Call, status: HTTPResponse.Status, _ checks: [String: String]) -> WebResponse {
        var json = JSONWriter()
        json.object { json in
            json.member("status", status == .ok ? "ok" : "unavailable")
            json.member(
                "checks",
                object: { json in
                    for (name, result) in checks.sorted(by: { $0.key < $1.key }) {
                        json.name(name)
                        json.string(result)
                    }
                }
            )
        }
        return WebResponse(
            status: status,
            fields: [.contentType: "application/json", .cacheControl: "no-store"],
            body: json.finish()
        )
    }

    /// What a problem's type leads to: what it means and what can be done.
    private static func problem(_ call: Call) throws(Refusal) -> WebResponse {
        guard let problem = ProblemPages.all[call.segments.first ?? ""] else { throw .notFound }
        if call.mediaType == "text/html" {
            return call.answer(bytes: Array(ProblemPages.html(problem).utf8), type: "text/html; charset=utf-8")
        }
        var response = call.answer { json in
            json.member("type", "/problems/" + problem.code)
            json.member("status", problem.status.code)
            json.member("code", problem.code)
            json.member("title", problem.title[call.language])
            json.member("detail", problem.detail[call.language])
        }
        response.head.headerFields[.contentLanguage] = call.language.rawValue
        return response
    }
}
