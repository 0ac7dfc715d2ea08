import Councils
import Testing

@Suite struct MinutesWorkflow {
    private static func minutes(_ state: Minutes.State) -> Minutes {
        Minutes(
            councilID: "gunma",
            meetingID: "first",
            kind: .record,
            state: state,
            confirmedOn: "2025-10-02",
            publishedOn: "2025-10-03",
            withdrawnOn: "2025-10-04",
            sections: []
        )
    }
    private static let today: Day = "2025-11-01"

    /// Each state, and what confirming, publishing and withdrawing lead to; nil where refused.
    private static let table: [Minutes.State: [Minutes?]] = [
        .draft: [minutes(.confirmed).on(today, "2025-10-03", "2025-10-04"), nil, nil],
        .confirmed: [nil, minutes(.published).on("2025-10-02", today, nil), nil],
        .published: [nil, nil, minutes(.withdrawn).on("2025-10-02", "2025-10-03", today)],
        .withdrawn: [nil, minutes(.published).on("2025-10-02", today, nil), nil],
    ]
    private static let refusals: [Conflict] = [
        .onlyDraftMinutesAreConfirmed, .onlyConfirmedMinutesArePublished, .onlyPublishedMinutesAreWithdrawn,
    ]

    @Test(arguments: Minutes.State.allCases, 0...2)
    func eachStateAllowsItsTransitionsAndNoOther(_ state: Minutes.State, _ transition: Int) throws {
        let before = Self.minutes(state)
        var after = before
        let apply = { (minutes: inout Minutes) throws(Refusal) in
            switch transition {
            case 0: try minutes.confirm(on: Self.today)
            case 1: try minutes.publish(on: Self.today)
            default: try minutes.withdraw(on: Self.today)
            }
        }
        if let next = try #require(Self.table[state])[transition] {
            try apply(&after)
            #expect(after == next)
        } else {
            #expect(throws: Refusal.conflict(Self.refusals[transition])) { try apply(&after) }
            #expect(after == before)
        }
    }

    @Test func withdrawnMinutesAreTheMembersAgainAndCanBePublishedAgain() throws {
        var minutes = Minutes(councilID: "gunma", meetingID: "first", kind: .summary, sections: [])
        #expect(minutes.visibleFrom == .secretariat)
        try minutes.confirm(on: "2025-10-02")
        #expect(minutes.visibleFrom == .members)
        try minutes.publish(on: "2025-10-03")
        #expect(minutes.visibleFrom == .public)
        try minutes.withdraw(on: "2025-10-04")
        #expect(minutes.visibleFrom == .members)
        try minutes.publish(on: "2025-10-05")
        #expect(minutes.visibleFrom == .public)
        #expect((minutes.confirmedOn, minutes.publishedOn, minutes.withdrawnOn) == ("2025-10-02", "2025-10-05", nil))
    }

    @Test func anEditKeepsTheStateAndItsDays() {
        var edited = Minutes(councilID: "gunma", meetingID: "first", kind: .record, state: .published, sections: [])
        edited.keepState(of: Self.minutes(.withdrawn))
        #expect(edited == Self.minutes(.withdrawn))
    }

    private static func section(_ number: Int, _ level: Level, reason: Line?) -> Section {
        Section(number: number, heading: "議題", body: "本文", level: level, reason: reason)
    }

    @Test(
        arguments: [
            ([], []), ([section(1, .public, reason: nil)], []), ([section(1, .public, reason: "理由")], []),
            ([section(1, .members, reason: "理由"), section(2, .secretariat, reason: "理由")], []),
            ([section(1, .members, reason: nil)], [Fault("/sections/0/reason", .reasonWanted)]),
            (
                [section(1, .public, reason: nil), section(1, .secretariat, reason: nil)],
                [Fault("/sections/1/number", .duplicate), Fault("/sections/1/reason", .reasonWanted)]
            ),
        ] as [([Section], [Fault])]
    )
    func numbersAreUsedOnceAndWhatIsNotPublicCarriesTheReason(_ sections: [Section], _ faults: [Fault]) {
        let minutes = Minutes(councilID: "gunma", meetingID: "first", kind: .record, sections: sections)
        #expect(Minutes.faults(in: minutes.sections) == faults)
    }
}

extension Minutes {
    fileprivate func on(_ confirmed: Day, _ published: Day, _ withdrawn: Day?) -> Minutes {
        Minutes(
            councilID: councilID,
            meetingID: meetingID,
            kind: kind,
            state: state,
            confirmedOn: confirmed,
            publishedOn: published,
            withdrawnOn: withdrawn,
            sections: sections
        )
    }
}
