/// 実績: what a KPI had come to by a day of the plan's period. One for each day.
public struct Measurement: Hashable, Sendable {
    public var place: PlanPlace
    public var kpiID: ID<KPI>
    public var asOf: Day
    /// nil is "not reported", never 0.
    public var value: Figure?
    /// For a qualitative KPI, in words.
    public var statement: Line?
    public var reportedBy: Line
    public var source: Source?

    public init(
        place: PlanPlace,
        kpiID: ID<KPI>,
        asOf: Day,
        value: Figure? = nil,
        statement: Line? = nil,
        reportedBy: Line,
        source: Source? = nil
    ) {
        self.place = place
        self.kpiID = kpiID
        self.asOf = asOf
        self.value = value
        self.statement = statement
        self.reportedBy = reportedBy
        self.source = source
    }
}
