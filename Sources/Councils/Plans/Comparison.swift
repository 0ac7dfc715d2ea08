/// The same indicator in one council's plan, and how much it is for each thousand people that it is for.
public struct Comparison: Sendable {
    public let kpi: (id: ID<KPI>, value: KPI)
    public let latest: (id: ID<Measurement>, value: Measurement)?
    public let achievement: Percentage?
    /// Of the council's people of the KPI's group; the figures per thousand are of it.
    public let estimate: (id: ID<Estimate>, value: Estimate)?
    public let targetPerThousand: Figure?
    public let perThousand: Figure?

    /// - Parameter estimates: of the council.
    public init(
        of kpi: (id: ID<KPI>, value: KPI),
        latest: (id: ID<Measurement>, value: Measurement)?,
        estimates: [(id: ID<Estimate>, value: Estimate)]
    ) {
        self.kpi = kpi
        self.latest = latest
        let (target, value) = (kpi.value.target?.value, latest?.value.value)
        // The newest figures; of the same year, the one that was written down last.
        estimate = estimates.filter { $0.value.group == kpi.value.group }
            .max { ($0.value.sourceYear, $0.id) < ($1.value.sourceYear, $1.id) }
        let people = estimate?.value.value
        achievement = value?.percentage(of: kpi.value.target)
        targetPerThousand = target.flatMap { target in people.flatMap { target.perThousand(of: $0) } }
        perThousand = value.flatMap { value in people.flatMap { value.perThousand(of: $0) } }
    }
}
