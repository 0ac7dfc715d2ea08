import Councils
import Testing

@Suite struct MeetingSeen {
    private static let full = Meeting.first(.hybrid, .closed).with {
        $0.endsAt = "2025-10-01T15:00:00+09:00"
        $0.venue = "群馬労働局"
        $0.onlineURL = "https://example.jp/secret-link"
        $0.agenda = [
            AgendaItem(number: 1, title: "公開", level: .public), AgendaItem(number: 2, title: "構成員", level: .members),
            AgendaItem(number: 3, title: "事務局", level: .secretariat),
            AgendaItem(number: 4, title: "公開", level: .public),
        ]
        $0.attendance = [Attendance(memberID: "bureau", presence: .proxy, personName: "山田", position: "課長")]
        $0.guests = [Guest(bodyName: "ハローワーク", personName: "鈴木", position: "所長")]
        $0.replies = [Reply(memberID: "bureau", repliedOn: "2025-09-30", comment: "異議なし")]
        $0.papers = [
            Paper(number: 1, title: "公開資料", level: .public),
            Paper(number: 2, title: "構成員資料", url: "https://example.jp/2", level: .members),
            Paper(number: 3, title: "事務局資料", level: .secretariat),
        ]
        $0.source = Source(document: "設置要領", section: "5")
    }

    private func seen(_ level: Level, _ change: (inout Meeting) -> Void = { _ in }) throws -> SeenMeeting {
        try #require(Self.full.with(change).seen(at: level))
    }

    @Test(arguments: [(.public, [1, 4]), (.members, [1, 2, 4]), (.secretariat, [1, 2, 3, 4])] as [(Level, [Int])])
    func anAgendaItemIsSeenFromItsLevel(_ level: Level, _ numbers: [Int]) throws {
        #expect(try seen(level).agenda == Self.full.agenda.filter { numbers.contains($0.number) })
    }

    @Test func linksAndAttendanceAreNeverPublic() throws {
        #expect(try seen(.public).inside == nil)
    }

    @Test func whatIsNotForThePublicChangesNothingThatItSees() throws {
        let changed = try seen(.public) {
            $0.onlineURL = "https://example.jp/other"
            $0.attendance = []
            $0.guests[0].personName = "佐藤"
            $0.replies[0].comment = nil
            $0.papers.removeLast(2)
            $0.agenda[1].title = "別の議題"
            $0.agenda.remove(at: 2)
        }
        #expect(try changed == seen(.public))
    }

    @Test func whatIsTheSecretariatsChangesNothingThatMembersSee() throws {
        let changed = try seen(.members) {
            $0.agenda[2].title = "別の議題"
            $0.papers[2].url = "https://example.jp/3"
            $0.papers[2].title = "別の資料"
        }
        #expect(try changed == seen(.members))
    }

    @Test(arguments: [(.public, [1]), (.members, [1, 2]), (.secretariat, [1, 2, 3])] as [(Level, [Int])])
    func aPaperIsSeenFromItsLevel(_ level: Level, _ numbers: [Int]) throws {
        #expect(try seen(level).papers == Self.full.papers.filter { numbers.contains($0.number) })
    }

    @Test(arguments: [Level.members, .secretariat])
    func membersSeeWhatIsInside(_ level: Level) throws {
        let seen = try seen(level)
        let inside = try #require(seen.inside)
        #expect(inside.onlineURL == Self.full.onlineURL)
        #expect(inside.attendance == Self.full.attendance)
        #expect(inside.guests == Self.full.guests)
        #expect(inside.replies == Self.full.replies)
    }

    @Test(arguments: Level.allCases, Meeting.State.allCases)
    func theRestIsEverybodysInEveryState(_ level: Level, _ state: Meeting.State) throws {
        let meeting = Self.full.with { $0 = Meeting.first(.written, state) }
        let seen = try #require(meeting.seen(at: level))
        #expect((seen.councilID, seen.number, seen.title) == ("gunma", 1, "第１回協議会"))
        #expect((seen.kind, seen.mode, seen.state, seen.replyDueOn) == (.regular, .written, state, "2025-10-01"))
        #expect(seen.fiscalYear == meeting.fiscalYear)
        #expect(meeting.visibleFrom == .public)
    }

    @Test func aDatedMeetingShowsWhenAndWhere() throws {
        let seen = try seen(.public)
        #expect((seen.startsAt, seen.endsAt, seen.venue) == (Self.full.startsAt, Self.full.endsAt, Self.full.venue))
        #expect(seen.source == Self.full.source)
    }

    /// A field that is added to a meeting must be judged before it is seen: the public's fields, by hand.
    @Test func thePublicSeesTheseFieldsAndNoOther() throws {
        let fields = Mirror(reflecting: try seen(.public)).children.compactMap(\.label)
        #expect(
            fields == [
                "councilID", "number", "title", "kind", "mode", "state", "startsAt", "endsAt", "replyDueOn", "venue",
                "fiscalYear", "agenda", "papers", "inside", "source",
            ]
        )
        let printed = String(reflecting: try seen(.public))
        for secret in ["secret-link", "山田", "鈴木", "異議なし", "構成員", "事務局"] {
            #expect(!printed.contains(secret))
            #expect(String(reflecting: Self.full).contains(secret))
        }
    }
}
