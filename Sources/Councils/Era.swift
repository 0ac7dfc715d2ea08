/// A Japanese era (元号) of the Gregorian calendar in Japan.
public struct Era: Hashable, Sendable {
    /// 令和
    public let name: String
    /// R
    public let letter: String
    /// Its first day; its last is the day before the next one's.
    public let begin: Day

    /// From the newest to the oldest.
    public static let all = [
        Era(name: "令和", letter: "R", begin: Day(number: 18_017)),  // 2019-05-01
        Era(name: "平成", letter: "H", begin: Day(number: 6_947)),  // 1989-01-08
        Era(name: "昭和", letter: "S", begin: Day(number: -15_713)),  // 1926-12-25
        Era(name: "大正", letter: "T", begin: Day(number: -20_974)),  // 1912-07-30
        Era(name: "明治", letter: "M", begin: Day(number: -37_231)),  // 1868-01-25
    ]

    /// The era that a day lies in; nil before 明治.
    public static func of(_ day: Day) -> Era? {
        all.first { $0.begin <= day }
    }

    /// The year of a day in this era as it is written: `7`, or `元` for the first.
    func yearText(_ year: Int) -> String {
        let number = year - begin.year + 1
        return number == 1 ? "元" : String(number)
    }
}

extension Day {
    /// `令和7年7月10日`, the first year of an era 元年; before 明治 the Gregorian year.
    public var eraLabel: String {
        let (year, month, day) = (year, month, day)
        guard let era = Era.of(self) else { return "\(year)年\(month)月\(day)日" }
        return "\(era.name)\(era.yearText(year))年\(month)月\(day)日"
    }
}
