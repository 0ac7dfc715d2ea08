import Councils
import Testing

@Suite struct EraLabels {
    @Test(arguments: [
        ("2025-07-10", "令和7年7月10日"), ("2020-01-01", "令和2年1月1日"), ("2019-12-31", "令和元年12月31日"),
        ("2019-05-01", "令和元年5月1日"), ("2019-04-30", "平成31年4月30日"), ("1990-01-01", "平成2年1月1日"),
        ("1989-01-08", "平成元年1月8日"), ("1989-01-07", "昭和64年1月7日"), ("1926-12-25", "昭和元年12月25日"),
        ("1926-12-24", "大正15年12月24日"), ("1912-07-30", "大正元年7月30日"), ("1912-07-29", "明治45年7月29日"),
        ("1868-01-25", "明治元年1月25日"), ("1868-01-24", "1868年1月24日"), ("0001-01-01", "1年1月1日"),
    ])
    func anEraBeginsAndEndsOnItsDay(_ day: Day, _ label: String) {
        #expect(day.eraLabel == label)
    }

    @Test func theErasBeginWhenTheyDid() {
        let begins = Era.all.map { "\($0.letter) \($0.name) \($0.begin)" }
        #expect(
            begins == [
                "R 令和 2019-05-01", "H 平成 1989-01-08", "S 昭和 1926-12-25", "T 大正 1912-07-30", "M 明治 1868-01-25",
            ]
        )
        #expect(Era.of("1868-01-24") == nil)
    }
}

@Suite struct FiscalYears {
    @Test(arguments: [
        ("2025-03-31", 2024), ("2025-04-01", 2025), ("2025-12-31", 2025), ("2026-01-01", 2025), ("2026-03-31", 2025),
        ("2026-04-01", 2026), ("2024-02-29", 2023),
    ])
    func aFiscalYearRunsFromAprilToMarch(_ day: Day, _ year: Int) throws {
        #expect(try FiscalYear(of: day) == FiscalYear(year))
        #expect(try FiscalYear(year).contains(day))
        #expect(try !FiscalYear(year + 1).contains(day))
    }

    @Test(arguments: [
        (2025, "令和7年度"), (2020, "令和2年度"), (2019, "令和元年度"), (2018, "平成30年度"), (1990, "平成2年度"),
        (1989, "平成元年度"), (1988, "昭和63年度"),
    ])
    func itsLabelIsTheEraOfItsEnd(_ year: Int, _ label: String) throws {
        #expect(try FiscalYear(year).label == label)
    }

    @Test func itKnowsItsFirstAndLastDay() throws {
        let year = try FiscalYear(2025)
        #expect((year.first, year.last) == ("2025-04-01", "2026-03-31"))
        #expect(try year.previous == FiscalYear(2024))
        #expect(year.previous < year)
    }

    @Test(arguments: [(1899, false), (1900, true), (9998, true), (9999, false), (Int.min, false), (Int.max, false)])
    func itsYearIsBounded(_ year: Int, _ isValid: Bool) {
        #expect(((try? FiscalYear(year)) != nil) == isValid)
    }

    @Test func theLastYearOfTheCalendarEndsAfterItBegins() {
        let year = FiscalYear(of: "9999-12-31")
        #expect(year.first <= year.last)
    }
}
