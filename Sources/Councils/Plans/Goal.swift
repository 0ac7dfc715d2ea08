/// 目標 of a plan, for a target group or for all.
public struct Goal: Hashable, Sendable {
    public var place: PlanPlace
    public var group: TargetGroup?
    public var statement: Line
    /// "At least"; nil where the goal is qualitative.
    public var target: Quantity?
    /// The KPIs whose targets should add up to it (S第4-1: 5,448 = 4,371 + 1,077). A difference is an advisory.
    public var sumOf: [ID<KPI>]
    public var source: Source?

    public init(
        place: PlanPlace,
        group: TargetGroup? = nil,
        statement: Line,
        target: Quantity? = nil,
        sumOf: [ID<KPI>] = [],
        source: Source? = nil
    ) {
        self.place = place
        self.group = group
        self.statement = statement
        self.target = target
        self.sumOf = sumOf
        self.source = source
    }
}
