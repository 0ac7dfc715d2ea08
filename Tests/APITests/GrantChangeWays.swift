import HTTPTypes
import Testing

@testable import API
@testable import Offices

/// A change of the annex, from the request to the notices.
@Suite struct GrantChangeWays {
    private func post(_ office: TestOffice, _ path: String, _ body: String? = nil) async throws -> Answer {
        try await office.post(path, body, as: .secretariat)
    }

    @Test func aChangeIsLedToItsNotices() async throws {
        let office = try await TestOffice.gunma()
        let (plan, project) = try await office.annex()
        let meeting = try await office.meeting(steps: ["notice", "holding"])
        let body = Example.grantChange(plan, Example.alteration(of: project), kind: "individual")
        let made = try await post(office, "/v1/grant-changes", body)
        let path = made.location
        #expect(made.status == 201 && made.texts("/state") == ["draft"] && made.texts("/councilId") == ["gunma"])
        let submitted = try await post(office, path + "/submission")
        #expect(submitted.texts("/state") == ["submitted"] && submitted.texts("/submittedOn") == ["2025-11-20"])
        let approved = try await post(office, path + "/approval", #"{"meetingId":"\#(meeting)"}"#)
        #expect(approved.texts("/state") == ["approved"] && approved.texts("/approval/meetingId") == [meeting])
        #expect(approved.texts("/approval/on") == ["2025-10-01"])
        let applied = try await post(office, path + "/application", #"{"on":"2025-11-10"}"#)
        #expect(applied.texts("/state") == ["applied"] && applied.texts("/appliedOn") == ["2025-11-10"])

        let members = try await office.get("/v1/members?council=gunma&limit=100&sort=order", as: .public)
        let (ids, names) = (members.texts("/items/*/id"), members.texts("/items/*/name"))
        let early = try await post(office, path + "/notification", #"{"notices":[]}"#)
        #expect(early.status == 409 && early.problem?.code == "onlyAppliedChangesAreNotified")
        #expect(early.problem?.list == names.map { _ in "/notices noticeWanted" })
        #expect(early.problem?.details == names.map { "\($0)への通知がありません" })
        #expect(early.texts("/errors/*/allowed/0") == ids)
        let notices = ids.map { #"{"memberId":"\#($0)","way":"email","on":"2025-11-12"}"# }
        let first = try await office.patch(path, #"{"notices":[\#(notices[0])]}"#, as: .secretariat)
        #expect(first.status == 200)
        let rest = notices.dropFirst().joined(separator: ",")
        let notified = try await post(office, path + "/notification", #"{"notices":[\#(rest)]}"#)
        #expect(notified.texts("/state") == ["notified"] && notified.texts("/notifiedOn") == ["2025-11-20"])
        #expect(notified.texts("/notices/*/memberId") == ids)
    }

    /// Applying edits the annex and makes the plan a revised one, in one write, and it is all there afterwards.
    @Test func anApplicationIsOneWrite() async throws {
        let office = try await TestOffice.gunma()
        let (plan, project) = try await office.annex()
        let steps = ["submission", "approval"]
        let path =
            "/v1/grant-changes/"
            + (try await office.grantChange(plan, Example.alteration(of: project), steps: steps))
        let measure = try await office.added(
            "/v1/measures",
            Example.measure(plan, #","grantProjectId":"\#(project)""#)
        )
        let tables: Set = ["plans", "grant-projects", "grant-changes"]
        let (seq, before) = (office.seq, try office.reread(tables))
        let tried = try await post(office, path + "/application?dryRun=true", #"{"on":"2025-11-10"}"#)
        #expect(tried.status == 200 && tried.texts("/state") == ["applied"])
        #expect(office.seq == seq)
        #expect(try office.reread(tables) == before)

        let applied = try await post(office, path + "/application", #"{"on":"2025-11-10"}"#)
        #expect(applied.status == 200 && office.seq == seq + 1)
        let revised = try await office.get("/v1/plans/\(plan)", as: .public)
        #expect(revised.integers("/revision") == [1] && revised.texts("/revisions/*/cause") == ["grantChange"])
        // Which change it was is not everybody's.
        #expect(revised.texts("/revisions/*/grantChangeId") == [])
        let inside = try await office.get("/v1/plans/\(plan)", as: .member)
        #expect(inside.texts("/revisions/*/grantChangeId") == [applied.id])
        #expect(revised.texts("/revisions/*/on") == ["2025-11-10"])
        let row = try await office.get("/v1/grant-projects/\(project)", as: .public)
        #expect(row.texts("/title") == ["相談・訪問支援事業"] && row.texts("/formerEntries/*/title") == ["相談支援事業"])
        #expect(row.texts("/formerEntries/*/grantChangeId") == [])
        let known = try await office.get("/v1/grant-projects/\(project)", as: .member)
        #expect(known.texts("/formerEntries/*/grantChangeId") == [applied.id])
        #expect(row.texts("/formerEntries/*/inForceUntil") == ["2025-11-09"])
        #expect(try await office.get("/v1/measures/\(measure)", as: .public).texts("/grantProjectId") == [project])
        let reread = try office.reread(tables)
        for text in [#""state":"applied""#, #""cause":"grantChange""#, "相談・訪問支援事業"] {
            #expect(reread.contains { $0.contains(text) } && !before.contains { $0.contains("applied") })
        }
    }

    @Test func theAnnexIsShownAsOfADay() async throws {
        let office = try await TestOffice.gunma()
        let (plan, project) = try await office.annex()
        for proposal in [Example.alteration(of: project), Example.addition()] {
            _ = try await office.grantChange(plan, proposal, steps: ["submission", "approval", "application"])
        }
        let list = "/v1/grant-projects?plan=\(plan)"
        func titles(_ query: String) async throws -> [String] {
            try await office.get(list + query, as: .public).texts("/items/*/title")
        }
        #expect(try await titles("") == ["相談・訪問支援事業", "居場所づくり事業"])
        #expect(try await titles("&asOf=2025-11-01") == ["相談・訪問支援事業", "居場所づくり事業"])
        #expect(try await titles("&asOf=2025-10-31") == ["相談支援事業"])
        let then = try await office.get("/v1/grant-projects/\(project)?asOf=2025-10-31", as: .public)
        #expect(then.texts("/title") == ["相談支援事業"] && then.texts("/formerEntries/*/title").isEmpty)
        _ = try await office.grantChange(
            plan,
            Example.removal(of: project),
            steps: ["submission", "approval", "application"]
        )
        #expect(try await titles("&asOf=2025-11-01") == ["居場所づくり事業"])
        #expect(try await titles("&asOf=2025-10-31") == ["相談支援事業"])
        #expect(try await office.get("/v1/grant-projects/\(project)?asOf=2025-11-01", as: .public).status == 404)
        let ended = try await office.get("/v1/grant-projects/\(project)", as: .public)
        #expect(ended.texts("/inForceUntil") == ["2025-10-31"])
        #expect(try await office.get("/v1/plans/\(plan)", as: .public).integers("/revision") == [3])
    }

    @Test func everyOtherOrderIsRefusedWithWhatIsMissing() async throws {
        let office = try await TestOffice.gunma()
        let (plan, _) = try await office.annex()
        let id = try await office.grantChange(plan, Example.addition())
        let path = "/v1/grant-changes/\(id)"
        for (step, body, code, missing) in [
            ("approval", #"{"decision":"決定"}"#, "onlySubmittedChangesAreApproved", ["/submittedOn required"]),
            ("rejection", #"{"reason":"不備"}"#, "onlySubmittedChangesAreRejected", ["/submittedOn required"]),
            ("application", "{}", "onlyApprovedChangesAreApplied", ["/submittedOn required", "/approval required"]),
            (
                "notification", "{}", "onlyAppliedChangesAreNotified",
                ["/submittedOn required", "/approval required", "/appliedOn required"]
            ),
        ] {
            let answer = try await post(office, "\(path)/\(step)", body)
            #expect(answer.status == 409 && answer.problem?.code == code && answer.problem?.list == missing)
        }
        let rejected = try await office.grantChange(plan, Example.addition(), steps: ["submission", "rejection"])
        let applied = try await post(office, "/v1/grant-changes/\(rejected)/application", "{}")
        #expect(applied.status == 409 && applied.problem?.list == ["/approval required"])
        let shown = try await office.get("/v1/grant-changes/\(rejected)", as: .member)
        #expect(shown.texts("/rejection/reason") == ["不備"] && shown.texts("/rejection/on") == ["2025-11-20"])
        let again = try await post(office, "/v1/grant-changes/\(rejected)/submission")
        #expect(again.problem?.code == "onlyDraftChangesAreSubmitted" && again.problem?.list == [])
    }

    @Test func anApprovalNamesWhatItRestsOn() async throws {
        let office = try await TestOffice.gunma()
        let (plan, _) = try await office.annex()
        let individual = Example.grantChange(plan, Example.addition(), kind: "individual")
        let path = "/v1/grant-changes/" + (try await office.added("/v1/grant-changes", individual))
        _ = try await post(office, path + "/submission")
        let planned = try await office.meeting()
        let tokyo = try await office.meeting(Example.meeting(council: "tokyo"), steps: ["notice", "holding"])
        for (body, faults) in [
            ("{}", ["/meetingId required"]),
            (
                #"{"decision":"決定","on":"x","by":1}"#,
                ["/meetingId required", "/decision ofTheOtherApproval", "/on day", "/by unknownField"]
            ),
            (#"{"meetingId":"\#(Example.id(1))"}"#, ["/meetingId unknownReference"]),
            (#"{"meetingId":"\#(tokyo)"}"#, ["/meetingId ofAnotherCouncil"]),
            (#"{"meetingId":"\#(planned)","on":"2025-11-21"}"#, ["/on inTheFuture"]),
        ] as [(String, Set<String>)] {
            let answer = try await post(office, path + "/approval", body)
            #expect(answer.status == 422 && answer.problem?.faults == faults, "\(body)")
        }
        let unheld = try await post(office, path + "/approval", #"{"meetingId":"\#(planned)"}"#)
        #expect(unheld.status == 409 && unheld.problem?.code == "onlyHeldMeetingsApprove")
        #expect(unheld.problem?.list == ["/meetingId meetingWanted"])
        let written = try await office.meeting(Example.written(), steps: ["notice", "holding", "closing"])
        let approved = try await post(office, path + "/approval", #"{"meetingId":"\#(written)"}"#)
        #expect(approved.status == 200 && approved.texts("/approval/on") == ["2025-11-01"])
        #expect(try await office.delete("/v1/meetings/\(written)", as: .secretariat).problem?.code == "referenced")

        let comprehensive = try await office.grantChange(plan, Example.addition(number: 3), steps: ["submission"])
        let other = try await post(
            office,
            "/v1/grant-changes/\(comprehensive)/approval",
            #"{"meetingId":"\#(written)"}"#
        )
        #expect(other.problem?.faults == ["/decision required", "/meetingId ofTheOtherApproval"])
    }

    @Test func anApplicationSaysWhatStandsInItsWay() async throws {
        let office = try await TestOffice.gunma()
        let (plan, project) = try await office.annex()
        let steps = ["submission", "approval"]
        let first = try await office.grantChange(plan, Example.removal(of: project), steps: steps)
        let second = try await office.grantChange(plan, Example.alteration(of: project), steps: steps)
        let early = try await post(office, "/v1/grant-changes/\(first)/application", #"{"on":"2025-09-30"}"#)
        #expect(early.status == 422 && early.problem?.list == ["/on beforeTheLastStep"])
        let late = try await post(office, "/v1/grant-changes/\(first)/application", #"{"on":"2025-11-21"}"#)
        #expect(late.status == 422 && late.problem?.list == ["/on inTheFuture"])
        #expect(try await post(office, "/v1/grant-changes/\(first)/application", "{}").status == 200)
        let gone = try await post(office, "/v1/grant-changes/\(second)/application", "{}")
        #expect(gone.status == 409 && gone.problem?.code == "rowIsNoLongerInForce")
        #expect(gone.problem?.list == ["/proposal/grantProjectId unknownReference"])

        var ids: [String] = []
        for _ in 0..<2 { ids.append(try await office.grantChange(plan, Example.addition(), steps: steps)) }
        #expect(try await post(office, "/v1/grant-changes/\(ids[0])/application", "{}").status == 200)
        let taken = try await post(office, "/v1/grant-changes/\(ids[1])/application", "{}")
        #expect(taken.status == 409 && taken.problem?.code == "annexHasThatPosition")
        #expect(taken.problem?.list == ["/proposal/position duplicate"])

        let draft = try await office.yearPlan()
        let change = try await office.grantChange(draft, Example.addition(), steps: steps)
        let unadopted = try await post(office, "/v1/grant-changes/\(change)/application", "{}")
        #expect(unadopted.status == 409 && unadopted.problem?.code == "onlyAdoptedPlansHaveGrantChangesApplied")
        #expect(unadopted.problem?.list == ["/adoptedOn required"])
    }

    /// What is written along with it does not change what is answered.
    @Test func anApplicationIsAnsweredAgainUnderItsKeyAndInABatch() async throws {
        let office = try await TestOffice.gunma()
        let (plan, _) = try await office.annex()
        let id = try await office.grantChange(plan, Example.addition(), steps: ["submission", "approval"])
        let path = "/v1/grant-changes/\(id)/application"
        let fields: HTTPFields = [.idempotencyKey: "k-1"]
        let first = try await office.post(path, "{}", as: .secretariat, fields)
        let again = try await office.post(path, "{}", as: .secretariat, fields)
        #expect(first.status == 200 && again.whole == first.whole && first.id == id)

        let other = try await office.grantChange(plan, Example.addition(number: 3), steps: ["submission", "approval"])
        let steps = ["application", "notification"].map { step in
            let body = step == "application" ? "{}" : #"{"notices":[]}"#
            return #"{"method":"POST","path":"/v1/grant-changes/\#(other)/\#(step)","ifMatch":"*","body":\#(body)}"#
        }
        let refused = try await office.post(
            "/v1/batch",
            #"{"operations":[\#(steps.joined(separator: ","))]}"#,
            as: .secretariat
        )
        #expect(refused.status == 409 && refused.integers("/operation") == [1])
        #expect(try await office.get("/v1/grant-changes/\(other)", as: .member).texts("/state") == ["approved"])
        let batch = #"{"operations":[\#(steps[0])]}"#
        let done = try await office.post("/v1/batch", batch, as: .secretariat, [.idempotencyKey: "k-2"])
        let repeated = try await office.post("/v1/batch", batch, as: .secretariat, [.idempotencyKey: "k-2"])
        #expect(done.status == 200 && done.texts("/results/*/body/state") == ["applied"])
        #expect(repeated.body == done.body)
    }

    @Test func adoptionPublishesWhatHangsOnThePlan() async throws {
        let office = try await TestOffice.gunma()
        let plan = try await office.yearPlan()
        let paths = [
            "/v1/measures/" + (try await office.added("/v1/measures", Example.measure(plan))),
            "/v1/grant-projects/" + (try await office.added("/v1/grant-projects", Example.grantProject(plan))),
        ]
        let change = "/v1/grant-changes/" + (try await office.grantChange(plan, Example.addition()))
        for path in paths { #expect(try await office.get(path, as: .public).status == 404) }
        let fields: HTTPFields = [.idempotencyKey: "k-1"]
        let adoption = ("/v1/plans/\(plan)/adoption", #"{"on":"2025-07-30"}"#)
        let adopted = try await office.post(adoption.0, adoption.1, as: .secretariat, fields)
        #expect(adopted.status == 200)
        #expect(try await office.post(adoption.0, adoption.1, as: .secretariat, fields).whole == adopted.whole)
        for path in paths { #expect(try await office.get(path, as: .public).status == 200) }
        #expect(try await office.get(change, as: .public).status == 404)
        #expect(try await office.get(change, as: .member).status == 200)
    }
}
