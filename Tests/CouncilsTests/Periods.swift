import Councils
import Testing

@Suite struct Periods {
    static let year = Period.from("2025-04-01", until: "2026-03-31")
    static let open = Period.from("2025-04-01")

    @Test func anEndBeforeTheBeginningIsRefused() {
        #expect(throws: Invalid.endsBeforeItBegins) { try Period(from: "2025-04-01", until: "2025-03-31") }
        #expect(throws: Never.self) { try Period(from: "2025-04-01", until: "2025-04-01") }
    }

    @Test(arguments: [
        ("2025-03-31", false, false), ("2025-04-01", true, true), ("2026-03-31", true, true),
        ("2026-04-01", false, true),
    ])
    func bothEndsBelongToIt(_ day: Day, _ inYear: Bool, _ inOpen: Bool) {
        #expect(Self.year.contains(day) == inYear)
        #expect(Self.open.contains(day) == inOpen)
    }

    @Test(arguments: [
        (Period.from("2024-04-01", until: "2025-03-31"), false), (.from("2024-04-01", until: "2025-04-01"), true),
        (.from("2026-03-31", until: "2026-03-31"), true), (.from("2026-04-01"), false), (.from("2026-03-31"), true),
        (.from("2020-01-01"), true), (.from("2025-06-01", until: "2025-06-30"), true),
        (.from("2020-01-01", until: "2030-01-01"), true), (year, true),
    ])
    func periodsOverlapWhenTheyShareADay(_ other: Period, _ overlaps: Bool) {
        #expect(Self.year.overlaps(other) == overlaps)
        #expect(other.overlaps(Self.year) == overlaps)
    }

    @Test func openPeriodsAlwaysOverlap() {
        #expect(Self.open.overlaps(.from("2099-01-01")))
        #expect(Period.from("2099-01-01").overlaps(Self.open))
        #expect(!Self.open.overlaps(.from("2020-01-01", until: "2025-03-31")))
    }

    @Test(arguments: [
        (Period.from("2025-04-01", until: "2026-03-31"), true, true),
        (.from("2025-04-02", until: "2026-03-30"), true, true),
        (.from("2025-03-31", until: "2026-03-31"), false, false),
        (.from("2025-04-01", until: "2026-04-01"), false, true), (.from("2025-04-01"), false, true),
        (.from("2025-03-31"), false, false),
    ])
    func aPeriodLiesWithinWhenNoDayOfItIsOutside(_ inner: Period, _ inYear: Bool, _ inOpen: Bool) {
        #expect(inner.lies(within: Self.year) == inYear)
        #expect(inner.lies(within: Self.open) == inOpen)
    }
}

extension Period {
    /// As a whole, for what the product asks end by end.
    fileprivate func lies(within other: Period) -> Bool {
        End.allCases.allSatisfy { !sticksOut(of: other, at: $0) }
    }
}
