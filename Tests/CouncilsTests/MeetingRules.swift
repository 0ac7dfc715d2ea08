import Councils
import Testing

@Suite struct MeetingRules {
    private static let today: Day = "2025-10-01"

    private func faults(_ meeting: Meeting) -> [Fault] {
        meeting.faults(
            member: { id in
                switch id.text {
                case "bureau": .bureau
                case "left": .bureau.with { $0.period = .from("2025-07-10", until: "2025-09-30") }
                case "late": .bureau.with { $0.period = .from("2025-10-02") }
                case "theirs": .bureau.with { $0.councilID = "tokyo" }
                default: nil
                }
            },
            today: Self.today
        )
    }

    @Test(arguments: Meeting.Mode.allCases, Meeting.State.allCases)
    func aMeetingThatFitsHasNone(_ mode: Meeting.Mode, _ state: Meeting.State) {
        #expect(faults(.first(mode, state)) == [])
    }

    @Test func aWrittenMeetingHasNoPlace() {
        let meeting = Meeting.first(.written).with {
            $0.venue = "群馬労働局"
            $0.onlineURL = "https://example.jp/"
        }
        #expect(
            faults(meeting) == [Fault("/venue", .notForWrittenMeetings), Fault("/onlineUrl", .notForWrittenMeetings)]
        )
    }

    @Test(arguments: [Meeting.Mode.inPerson, .online, .hybrid])
    func onlyAWrittenMeetingHasReplies(_ mode: Meeting.Mode) {
        let meeting = Meeting.first(mode).with {
            $0.venue = "群馬労働局"
            $0.onlineURL = "https://example.jp/"
            $0.replyDueOn = "2025-10-01"
            $0.replies = [Reply(memberID: "bureau", repliedOn: "2025-09-30")]
        }
        #expect(
            faults(meeting) == [
                Fault("/replyDueOn", .onlyForWrittenMeetings), Fault("/replies", .onlyForWrittenMeetings),
            ]
        )
    }

    @Test(
        arguments: [
            ("2025-10-01T13:30:00+09:00", "2025-10-01T13:29:59.999+09:00", Fault("/endsAt", .endsBeforeItBegins)),
            ("2025-10-01T13:30:00+09:00", "2025-10-01T13:30:00+09:00", nil),
            (nil, "2025-10-01T13:30:00+09:00", Fault("/startsAt", .required)),
        ] as [(Instant?, Instant, Fault?)]
    )
    func aMeetingEndsNoEarlierThanItStarts(_ start: Instant?, _ end: Instant, _ fault: Fault?) {
        let meeting = Meeting.first().with {
            $0.startsAt = start
            $0.endsAt = end
        }
        #expect(faults(meeting) == [fault].compactMap(\.self))
    }

    /// Which states rest on a date, and which on one that has come; written by hand.
    @Test(
        arguments: [
            (.planned, false, false), (.noticed, true, false), (.held, true, true), (.closed, true, true),
            (.cancelled, false, false),
        ] as [(Meeting.State, Bool, Bool)]
    )
    func whatAStateRestsOnCannotBeTakenAway(_ state: Meeting.State, _ needsDate: Bool, _ needsPast: Bool) {
        for (mode, field) in [(Meeting.Mode.online, "/startsAt"), (.written, "/replyDueOn")] {
            let undated = Meeting.first(mode, state).with {
                $0.startsAt = nil
                $0.replyDueOn = nil
            }
            #expect(faults(undated) == (needsDate ? [Fault(field, .required)] : []))
            let tomorrow = Meeting.first(mode, state).with {
                if mode == .written { $0.replyDueOn = "2025-10-02" } else { $0.startsAt = "2025-10-02T00:00:00+09:00" }
            }
            #expect(faults(tomorrow) == (needsPast ? [Fault(field, .inTheFuture)] : []))
        }
    }

    @Test func aWrittenMeetingRestsOnItsReplyDateNotOnItsStart() {
        let meeting = Meeting.first(.written, .noticed).with {
            $0.replyDueOn = nil
            $0.startsAt = "2025-09-01T00:00:00+09:00"
        }
        #expect(faults(meeting) == [Fault("/replyDueOn", .required)])
    }

    @Test func numbersAndParticipantsAreUsedOnce() {
        let present = Attendance(memberID: "bureau", presence: .present)
        let meeting = Meeting.first().with {
            $0.agenda = [1, 2, 1].map { AgendaItem(number: $0, title: "議題", level: .public) }
            $0.papers = [3, 3].map { Paper(number: $0, title: "資料", level: .members) }
            $0.attendance = [present, present]
        }
        #expect(
            faults(meeting) == [
                Fault("/agenda/2/number", .duplicate), Fault("/papers/1/number", .duplicate),
                Fault("/attendance/1/memberId", .duplicate),
            ]
        )
        let reply = Reply(memberID: "bureau", repliedOn: "2025-09-30")
        #expect(
            faults(Meeting.first(.written).with { $0.replies = [reply, reply] }) == [
                Fault("/replies/1/memberId", .duplicate)
            ]
        )
    }

    @Test(
        arguments: [
            ("bureau", nil), ("nobody", .unknownReference), ("theirs", .ofAnotherCouncil), ("left", .notAMemberThen),
            ("late", .notAMemberThen),
        ] as [(ID<Member>, Invalid?)]
    )
    func whoTakesPartIsAMemberOfThisCouncilOnThatDay(_ id: ID<Member>, _ invalid: Invalid?) {
        let attended = Meeting.first().with { $0.attendance = [Attendance(memberID: id, presence: .proxy)] }
        #expect(faults(attended) == (invalid.map { [Fault("/attendance/0/memberId", $0)] } ?? []))
        let replied = Meeting.first(.written).with { $0.replies = [Reply(memberID: id, repliedOn: "2025-09-30")] }
        #expect(faults(replied) == (invalid.map { [Fault("/replies/0/memberId", $0)] } ?? []))
    }

    @Test func withoutADateAnyMemberOfTheCouncilMayBeNamed() {
        let meeting = Meeting.first().with {
            $0.startsAt = nil
            $0.attendance = ["left", "late"].map { Attendance(memberID: $0, presence: .absent) }
        }
        #expect(faults(meeting) == [])
    }

    @Test func aMeetingCountsForItsDayInTokyo() throws {
        let late = Meeting.first().with { $0.startsAt = "2026-03-31T15:00:00Z" }
        #expect(late.day == "2026-04-01")
        #expect(try late.fiscalYear == FiscalYear(2026))
        let written = Meeting.first(.written).with {
            $0.replyDueOn = "2026-03-31"
            $0.startsAt = "2026-04-01T00:00:00Z"
        }
        #expect(written.day == "2026-03-31")
        #expect(try written.fiscalYear == FiscalYear(2025))
        #expect(Meeting.first().with { $0.startsAt = nil }.fiscalYear == nil)
    }
}
