import Councils
import Testing

@Suite struct Instants {
    @Test(arguments: [
        ("2025-07-10T04:30:00Z", "2025-07-10T04:30:00.000Z"), ("2025-07-10t04:30:00z", "2025-07-10T04:30:00.000Z"),
        ("2025-07-10T13:30:00+09:00", "2025-07-10T04:30:00.000Z"),
        ("2025-07-10T00:00:00+09:00", "2025-07-09T15:00:00.000Z"),
        ("2025-07-09T23:30:00-05:30", "2025-07-10T05:00:00.000Z"),
        ("2025-07-10T04:30:00-00:00", "2025-07-10T04:30:00.000Z"),
        ("2025-07-10T04:30:00+00:00", "2025-07-10T04:30:00.000Z"),
        ("2025-07-10T23:59:59+23:59", "2025-07-10T00:00:59.000Z"),
        ("2025-07-10T04:30:00.5Z", "2025-07-10T04:30:00.500Z"), ("2025-07-10T04:30:00.05Z", "2025-07-10T04:30:00.050Z"),
        ("2025-07-10T04:30:00.123999999Z", "2025-07-10T04:30:00.123Z"),
        ("2025-07-10T04:30:00.999+09:00", "2025-07-09T19:30:00.999Z"),
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"), ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"), ("9999-12-31T14:59:59.999Z", "9999-12-31T14:59:59.999Z"),
    ])
    func anInstantIsPrintedInUTCWithMilliseconds(_ raw: String, _ printed: String) throws {
        #expect(try Instant(raw).description == printed)
        #expect(try Instant(printed) == Instant(raw))
    }

    @Test(arguments: [
        "", "2025-07-10", "2025-07-10T04:30:00", "2025-07-10T04:30Z", "2025-07-10 04:30:00Z", "2025-07-10T04:30:60Z",
        "2016-12-31T23:59:60Z", "2025-07-10T24:00:00Z", "2025-07-10T04:60:00Z", "2025-02-29T00:00:00Z",
        "2025-07-10T04:30:00.Z", "2025-07-10T04:30:00,5Z", "2025-07-10T04:30:00+0900", "2025-07-10T04:30:00+09",
        "2025-07-10T04:30:00+24:00", "2025-07-10T04:30:00+09:60", "2025-07-10T04:30:00 09:00",
        "2025-07-10T04:30:00+09:00Z",
        "2025-07-10T04:30:00Zx", " 2025-07-10T04:30:00Z", "2025-07-10T04:30:00.123", "2025-07-10T４:30:00Z",
        "2025-07-10T+4:30:00Z", "20250710T043000Z0000", "令和7年7月10日T04:30:00Z",
    ])
    func whatRFC3339DoesNotHaveAndLeapSecondsAreRefused(_ raw: String) {
        #expect(throws: Invalid.instant) { try Instant(raw) }
    }

    @Test(arguments: [
        ("2025-07-10T14:59:59.999Z", "2025-07-10"), ("2025-07-10T15:00:00Z", "2025-07-11"),
        ("2025-07-10T00:00:00+09:00", "2025-07-10"), ("2025-07-09T23:59:59+09:00", "2025-07-09"),
        ("2026-03-31T14:59:59Z", "2026-03-31"), ("2026-03-31T15:00:00Z", "2026-04-01"),
        ("1969-12-31T14:59:59Z", "1969-12-31"), ("1969-12-31T15:00:00Z", "1970-01-01"),
    ])
    func theDayChangesAtMidnightInTokyo(_ moment: Instant, _ day: Day) {
        #expect(moment.dayInTokyo == day)
    }

    @Test func momentsAreOrderedWhateverTheirOffset() {
        let (midnight, later): (Instant, Instant) = ("2025-07-10T00:00:00+09:00", "2025-07-09T15:00:00.001Z")
        #expect(midnight < later)
    }

    @Test(arguments: ["9999-12-31T23:59:59-00:01", "0001-01-01T00:00:00+23:59", "9999-12-31T15:00:00Z"])
    func whatIsAcceptedIsReadAgainAndSoIsItsDay(_ raw: String) {
        guard let moment = try? Instant(raw) else { return }
        #expect((try? Instant(moment.description)) == moment)
        #expect((try? Day(moment.dayInTokyo.description)) == moment.dayInTokyo)
    }

    @Test func furtherDigitsOfAFractionAreCutOffHoweverMany() {
        let raw = "2025-07-10T04:30:00.1234567890Z"
        #expect((try? Instant(raw)) == "2025-07-10T04:30:00.123Z")
    }
}
