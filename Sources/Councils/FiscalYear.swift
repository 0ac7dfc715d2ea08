/// A fiscal year (年度): 1 April to 31 March in Japan. 2026-03-31 lies in fiscal 2025.
public struct FiscalYear: Hashable, Sendable, Comparable {
    public static let bounds = 1900...9998

    /// The calendar year in which it begins.
    public let year: Int

    public init(_ year: Int) throws(Invalid) {
        guard Self.bounds.contains(year) else { throw .range(Self.bounds) }
        self.year = year
    }

    public init(of day: Day) {
        year = day.month >= 4 ? day.year : day.year - 1
    }

    public static func < (one: FiscalYear, other: FiscalYear) -> Bool { one.year < other.year }

    /// 1 April.
    public var first: Day { Day(knownYear: year, month: 4, day: 1) }
    /// 31 March of the next calendar year.
    public var last: Day { Day(knownYear: year + 1, month: 3, day: 31) }

    public var previous: FiscalYear { FiscalYear(of: first.adding(days: -1)) }

    public func contains(_ day: Day) -> Bool { FiscalYear(of: day) == self }

    /// `令和7年度`. A fiscal year is called after the calendar year that it begins in, by the name that year ends with:
    /// the one of 2019, whose first month lay in 平成, is 令和元年度 throughout.
    public var label: String {
        guard let era = Era.of(Day(knownYear: year, month: 12, day: 31)) else { return "\(year)年度" }
        return "\(era.name)\(era.yearText(year))年度"
    }
}
