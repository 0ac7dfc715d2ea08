import Testing

@testable import Offices

/// What is wrong with measures, the annex of a plan and its changes, by its pointer.
@Suite struct GrantFaults {
    private func faults(_ office: TestOffice, _ path: String, _ body: String) async throws -> Set<String> {
        let seq = office.seq
        let answer = try await office.post(path, body, as: .secretariat)
        #expect(answer.status == 422 && office.seq == seq)
        return answer.problem?.faults ?? []
    }

    @Test func everyFieldOfAMeasureIsNamed() async throws {
        let office = try await TestOffice.gunma()
        let path = "/v1/measures"
        #expect(
            try await faults(office, path, "{}") == [
                "/planId required", "/code required", "/heading required", "/title required",
            ]
        )
        #expect(
            try await faults(
                office,
                path,
                #"""
                {"planId":"\#(Example.id(1))","code":"","group":"x","heading":1,"title":"a\nb","bodies":["a","a"],
                "repeats":"x","kpiIds":["x"],"grantProjectId":"x","from":"x","progress":[{"on":"x","stauts":1}],
                "status":"done","councilId":"gunma"}
                """#
            ) == [
                "/planId unknownReference", "/code length", "/group unknownValue", "/heading wrongType",
                "/title lineBreak", "/bodies/1 duplicate", "/repeats format", "/kpiIds/0 format",
                "/grantProjectId format", "/from day", "/progress/0/on day", "/progress/0/status required",
                "/progress/0/stauts unknownField", "/status readOnly", "/councilId readOnly",
            ]
        )
    }

    @Test func aMeasureFitsItsPlan() async throws {
        let office = try await TestOffice.gunma()
        let (plan, other) = (try await office.yearPlan(), try await office.yearPlan())
        let first = try await office.added("/v1/measures", Example.measure(plan))
        let again = try await office.added(
            "/v1/measures",
            Example.measure(plan, code: "再", #","repeats":"\#(first)""#)
        )
        let elsewhere = try await office.added("/v1/measures", Example.measure(other))
        let project = try await office.added("/v1/grant-projects", Example.grantProject(other))
        #expect(
            try await faults(
                office,
                "/v1/measures",
                Example.measure(
                    plan,
                    #"""
                    ,"repeats":"\#(again)","grantProjectId":"\#(project)","kpiIds":["\#(Example.id(1))"],
                    "from":"2025-07-29","until":"2026-04-01","progress":[{"on":"2025-10-01","status":"done"},
                    {"on":"x","status":"done"},{"on":"2025-10-01","status":"done"},{"on":"2025-11-21","status":"done"}]
                    """#
                )
            ) == [
                "/code duplicate", "/repeats repeatOfARepeat", "/grantProjectId ofAnotherPlan",
                "/kpiIds/0 unknownReference", "/from outsideThePlansPeriod", "/until outsideThePlansPeriod",
                "/progress/1/on day", "/progress/2/on duplicate", "/progress/3/on inTheFuture",
            ]
        )
        let body = Example.measure(plan, code: "イ", #","repeats":"\#(elsewhere)""#)
        #expect(try await faults(office, "/v1/measures", body) == ["/repeats ofAnotherPlan"])
        let patched = try await office.patch("/v1/measures/\(first)", #"{"planId":"\#(other)"}"#, as: .secretariat)
        #expect(patched.problem?.faults.contains("/planId ofAnotherPlan") == true)
        #expect(try await office.delete("/v1/measures/\(first)", as: .secretariat).problem?.code == "referenced")
        let sorted = try await office.patch(
            "/v1/measures/\(first)",
            #"{"progress":[{"on":"2025-11-01","status":"done"},{"on":"2025-10-01","status":"underWay"}]}"#,
            as: .secretariat
        )
        #expect(sorted.texts("/progress/*/on") == ["2025-10-01", "2025-11-01"] && sorted.texts("/status") == ["done"])
        let then = try await office.get("/v1/measures/\(first)?asOf=2025-10-31", as: .member)
        #expect(then.texts("/status") == ["underWay"])
    }

    @Test func theAnnexIsEditedDirectlyOnlyInADraft() async throws {
        let office = try await TestOffice.gunma()
        let plan = try await office.yearPlan()
        let row = try await office.added("/v1/grant-projects", Example.grantProject(plan))
        #expect(
            try await faults(office, "/v1/grant-projects", Example.grantProject(plan)) == ["/position duplicate"]
        )
        _ = try await office.added("/v1/grant-projects", Example.grantProject(plan, position: 2))
        #expect(
            try await faults(
                office,
                "/v1/grant-projects",
                #"{"planId":"\#(plan)","number":0,"position":1001,"from":"2025-04-02","until":"2025-04-01","inForceFrom":"x"}"#
            ) == [
                "/number range", "/position range", "/body required", "/title required", "/inForceFrom readOnly",
            ]
        )
        let path = "/v1/grant-projects/\(row)"
        #expect(
            try await office.patch(path, #"{"until":"2025-03-31"}"#, as: .secretariat).problem?.list == [
                "/until endsBeforeItBegins"
            ]
        )
        #expect(try await office.patch(path, #"{"title":"改"}"#, as: .secretariat).status == 200)
        try await office.stepped("/v1/plans/\(plan)/adoption", #"{"on":"2025-07-30"}"#)
        let read = try await office.get(path, as: .secretariat).text
        for answer in [
            try await office.post("/v1/grant-projects", Example.grantProject(plan, number: 9), as: .secretariat),
            try await office.put(path, read, as: .secretariat),
            try await office.patch(path, #"{"title":"再"}"#, as: .secretariat),
            try await office.delete(path, as: .secretariat),
        ] {
            #expect(answer.status == 409 && answer.problem?.code == "annexIsChangedByGrantChanges")
        }
    }

    @Test func everyFieldOfAChangeIsNamed() async throws {
        let office = try await TestOffice.gunma()
        let (plan, project) = try await office.annex()
        let elsewhere = try await office.added(
            "/v1/grant-projects",
            Example.grantProject(try await office.yearPlan())
        )
        let path = "/v1/grant-changes"
        #expect(
            try await faults(office, path, "{}") == [
                "/planId required", "/requestedBy required", "/approvalKind required", "/proposal required",
            ]
        )
        for (proposal, expected) in [
            (#"{"kind":"merger"}"#, ["/proposal/kind unknownValue"]),
            (
                #"{"kind":"addition","grantProjectId":"\#(project)","number":2}"#,
                [
                    "/proposal/grantProjectId notForAdditions", "/proposal/position required",
                    "/proposal/body required", "/proposal/title required",
                ]
            ),
            (#"{"kind":"removal"}"#, ["/proposal/grantProjectId required"]),
            (
                #"{"kind":"removal","grantProjectId":"\#(project)","title":"x"}"#,
                ["/proposal/title notForRemovals"]
            ),
            (Example.removal(of: Example.id(1)), ["/proposal/grantProjectId unknownReference"]),
            (Example.removal(of: elsewhere), ["/proposal/grantProjectId ofAnotherPlan"]),
            (Example.addition(number: 1), ["/proposal/position duplicate"]),
        ] as [(String, [String])] {
            let found = try await faults(office, path, Example.grantChange(plan, proposal))
            #expect(found == Set(expected), "\(proposal)")
        }
        let state = Example.grantChange(plan, Example.addition())
            .replacing(#""requestedBy""#, with: #""state":"applied","requestedBy""#)
        #expect(try await faults(office, path, state) == ["/state readOnly"])
    }

    @Test func noticesAreToMembersOfTheirDayOnceApplied() async throws {
        let office = try await TestOffice.gunma()
        let (plan, project) = try await office.annex()
        let former = try await office.added(
            "/v1/members",
            Example.member().replacing("2027-03-31", with: "2025-10-31")
        )
        let tokyo = try await office.memberID(of: "tokyo", order: 1)
        let member = try await office.memberID(of: "gunma", order: 1)
        func notices(_ all: (id: String, on: String)...) -> String {
            let notices = all.map { #"{"memberId":"\#($0.id)","on":"\#($0.on)","way":"post"}"# }
            return #"{"notices":[\#(notices.joined(separator: ","))]}"#
        }
        let steps = ["submission", "approval"]
        let path =
            "/v1/grant-changes/"
            + (try await office.grantChange(plan, Example.alteration(of: project), steps: steps))
        let early = try await office.patch(path, notices((member, "2025-11-01")), as: .secretariat)
        #expect(early.status == 422 && early.problem?.list == ["/notices onlyOnceApplied"])
        for (patch, pointer) in [
            (#"{"proposal":{"title":"別"}}"#, "/proposal"), (#"{"approvalKind":"individual"}"#, "/approvalKind"),
            (#"{"requestedBy":"市"}"#, "/requestedBy"),
        ] {
            let answer = try await office.patch(path, patch, as: .secretariat)
            #expect(answer.status == 422 && answer.problem?.list == [pointer + " notAfterSubmission"])
        }
        try await office.stepped(path + "/application", #"{"on":"2025-11-01"}"#)
        let body = notices(
            (former, "2025-11-02"),
            (tokyo, "2025-11-02"),
            (Example.id(1), "2025-11-02"),
            (member, "2025-10-31"),
            (member, "2025-11-21")
        )
        let expected: Set = [
            "/notices/0/memberId notAMemberThen", "/notices/1/memberId ofAnotherCouncil",
            "/notices/2/memberId unknownReference", "/notices/3/on beforeTheLastStep",
            "/notices/4/memberId duplicate", "/notices/4/on inTheFuture",
        ]
        #expect(try await office.patch(path, body, as: .secretariat).problem?.faults == expected)
        #expect(try await office.post(path + "/notification", body, as: .secretariat).problem?.faults == expected)
        let odd = try await office.post(
            path + "/notification",
            #"{"notices":[{"way":"pigeon"}],"x":1}"#,
            as: .secretariat
        )
        #expect(
            odd.problem?.faults == [
                "/notices/0/memberId required", "/notices/0/way unknownValue", "/x unknownField",
            ]
        )
        #expect(try await office.patch(path, notices((member, "2025-11-01")), as: .secretariat).status == 200)
        #expect(try await office.delete("/v1/members/\(member)", as: .secretariat).problem?.code == "referenced")
    }

    /// Of a draft of another council nobody learns whether it is there.
    @Test func draftsOfOthersAreNotThere() async throws {
        let office = try await TestOffice.gunma()
        let plan = try await office.yearPlan()
        let project = try await office.added("/v1/grant-projects", Example.grantProject(plan))
        let measure = try await office.added("/v1/measures", Example.measure(plan))
        let own = try await office.yearPlan("tokyo")
        for body in [
            (Example.measure(plan), Example.measure(Example.id(1))),
            (
                Example.measure(own, #","repeats":"\#(measure)","grantProjectId":"\#(project)""#),
                Example.measure(own, #","repeats":"\#(Example.id(1))","grantProjectId":"\#(Example.id(2))""#)
            ),
        ] {
            let answers = (
                try await office.post("/v1/measures", body.0, as: .otherSecretariat),
                try await office.post("/v1/measures", body.1, as: .otherSecretariat)
            )
            #expect(answers.0.status == 422 && answers.0.whole == answers.1.whole)
        }
        for (one, other) in [(plan, Example.id(1)), (own, own)] {
            let bodies = [(one, project), (other, Example.id(2))].map {
                Example.grantChange($0.0, Example.removal(of: $0.1))
            }
            let answers = (
                try await office.post("/v1/grant-changes", bodies[0], as: .otherSecretariat),
                try await office.post("/v1/grant-changes", bodies[1], as: .otherSecretariat)
            )
            #expect(answers.0.status == 422 && answers.0.whole == answers.1.whole)
        }
    }
}
