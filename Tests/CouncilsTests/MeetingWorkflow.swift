import Councils
import Testing

@Suite struct MeetingWorkflow {
    enum Transition: Int, CaseIterable { case notice, hold, close, cancel }

    /// Each state, and what notice, hold, close and cancel lead to; nil where refused.
    private static let table: [Meeting.State: [Meeting.State?]] = [
        .planned: [.noticed, nil, nil, .cancelled],
        .noticed: [nil, .held, nil, .cancelled],
        .held: [nil, nil, .closed, nil],
        .closed: [nil, nil, nil, nil],
        .cancelled: [nil, nil, nil, nil],
    ]
    private static let refusals: [Conflict] = [
        .onlyPlannedMeetingsAreNoticed, .onlyNoticedMeetingsAreHeld, .onlyHeldMeetingsAreClosed,
        .onlyPlannedOrNoticedMeetingsAreCancelled,
    ]

    private func apply(_ transition: Transition, _ meeting: inout Meeting, today: Day = "2025-10-01") throws(Refusal) {
        switch transition {
        case .notice: try meeting.notice()
        case .hold: try meeting.hold(today: today)
        case .close: try meeting.close()
        case .cancel: try meeting.cancel()
        }
    }

    @Test(arguments: Meeting.State.allCases, Transition.allCases)
    func eachStateAllowsItsTransitionsAndNoOther(_ state: Meeting.State, _ transition: Transition) throws {
        for mode in [Meeting.Mode.inPerson, .written] {
            let before = Meeting.first(mode, state)
            var after = before
            if let next = try #require(Self.table[state])[transition.rawValue] {
                try apply(transition, &after)
                #expect(after == .first(mode, next))
            } else {
                #expect(throws: Refusal.conflict(Self.refusals[transition.rawValue])) { try apply(transition, &after) }
                #expect(after == before)
            }
        }
    }

    @Test(arguments: [(Meeting.Mode.inPerson, "/startsAt"), (.hybrid, "/startsAt"), (.written, "/replyDueOn")])
    func withoutADateItIsNeitherNoticedNorHeld(_ mode: Meeting.Mode, _ field: String) {
        let refusal = Refusal.conflict(.meetingIsIncomplete, missing: [Fault(field, .required)])
        for (state, transition) in [(Meeting.State.planned, Transition.notice), (.noticed, .hold)] {
            let undated = Meeting.first(mode, state).with {
                $0.startsAt = nil
                $0.replyDueOn = nil
            }
            var after = undated
            #expect(throws: refusal) { try apply(transition, &after) }
            #expect(after == undated)
        }
    }

    @Test func noticeMayBeGivenOfADayToCome() throws {
        var meeting = Meeting.first().with { $0.startsAt = "2099-01-01T00:00:00Z" }
        try meeting.notice()
        #expect(meeting.state == .noticed)
    }

    @Test(arguments: [("2025-09-30", false), ("2025-10-01", true), ("2025-10-02", true)])
    func itIsHeldWhenItsDayInTokyoHasCome(_ today: Day, _ isHeld: Bool) throws {
        let inPerson = Meeting.first(.inPerson, .noticed).with { $0.startsAt = "2025-09-30T15:00:00Z" }
        for (before, field) in [(inPerson, "/startsAt"), (.first(.written, .noticed), "/replyDueOn")] {
            var meeting = before
            if isHeld {
                try meeting.hold(today: today)
            } else {
                #expect(throws: Refusal.conflict(.meetingIsIncomplete, missing: [Fault(field, .inTheFuture)])) {
                    try meeting.hold(today: today)
                }
            }
            #expect(meeting.state == (isHeld ? .held : .noticed))
        }
    }

    @Test func aStateIsRefusedBeforeWhatIsMissingIsNamed() {
        var closed = Meeting.first(.inPerson, .closed).with { $0.startsAt = nil }
        #expect(throws: Refusal.conflict(.onlyNoticedMeetingsAreHeld)) { try closed.hold(today: "2025-10-01") }
    }

    @Test func anEditKeepsTheState() {
        var edited = Meeting.first(.inPerson, .closed).with { $0.title = "別の題" }
        edited.keepState(of: .first(.inPerson, .held))
        #expect(edited == Meeting.first(.inPerson, .held).with { $0.title = "別の題" })
    }

    @Test(
        arguments: [
            (.planned, false), (.noticed, false), (.held, true), (.closed, true), (.cancelled, false),
        ] as [(Meeting.State, Bool)]
    )
    func onlyAHeldOrClosedMeetingHasMinutes(_ state: Meeting.State, _ has: Bool) throws {
        let minutes = Minutes(councilID: "gunma", meetingID: "first", kind: .record, sections: [])
        if has {
            try minutes.check(of: .first(.online, state))
        } else {
            #expect(throws: Refusal.conflict(.onlyHeldMeetingsHaveMinutes)) {
                try minutes.check(of: .first(.online, state))
            }
        }
    }
}
