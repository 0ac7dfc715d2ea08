import Testing

@testable import Offices

/// What municipal platforms ask for, and what comes back to them.
@Suite struct PlatformSteps {
    @Test func aRequestIsAssignedAnsweredAndClosed() async throws {
        let office = try await TestOffice.gunma()
        let platform = try await office.added("/v1/local-platforms", Example.platform())
        let (member, other) = (
            try await office.memberID(of: "gunma", order: 1), try await office.memberID(of: "gunma", order: 2)
        )
        let made = try await office.post("/v1/support-requests", Example.supportRequest(platform), as: .secretariat)
        #expect(made.status == 201 && made.texts("/state") == ["received"])
        #expect(made.texts("/kindLabel") == ["連絡先の提供"] && made.texts("/councilId") == ["gunma"])
        let path = made.location
        func post(_ step: String, _ body: String? = nil) async throws -> Answer {
            try await office.post("\(path)/\(step)", body, as: .secretariat)
        }
        let early = try await post("answer", #"{"body":"回答"}"#)
        #expect(early.status == 409 && early.problem?.code == "onlyAssignedRequestsAreAnswered")
        #expect(early.problem?.list == ["/assigneeId required"])
        let unanswered = try await post("closing")
        #expect(unanswered.status == 409 && unanswered.problem?.list == ["/assigneeId required", "/answers required"])
        for id in [other, member] {
            let assigned = try await post("assignment", #"{"memberId":"\#(id)"}"#)
            #expect(assigned.texts("/state") == ["answering"] && assigned.texts("/assigneeId") == [id])
        }
        let answered = try await post("answer", #"{"body":"回答","on":"2025-11-05"}"#)
        #expect(answered.texts("/state") == ["answered"] && answered.texts("/answers/*/memberId") == [member])
        let more = try await post("answer", #"{"body":"続き"}"#)
        #expect(more.texts("/answers/*/on") == ["2025-11-05", "2025-11-20"])
        #expect(try await post("assignment", #"{"memberId":"\#(other)"}"#).status == 409)
        let closed = try await post("closing")
        #expect(closed.texts("/state") == ["closed"] && closed.texts("/closedOn") == ["2025-11-20"])
        #expect(try await post("answer", #"{"body":"回答"}"#).problem?.list == [])
        // The answers come back as they were read, with their labels or without.
        for query in ["", "?era=ja"] {
            let read = try await office.get(path + query, as: .secretariat)
            #expect(try await office.put(path, read.text, as: .secretariat).body == closed.body)
        }
        let odd = try await office.patch(path, #"{"answers":[]}"#, as: .secretariat)
        #expect(odd.status == 422 && odd.problem?.list == ["/answers readOnly"])
        #expect(try await office.delete("/v1/members/\(member)", as: .secretariat).problem?.code == "referenced")
        let found = try await office.get("/v1/support-requests?member=\(member)&localPlatform=\(platform)", as: .member)
        #expect(found.texts("/items/*/id") == [made.id])
        #expect(try await office.get("/v1/support-requests", as: .public).texts("/items/*/id").isEmpty)
    }

    @Test func onlyAMemberOfTheDayIsAssigned() async throws {
        let office = try await TestOffice.gunma()
        let platform = try await office.added("/v1/local-platforms", Example.platform())
        let path = "/v1/support-requests/" + (try await office.supportRequest(platform)) + "/assignment"
        let tokyo = try await office.memberID(of: "tokyo", order: 1)
        let former = try await office.added(
            "/v1/members",
            Example.member().replacing("2027-03-31", with: "2025-11-19")
        )
        for (body, fault) in [
            ("{}", "/memberId required"), (#"{"memberId":"x"}"#, "/memberId format"),
            (#"{"memberId":"\#(Example.id(1))"}"#, "/memberId unknownReference"),
            (#"{"memberId":"\#(tokyo)"}"#, "/memberId ofAnotherCouncil"),
            (#"{"memberId":"\#(former)"}"#, "/memberId notAMemberThen"),
        ] {
            let answer = try await office.post(path, body, as: .secretariat)
            #expect(answer.status == 422 && answer.problem?.list == [fault])
        }
    }

    @Test func aPracticeIsEverybodysOnceItIsShared() async throws {
        let office = try await TestOffice.gunma()
        let made = try await office.post("/v1/good-practices", Example.practice(), as: .secretariat)
        let path = made.location
        #expect(made.texts("/state") == ["collected"])
        let early = try await office.post(path + "/sharing", as: .secretariat)
        #expect(early.status == 409 && early.problem?.code == "onlyConsentedPracticesAreShared")
        #expect(early.problem?.list == ["/consent required"])
        let returned = try await office.post(path + "/return", as: .secretariat)
        #expect(returned.problem?.list == ["/consent required", "/sharedOn required"])
        for (body, faults) in [
            ("{}", ["/by required"]), (#"{"by":"市","on":"2025-11-03"}"#, ["/on beforeTheLastStep"]),
            (#"{"by":"市","on":"2025-11-21"}"#, ["/on inTheFuture"]),
        ] {
            let answer = try await office.post(path + "/consent", body, as: .secretariat)
            #expect(answer.status == 422 && answer.problem?.list == faults)
        }
        let consented = try await office.post(path + "/consent", #"{"by":"前橋市"}"#, as: .secretariat)
        #expect(consented.texts("/consent/by") == ["前橋市"] && consented.texts("/consent/on") == ["2025-11-20"])
        #expect(try await office.get(path, as: .member).status == 404)
        #expect(try await office.post(path + "/sharing", as: .secretariat).texts("/sharedOn") == ["2025-11-20"])
        #expect(try await office.get(path, as: .public).texts("/state") == ["shared"])
        let given = try await office.post(path + "/return", as: .secretariat)
        #expect(given.texts("/state") == ["returned"] && given.texts("/returnedOn") == ["2025-11-20"])
        let read = try await office.get(path + "?era=ja", as: .secretariat)
        #expect(try await office.put(path, read.text, as: .secretariat).body == given.body)
    }

    @Test func everyFieldIsNamed() async throws {
        let office = try await TestOffice.gunma()
        for (path, body, faults) in [
            ("local-platforms", "{}", ["/councilId required", "/name required", "/from required"]),
            (
                "local-platforms",
                #"""
                {"councilId":"nowhere","name":"","municipalityCode":"102017","networkKinds":["business","business","x"],
                "from":"2025-04-02","until":"2025-04-01","networkKindLabels":["x"]}
                """#,
                [
                    "/councilId unknownReference", "/name length", "/municipalityCode checkDigit",
                    "/networkKinds/1 duplicate", "/networkKinds/2 unknownValue", "/until endsBeforeItBegins",
                    "/networkKindLabels readOnly",
                ]
            ),
            ("support-requests", "{}", ["/localPlatformId required", "/kind required", "/summary required"]),
            (
                "support-requests",
                #"{"localPlatformId":"\#(Example.id(1))","kind":"x","summary":"","receivedOn":"x","state":"closed"}"#,
                [
                    "/localPlatformId unknownReference", "/kind unknownValue", "/summary length", "/receivedOn day",
                    "/state readOnly",
                ]
            ),
            ("good-practices", "{}", ["/councilId required", "/title required", "/summary required"]),
            (
                "good-practices",
                #"""
                {"councilId":"gunma","localPlatformId":"\#(Example.id(1))","title":"t","summary":"s",
                "collectedOn":"2025-11-21","consent":{"by":"x","on":"2025-11-01"}}
                """#,
                ["/localPlatformId unknownReference", "/collectedOn inTheFuture", "/consent readOnly"]
            ),
        ] as [(String, String, Set<String>)] {
            let answer = try await office.post("/v1/" + path, body, as: .administrator)
            #expect(answer.status == 422 && answer.problem?.faults == faults, "\(path)")
        }
    }

    @Test func aPlatformStaysInItsCouncilOnceItIsReferredTo() async throws {
        let office = try await TestOffice.gunma()
        let platform = try await office.added("/v1/local-platforms", Example.platform())
        let tokyo = try await office.added("/v1/local-platforms", Example.platform("tokyo"))
        let request = try await office.supportRequest(platform)
        let path = "/v1/local-platforms/\(platform)"
        let moved = try await office.patch(path, #"{"councilId":"tokyo"}"#, as: .administrator)
        #expect(moved.status == 422 && moved.problem?.list == ["/councilId usedByARequest"])
        #expect(try await office.delete(path, as: .secretariat).problem?.code == "referenced")
        let other = try await office.patch(
            "/v1/support-requests/\(request)",
            #"{"localPlatformId":"\#(tokyo)"}"#,
            as: .administrator
        )
        #expect(other.problem?.list == ["/localPlatformId ofAnotherCouncil"])
        let practice = try await office.post(
            "/v1/good-practices",
            Example.practice(platform: tokyo),
            as: .secretariat
        )
        #expect(practice.problem?.list == ["/localPlatformId ofAnotherCouncil"])
    }

    @Test func platformsAreFoundByWhoTakesPart() async throws {
        let office = try await TestOffice.gunma()
        let platform = try await office.added("/v1/local-platforms", Example.platform())
        func count(_ query: String) async throws -> [Int64] {
            try await office.get("/v1/local-platforms?count=true&" + query, as: .public).integers("/total")
        }
        #expect(try await count("networkKind=localMedia") == [1])
        #expect(try await count("networkKind=business") == [0])
        #expect(try await count("networkKind:ne=localMedia") == [0])
        #expect(try await count("municipalityCode=102016") == [1])
        #expect(try await count("asOf=2025-07-09") == [0])
        let shown = try await office.get("/v1/local-platforms/\(platform)", as: .public)
        #expect(shown.texts("/networkKindLabels/*") == ["自立相談支援機関、就労準備支援機関", "地域の広報媒体"])
        #expect(try await office.get("/v1/local-platforms/\(platform)?asOf=2025-07-09", as: .public).status == 404)
    }
}
