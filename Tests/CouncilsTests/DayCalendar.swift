import Councils
import Testing

@Suite struct DayCalendar {
    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("2000-03-01", 11_017), ("2025-07-10", 20_279), ("1900-01-01", -25_567),
        ("2100-03-01", 47_541), ("1600-02-29", -135_081), ("0001-01-01", -719_162), ("9999-12-31", 2_932_896),
    ])
    func aDayIsCountedFrom1970(_ text: String, _ number: Int) throws {
        #expect(try Day(text).number == number)
        #expect(Day(number: number).description == text)
    }

    /// Counted on the fingers: each day follows the one before, and months and leap years are as in the almanac.
    @Test func everyDayOf200YearsFollowsTheOneBefore() {
        var number = -25_567
        var wrong: [String] = []
        for year in 1900...2100 {
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            for (month, length) in zip(1..., lengths) {
                for dayOfMonth in 1...length {
                    let day = Day(number: number)
                    let isRight =
                        Day(year: year, month: month, day: dayOfMonth) == day
                        && (day.year, day.month, day.day) == (year, month, dayOfMonth)
                        && (try? Day(day.description)) == day && (try? Day(day.eraLabel)) == day
                    if !isRight { wrong.append("\(year)-\(month)-\(dayOfMonth)") }
                    number += 1
                }
                if Day(year: year, month: month, day: length + 1) != nil {
                    wrong.append("\(year)-\(month) is too long")
                }
            }
        }
        #expect(wrong.isEmpty)
        #expect(number == Day(year: 2101, month: 1, day: 1)?.number)
    }

    @Test(arguments: [
        (1896, true), (1900, false), (1904, true), (2000, true), (2023, false), (2024, true), (2025, false),
        (2100, false),
        (2400, true),
    ])
    func aCenturyIsNoLeapYearUnlessDivisibleBy400(_ year: Int, _ leap: Bool) {
        #expect((Day(year: year, month: 2, day: 29) != nil) == leap)
    }

    @Test(arguments: [
        (0, 1, 1), (10_000, 1, 1), (2025, 0, 1), (2025, 13, 1), (2025, 1, 0), (2025, 1, 32), (2025, 4, 31),
        (2025, 2, 30),
        (Int.max, 1, 1), (Int.min, 1, 1), (2025, Int.max, 1), (2025, 1, Int.min),
    ])
    func whatTheCalendarDoesNotHaveIsNoDay(_ year: Int, _ month: Int, _ day: Int) {
        #expect(Day(year: year, month: month, day: day) == nil)
    }

    @Test func daysAreOrderedAndAddedAcrossMonths() {
        let (ninth, tenth): (Day, Day) = ("2025-07-09", "2025-07-10")
        #expect(ninth < tenth)
        #expect(!(tenth < tenth) && !(tenth < ninth))
        let (february, march): (Day, Day) = ("2024-02-28", "2025-03-01")
        #expect(february.adding(days: 2) == "2024-03-01")
        #expect(march.adding(days: -1) == "2025-02-28")
    }
}
