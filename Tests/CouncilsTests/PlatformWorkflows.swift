import Councils
import Testing

/// received → answering → answered → closed.
@Suite struct SupportRequestWorkflow {
    private static let today: Day = "2025-11-20"

    private func request(_ state: SupportRequest.State) -> SupportRequest {
        SupportRequest(
            councilID: "gunma",
            localPlatformID: "platform",
            kind: .contacts,
            summary: "窓口",
            receivedOn: "2025-11-01",
            assigneeID: state == .received ? nil : "bureau",
            state: state,
            answers: state == .answered || state == .closed
                ? [.init(on: "2025-11-10", body: "回答", memberID: "bureau")] : [],
            closedOn: state == .closed ? "2025-11-11" : nil
        )
    }

    private func refusal(
        _ state: SupportRequest.State,
        _ step: (inout SupportRequest) throws(Refusal) -> Void
    ) -> Refusal? {
        var request = request(state)
        do throws(Refusal) {
            try step(&request)
            return nil
        } catch {
            return error
        }
    }

    @Test func itIsAssignedAnsweredAndClosed() throws {
        var request = request(.received)
        try request.assign(to: "bureau", .bureau, today: Self.today)
        #expect(request.state == .answering && request.assigneeID == "bureau")
        try request.assign(to: "other", .bureau, today: Self.today)
        try request.answer("回答", on: "2025-11-10", today: Self.today)
        try request.answer("続き", on: "2025-11-11", today: Self.today)
        #expect(request.state == .answered && request.answers.map(\.memberID) == ["other", "other"])
        try request.close(on: Self.today)
        #expect(request.state == .closed && request.closedOn == Self.today)
    }

    @Test func everyOtherOrderIsRefusedWithWhatIsMissing() {
        let assign: (inout SupportRequest) throws(Refusal) -> Void = { request throws(Refusal) in
            try request.assign(to: "bureau", .bureau, today: Self.today)
        }
        let answer: (inout SupportRequest) throws(Refusal) -> Void = { request throws(Refusal) in
            try request.answer("回答", on: Self.today, today: Self.today)
        }
        let close: (inout SupportRequest) throws(Refusal) -> Void = { request throws(Refusal) in
            try request.close(on: Self.today)
        }
        func missing(_ conflict: Conflict, _ pointers: String...) -> Refusal {
            .conflict(conflict, missing: pointers.map { Fault($0, .required) })
        }
        #expect(refusal(.answered, assign) == missing(.onlyUnansweredRequestsAreAssigned))
        #expect(refusal(.closed, assign) == missing(.onlyUnansweredRequestsAreAssigned))
        #expect(refusal(.received, answer) == missing(.onlyAssignedRequestsAreAnswered, "/assigneeId"))
        #expect(refusal(.closed, answer) == missing(.onlyAssignedRequestsAreAnswered))
        #expect(refusal(.received, close) == missing(.onlyAnsweredRequestsAreClosed, "/assigneeId", "/answers"))
        #expect(refusal(.answering, close) == missing(.onlyAnsweredRequestsAreClosed, "/answers"))
        #expect(refusal(.closed, close) == missing(.onlyAnsweredRequestsAreClosed))
    }

    @Test func onlyAMemberOfTheCouncilOfTodayIsAssigned() {
        for (member, invalid) in [
            (nil, .unknownReference), (.bureau.with { $0.councilID = "tokyo" }, .ofAnotherCouncil),
            (.bureau.with { $0.period = .from("2025-07-10", until: "2025-11-19") }, .notAMemberThen),
        ] as [(Member?, Invalid)] {
            let found = refusal(.received) { request throws(Refusal) in
                try request.assign(to: "bureau", member, today: Self.today)
            }
            #expect(found == .invalid([Fault("/memberId", invalid)]))
        }
    }

    @Test(arguments: [("2025-10-31", .beforeTheLastStep), ("2025-11-21", .inTheFuture)] as [(Day, Invalid)])
    func anAnswerComesAfterTheRequest(_ day: Day, _ invalid: Invalid) {
        let found = refusal(.answering) { request throws(Refusal) in
            try request.answer("回答", on: day, today: Self.today)
        }
        #expect(found == .invalid([Fault("/on", invalid)]))
    }

    @Test func itWasReceivedBeforeItWasAnswered() {
        var request = request(.answered)
        #expect(request.faults(today: Self.today) == [])
        request.receivedOn = "2025-11-11"
        #expect(request.faults(today: Self.today) == [Fault("/receivedOn", .outOfOrder)])
        request.receivedOn = "2025-11-21"
        #expect(request.faults(today: Self.today) == [Fault("/receivedOn", .inTheFuture)])
    }

    @Test func requestsAreTheMembers() {
        #expect(request(.received).seen(at: .public) == nil && request(.closed).seen(at: .members) != nil)
    }
}

/// collected → consented → shared → returned.
@Suite struct GoodPracticeWorkflow {
    private static let today: Day = "2025-11-20"

    private func practice(_ state: GoodPractice.State = .collected) -> GoodPractice {
        GoodPractice(
            councilID: "gunma",
            title: "訪問",
            summary: "訪ねる",
            state: state,
            collectedOn: "2025-11-01",
            consent: state == .collected ? nil : .init(by: "市", on: "2025-11-02"),
            sharedOn: state == .shared || state == .returned ? "2025-11-03" : nil
        )
    }

    private func refusal(
        _ state: GoodPractice.State,
        _ step: (inout GoodPractice) throws(Refusal) -> Void
    ) -> Refusal? {
        var practice = practice(state)
        do throws(Refusal) {
            try step(&practice)
            return nil
        } catch {
            return error
        }
    }

    @Test func itIsConsentedToSharedAndGivenBack() throws {
        var practice = practice()
        #expect(practice.seen(at: .members) == nil && practice.seen(at: .secretariat) != nil)
        try practice.consent(.init(by: "市", on: "2025-11-02"), today: Self.today)
        #expect(practice.state == .consented && practice.seen(at: .members) == nil)
        try practice.share(on: Self.today)
        #expect(practice.state == .shared && practice.sharedOn == Self.today && practice.seen(at: .public) != nil)
        try practice.giveBack(on: Self.today)
        #expect(practice.state == .returned && practice.returnedOn == Self.today)
    }

    @Test func everyOtherOrderIsRefusedWithWhatIsMissing() {
        let share: (inout GoodPractice) throws(Refusal) -> Void = { try $0.share(on: Self.today) }
        let giveBack: (inout GoodPractice) throws(Refusal) -> Void = { try $0.giveBack(on: Self.today) }
        let consent: (inout GoodPractice) throws(Refusal) -> Void = { practice throws(Refusal) in
            try practice.consent(.init(by: "市", on: "2025-11-02"), today: Self.today)
        }
        func missing(_ conflict: Conflict, _ pointers: String...) -> Refusal {
            .conflict(conflict, missing: pointers.map { Fault($0, .required) })
        }
        for state in [GoodPractice.State.consented, .shared, .returned] {
            #expect(refusal(state, consent) == missing(.onlyCollectedPracticesAreConsentedTo))
        }
        #expect(refusal(.collected, share) == missing(.onlyConsentedPracticesAreShared, "/consent"))
        #expect(refusal(.returned, share) == missing(.onlyConsentedPracticesAreShared))
        #expect(refusal(.collected, giveBack) == missing(.onlySharedPracticesAreReturned, "/consent", "/sharedOn"))
        #expect(refusal(.consented, giveBack) == missing(.onlySharedPracticesAreReturned, "/sharedOn"))
        #expect(refusal(.returned, giveBack) == missing(.onlySharedPracticesAreReturned))
    }

    @Test func consentIsNoOlderThanThePractice() {
        let early = refusal(.collected) { practice throws(Refusal) in
            try practice.consent(.init(by: "市", on: "2025-10-31"), today: Self.today)
        }
        #expect(early == .invalid([Fault("/on", .beforeTheLastStep)]))
        var later = practice(.consented)
        later.collectedOn = "2025-11-03"
        #expect(later.faults(platform: nil, today: Self.today) == [Fault("/collectedOn", .outOfOrder)])
    }

    @Test func itsPlatformIsOneOfItsCouncil() {
        var practice = practice()
        practice.localPlatformID = "platform"
        let tokyo = LocalPlatform(councilID: "tokyo", name: "区", period: .from("2025-04-01"))
        #expect(
            practice.faults(platform: nil, today: Self.today) == [Fault("/localPlatformId", .unknownReference)]
        )
        #expect(
            practice.faults(platform: tokyo, today: Self.today) == [Fault("/localPlatformId", .ofAnotherCouncil)]
        )
    }

    @Test func thereAreElevenKindsOfBodyAndFiveOfRequest() {
        #expect(NetworkKind.allCases.count == 11 && Set(NetworkKind.allCases.map(\.label)).count == 11)
        #expect(Set(SupportRequest.Kind.allCases.map(\.label)).count == 5)
    }
}
