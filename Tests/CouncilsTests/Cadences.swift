import Councils
import Testing

@Suite struct Cadences {
    /// A meeting on a day, in a state; without a day it has no date yet.
    private static func meeting(_ state: Meeting.State, _ day: String?, _ mode: Meeting.Mode = .inPerson) throws
        -> SeenMeeting
    {
        let meeting = try Meeting.first(mode, state).with {
            $0.startsAt = try mode == .written ? nil : day.map { try Instant($0 + "T13:30:00+09:00") }
            $0.replyDueOn = try mode == .written ? day.map { try Day($0) } : nil
        }
        return try #require(meeting.seen(at: .public))
    }

    private func cadence(
        _ council: Council,
        _ year: Int = 2025,
        minimum: Int = 1,
        today: Day,
        _ meetings: [SeenMeeting]
    ) throws -> Cadence {
        Cadence(of: council, in: try FiscalYear(year), meetings: meetings, minimum: minimum, today: today)
    }

    @Test func gunmaNeedsOneAndSuggestsTwo() throws {
        let cadence = try cadence(.gunma, today: "2025-10-01", [])
        #expect((cadence.required, cadence.suggested, cadence.wording) == (1, 2, "年２回を目安"))
        #expect(try cadence.fiscalYear == FiscalYear(2025))
    }

    @Test func tokyoNeedsOneAndSuggestsNone() throws {
        let cadence = try cadence(.tokyo, minimum: 3, today: "2025-10-01", [])
        #expect((cadence.required, cadence.suggested, cadence.remaining) == (1, nil, 1))
    }

    @Test func aCouncilWithoutAPolicyHasTheBaseRule() throws {
        let cadence = try cadence(.gunma.with { $0.meetingPolicy = nil }, minimum: 3, today: "2025-10-01", [])
        #expect((cadence.required, cadence.suggested, cadence.remaining, cadence.wording) == (3, nil, 3, nil))
    }

    @Test(
        arguments: [
            (.planned, 0, 1), (.noticed, 0, 1), (.held, 1, 0), (.closed, 1, 0), (.cancelled, 0, 0),
        ] as [(Meeting.State, Int, Int)]
    )
    func writtenMeetingsCountAndCancelledDoNot(_ state: Meeting.State, _ held: Int, _ planned: Int) throws {
        for mode in Meeting.Mode.allCases {
            let cadence = try cadence(.gunma, today: "2025-10-01", [Self.meeting(state, "2025-10-01", mode)])
            #expect((cadence.held, cadence.planned, cadence.remaining) == (held, planned, 2 - held))
        }
    }

    @Test(
        arguments: [
            ("2025-03-31", 0), ("2025-04-01", 1), ("2026-03-31", 1), ("2026-04-01", 0), (nil, 0),
        ] as [(String?, Int)]
    )
    func onlyMeetingsOfTheFiscalYearCount(_ day: String?, _ count: Int) throws {
        #expect(try cadence(.gunma, today: "2026-05-01", [Self.meeting(.held, day)]).held == count)
        #expect(try cadence(.gunma, today: "2026-05-01", [Self.meeting(.planned, day, .written)]).planned == count)
    }

    /// Held and planned, and how it stands on the last day of the year and on the day after.
    @Test(
        arguments: [
            (2, 0, .met, .met, 0), (3, 0, .met, .met, 0), (1, 1, .onTrack, .short, 1), (0, 2, .onTrack, .short, 2),
            (1, 0, .short, .short, 1), (0, 1, .short, .short, 2), (0, 0, .short, .short, 2), (2, 1, .met, .met, 0),
        ] as [(Int, Int, Cadence.Status, Cadence.Status, Int)]
    )
    func aPlanHelpsOnlyAsLongAsTheYearRuns(
        _ held: Int,
        _ planned: Int,
        _ running: Cadence.Status,
        _ ended: Cadence.Status,
        _ remaining: Int
    ) throws {
        var meetings = try (0..<held).map { _ in try Self.meeting(.closed, "2025-10-01") }
        meetings += try (0..<planned).map { _ in try Self.meeting(.noticed, "2026-03-31") }
        for (today, status): (Day, _) in [
            ("2025-04-01", running), ("2026-03-31", running), ("2026-04-01", ended), ("2030-01-01", ended),
        ] {
            let cadence = try cadence(.gunma, today: today, meetings)
            #expect(cadence.status == status)
            #expect((cadence.held, cadence.planned, cadence.remaining) == (held, planned, remaining))
        }
    }

    @Test(
        arguments: [
            (nil, nil, 1, 1), (2, nil, 1, 2), (2, 1, 1, 2), (1, 3, 1, 3), (0, nil, 1, 0), (nil, 1, 2, 2),
        ] as [(Int?, Int?, Int, Int)]
    )
    func theGuideIsTheGreaterOfWhatIsRequiredAndSuggested(
        _ minimum: Int?,
        _ suggested: Int?,
        _ base: Int,
        _ remaining: Int
    ) throws {
        let council = Council.gunma.with {
            $0.meetingPolicy?.minimumPerFiscalYear = minimum
            $0.meetingPolicy?.suggestedPerFiscalYear = suggested
        }
        let cadence = try cadence(council, minimum: base, today: "2025-10-01", [])
        #expect(cadence.remaining == remaining)
        #expect(cadence.status == (remaining == 0 ? .met : .short))
    }
}
