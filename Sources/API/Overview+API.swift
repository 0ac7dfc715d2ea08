import Councils
import HTTPTypes
import JSONText
import Store
import Web

/// `/v1/councils/{id}/overview`: one answer for a dashboard.
enum OverviewEndpoints {
    static let all: [Endpoint] = [
        Endpoint(
            .get,
            "/v1/councils/{id}/overview",
            "getOverview",
            .read,
            on: .councils,
            parameters: [.fiscalYear, .era],
            answers: [200],
            run: overview
        )
    ]

    private static func overview(_ call: Call) throws(Refusal) -> WebResponse {
        let council = try call.state.find(call.id(Council.self), for: call.reader)
        let facts = call.facts(of: council)
        // What is asked for may be drafts, and what only members know.
        var response = call.answer(isPublic: false) { json in
            json.member(
                "council",
                object: { json in
                    json.member("id", council.id)
                    json.member("name", council.value.name)
                    json.member("shortName", council.value.shortName)
                }
            )
            json.member("fiscalYear", call.fiscalYear.year)
            json.member("fiscalYearLabel", call.fiscalYear.label)
            write(facts, call, to: &json)
        }
        response.head.headerFields[.contentLanguage] = call.language.rawValue
        return response
    }

    private static func write(_ facts: CouncilFacts, _ call: Call, to json: inout JSONWriter) {
        let (today, era) = (call.today, call.era)
        if let post = facts.council.chairPost {
            json.member(
                "chair",
                object: { json in
                    json.member("organization", post.organization)
                    json.member("title", post.title)
                }
            )
        }
        json.member("secretariat", each: facts.secretariat(today: today)) { json, role in
            json.object { role.value.writeSecretariat(id: role.id, in: call.state, to: &$0) }
        }
        json.member("cadence", object: call.cadence(of: facts).write(council: facts.id))
        if let next = facts.nextMeeting(today: today) {
            json.member("nextMeeting", object: { json in next.value.writeBriefly(id: next.id, era: era, to: &json) })
        }
        json.member("plans", each: facts.plans.filter { $0.plan.fiscalYear == call.fiscalYear }) { json, plan in
            json.object { plan.writeBriefly(today: today, era: era, to: &$0) }
        }
        writeWhatMembersKnow(facts, call, to: &json)
        let advisories = facts.advisories(minimum: call.settings.minimumMeetingsPerFiscalYear, today: today)
        json.member("advisories", each: advisories) { json, advisory in
            json.object { advisory.write(in: call.language, to: &$0) }
        }
    }

    /// Absent for whoever is no member of the council, whether there are any or not.
    private static func writeWhatMembersKnow(_ facts: CouncilFacts, _ call: Call, to json: inout JSONWriter) {
        guard call.reader.level(in: facts.id) >= .members else { return }
        let open = facts.grantChanges.filter { $0.value.state != .rejected && $0.value.state != .notified }
        json.member("openGrantChanges", each: open) { json, change in
            json.object { json in
                json.member("id", change.id)
                json.member("planId", change.value.place.planID)
                json.member("state", change.value.state)
                json.member("requestedBy", change.value.requestedBy)
                json.member("approvalKind", change.value.approvalKind)
                json.member("submittedOn", change.value.submittedOn, era: call.era)
            }
        }
        let requests = call.state.pairs(SupportRequest.self, in: facts.id, for: call.reader)
        json.member("openSupportRequests", each: requests.filter { $0.value.state != .closed }) { json, request in
            json.object { json in
                json.member("id", request.id)
                json.member("localPlatformId", request.value.localPlatformID)
                json.member("kind", request.value.kind)
                json.member("kindLabel", request.value.kind.label)
                json.member("state", request.value.state)
                json.member("receivedOn", request.value.receivedOn, era: call.era)
                json.member("assigneeId", request.value.assigneeID)
            }
        }
    }
}

extension Call {
    fileprivate func cadence(of facts: CouncilFacts) -> Cadence {
        Cadence(
            of: facts.council,
            in: fiscalYear,
            meetings: facts.meetings.lazy.map(\.value),
            minimum: settings.minimumMeetingsPerFiscalYear,
            today: today
        )
    }
}

extension Cadence {
    /// As `/cadence` shows it.
    func write(council: ID<Council>) -> (inout JSONWriter) -> Void {
        { json in
            json.member("councilId", council)
            json.member("fiscalYear", fiscalYear.year)
            json.member("fiscalYearLabel", fiscalYear.label)
            json.member("required", required)
            json.member("suggested", suggested)
            json.member("held", held)
            json.member("planned", planned)
            json.member("remaining", remaining)
            json.member("status", status)
            json.member("wording", wording)
        }
    }
}

extension Advisory {
    func write(in language: Language, to json: inout JSONWriter) {
        json.member("code", code)
        json.member("severity", severity)
        json.member("message", message[language])
        json.member(
            "subject",
            object: { json in
                json.member("resource", subject.resource)
                json.member("id", subject.id)
            }
        )
        json.member("source", source)
    }
}

extension RoleAssignment {
    fileprivate func writeSecretariat(id: ID<RoleAssignment>, in state: State, to json: inout JSONWriter) {
        json.member("roleAssignmentId", id)
        json.member("memberId", memberID)
        json.member("name", bodyName ?? memberID.flatMap { state.members[$0]?.value.name })
        json.member("unit", unit)
        json.member("rank", rank)
        json.member("rankLabel", rank?.label)
    }
}

extension SeenMeeting {
    fileprivate func writeBriefly(id: ID<Meeting>, era: Bool, to json: inout JSONWriter) {
        json.member("id", id)
        json.member("number", number)
        json.member("title", title)
        json.member("kind", kind)
        json.member("mode", mode)
        json.member("state", state)
        json.member("startsAt", startsAt, era: era)
        json.member("replyDueOn", replyDueOn, era: era)
    }
}

extension PlanFacts {
    fileprivate func writeBriefly(today: Day, era: Bool, to json: inout JSONWriter) {
        let progress = progress(today: today)
        json.member("id", id)
        json.member("title", plan.title)
        json.member(plan.period, era: era)
        json.member("state", plan.state)
        json.member("revision", plan.revision)
        json.member(
            "progress",
            object: { json in
                json.member("periodPercent", progress.period.number)
                json.member("kpis", progress.kpis.all)
                json.member("reported", progress.kpis.reported)
                json.member("reached", progress.kpis.reached)
                json.member("measures", object: progress.measures.write)
            }
        )
    }
}
