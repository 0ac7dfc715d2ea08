import Councils
import Testing

@Suite struct MinutesSeen {
    private static let open = Section(number: 1, heading: "開会", body: "開会の挨拶", level: .public, speaker: "座長の山田")
    private static let inner = Section(
        number: 2,
        heading: "計画案",
        body: "計画の協議",
        level: .members,
        reason: "検討中の事項",
        speaker: "構成員の鈴木"
    )
    private static let secret = Section(
        number: 3,
        heading: "個別事案",
        body: "個人の事情",
        level: .secretariat,
        reason: "個人に関する情報",
        speaker: "事務局の佐藤"
    )

    private static func minutes(_ state: Minutes.State, _ sections: [Section] = [open, inner, secret]) -> Minutes {
        Minutes(
            councilID: "gunma",
            meetingID: "first",
            kind: .record,
            state: state,
            confirmedOn: "2025-10-02",
            publishedOn: "2025-10-03",
            withdrawnOn: "2025-10-04",
            sections: sections,
            source: Source(document: "設置要領", section: "5")
        )
    }

    private static func shown(_ section: Section, speaker: Bool = true) -> SeenSection {
        .open(
            number: section.number,
            heading: section.heading,
            body: section.body,
            level: section.level,
            reason: section.reason,
            speaker: speaker ? section.speaker : nil
        )
    }

    private static let toPublic: [SeenSection] = [
        shown(open, speaker: false), .withheld(number: 2, reason: "検討中の事項"), .withheld(number: 3, reason: "個人に関する情報"),
    ]
    private static let toMembers: [SeenSection] = [
        shown(open), shown(inner), .withheld(number: 3, reason: "個人に関する情報"),
    ]
    private static let toSecretariat: [SeenSection] = [shown(open), shown(inner), shown(secret)]

    /// Every level and state, by hand.
    @Test(
        arguments: [
            (.draft, .public, nil), (.draft, .members, nil), (.draft, .secretariat, toSecretariat),
            (.confirmed, .public, nil), (.confirmed, .members, toMembers), (.confirmed, .secretariat, toSecretariat),
            (.published, .public, toPublic), (.published, .members, toMembers),
            (.published, .secretariat, toSecretariat),
            (.withdrawn, .public, nil), (.withdrawn, .members, toMembers), (.withdrawn, .secretariat, toSecretariat),
        ] as [(Minutes.State, Level, [SeenSection]?)]
    )
    func aStateAndALevelDecideWhatIsSeen(_ state: Minutes.State, _ level: Level, _ sections: [SeenSection]?) {
        let seen = Self.minutes(state).seen(at: level)
        #expect(seen?.sections == sections)
        #expect(seen?.isRedacted == (sections == nil ? nil : level != .secretariat))
    }

    @Test func theRestIsSeenByWhoeverSeesAnyOfIt() throws {
        let seen = try #require(Self.minutes(.published).seen(at: .public))
        #expect((seen.councilID, seen.meetingID, seen.kind, seen.state) == ("gunma", "first", .record, .published))
        #expect((seen.confirmedOn, seen.publishedOn, seen.withdrawnOn) == ("2025-10-02", "2025-10-03", "2025-10-04"))
        #expect(seen.source == Self.minutes(.published).source)
    }

    @Test(arguments: [(Level.public, 1), (.public, 2), (.members, 2)])
    func whatChangesInAWithheldSectionChangesNothingThatIsSeen(_ level: Level, _ index: Int) {
        let before = Self.minutes(.published)
        let changes: [(inout Section) -> Void] = [
            { $0.heading = "別の見出し" }, { $0.body = "もっと長い別の本文" }, { $0.speaker = nil }, { $0.speaker = "別の人" },
        ]
        for change in changes {
            let after = before.with { change(&$0.sections[index]) }
            #expect(after != before)
            #expect(after.seen(at: level) == before.seen(at: level))
            #expect(after.seen(at: .secretariat) != before.seen(at: .secretariat))
        }
    }

    @Test func theLevelOfAWithheldSectionIsNotSeen() {
        let raised = Self.minutes(.published).with { $0.sections[1].level = .secretariat }
        #expect(raised.seen(at: .public) == Self.minutes(.published).seen(at: .public))
        #expect(raised.seen(at: .members) != Self.minutes(.published).seen(at: .members))
    }

    @Test func whoSpokeIsNeverPublic() {
        let other = Self.minutes(.published).with { $0.sections[0].speaker = "別の人" }
        #expect(other.seen(at: .public) == Self.minutes(.published).seen(at: .public))
        #expect(other.seen(at: .members) != Self.minutes(.published).seen(at: .members))
    }

    @Test(arguments: Level.allCases) func aDraftOfAnyTextIsNothingToLowerReaders(_ level: Level) {
        let (one, other) = (Self.minutes(.draft), Self.minutes(.draft, []))
        #expect((one.seen(at: level) == other.seen(at: level)) == (level < .secretariat))
    }

    @Test func aReasonThatWasNotGivenIsNotInvented() {
        let minutes = Self.minutes(.published).with { $0.sections[2].reason = nil }
        #expect(minutes.seen(at: .public)?.sections.last == .withheld(number: 3, reason: nil))
    }

    @Test func aRedactedFormHasAWithheldSection() {
        #expect(Self.minutes(.published, [Self.open]).seen(at: .public)?.isRedacted == false)
        #expect(Self.minutes(.published, [Self.open, Self.secret]).seen(at: .members)?.isRedacted == true)
    }

    @Test func nothingOfAWithheldSectionIsInWhatThePublicSees() {
        let printed = String(reflecting: Self.minutes(.published).seen(at: .public))
        for secret in ["計画案", "計画の協議", "個別事案", "個人の事情", "山田", "鈴木", "佐藤", "members", "secretariat"] {
            #expect(!printed.contains(secret))
            #expect(String(reflecting: Self.minutes(.published)).contains(secret))
        }
    }
}

extension SeenMinutes {
    fileprivate var isRedacted: Bool {
        sections.contains { if case .withheld = $0 { true } else { false } }
    }
}
