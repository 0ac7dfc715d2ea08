/// 支援対象者数の推計: how many people a target group has (S第3, M).
public struct Estimate: Hashable, Sendable {
    /// nil for the whole country.
    public var councilID: ID<Council>?
    public var group: TargetGroup
    public var value: Figure
    public var unit: Line
    /// Of the population, and the same in the whole country.
    public var sharePercent: Figure?
    public var nationalSharePercent: Figure?
    public var ageFrom: Int?
    public var ageTo: Int?
    /// 約
    public var approximate: Bool
    public var method: Line?
    /// The calendar year of the figures it was made from.
    public var sourceYear: Int
    public var source: Source?

    public static let ages = 0...120
    public static let years = 1900...2999

    public init(
        councilID: ID<Council>?,
        group: TargetGroup,
        value: Figure,
        unit: Line,
        sharePercent: Figure? = nil,
        nationalSharePercent: Figure? = nil,
        ageFrom: Int? = nil,
        ageTo: Int? = nil,
        approximate: Bool = false,
        method: Line? = nil,
        sourceYear: Int,
        source: Source? = nil
    ) {
        self.councilID = councilID
        self.group = group
        self.value = value
        self.unit = unit
        self.sharePercent = sharePercent
        self.nationalSharePercent = nationalSharePercent
        self.ageFrom = ageFrom
        self.ageTo = ageTo
        self.approximate = approximate
        self.method = method
        self.sourceYear = sourceYear
        self.source = source
    }
}
