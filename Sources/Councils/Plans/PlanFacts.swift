/// What a reader sees of a plan and of what hangs on it, from which its progress and its advisories follow.
public struct PlanFacts: Sendable {
    public var id: ID<Plan>
    public var plan: Plan
    public var goals: [(id: ID<Goal>, value: Goal)]
    public var kpis: [(id: ID<KPI>, value: KPI)] {
        didSet { wholes = Self.wholes(of: kpis) }
    }
    /// What each part (うち) is a part of.
    private var wholes: [ID<KPI>: ID<KPI>]
    /// Of each KPI with readings, the one of the latest day.
    public var latest: [ID<KPI>: (id: ID<Measurement>, value: Measurement)]
    public var measures: [(id: ID<Measure>, value: Measure)]

    public init(
        id: ID<Plan>,
        plan: Plan,
        goals: [(id: ID<Goal>, value: Goal)] = [],
        kpis: [(id: ID<KPI>, value: KPI)] = [],
        latest: [ID<KPI>: (id: ID<Measurement>, value: Measurement)] = [:],
        measures: [(id: ID<Measure>, value: Measure)] = []
    ) {
        self.id = id
        self.plan = plan
        self.goals = goals
        self.kpis = kpis
        wholes = Self.wholes(of: kpis)
        self.latest = latest
        self.measures = measures
    }
}

extension PlanFacts {
    /// The KPIs that add up to a goal, those left out that are parts (うち) of another of them. Empty if one of them is
    /// not there.
    func parts(of goal: Goal) -> [(id: ID<KPI>, value: KPI)] {
        let named = Set(goal.sumOf)
        let found = kpis.filter { named.contains($0.id) }
        guard found.count == named.count else { return [] }
        return found.filter { part in !parents(of: part.value).contains { named.contains($0) } }
    }

    private static func wholes(of kpis: [(id: ID<KPI>, value: KPI)]) -> [ID<KPI>: ID<KPI>] {
        Dictionary(kpis.compactMap { kpi in kpi.value.subsetOf.map { (kpi.id, $0) } }) { first, _ in first }
    }

    /// What a KPI is a part of, from the nearest on.
    private func parents(of kpi: KPI) -> [ID<KPI>] {
        var parents: [ID<KPI>] = []
        var next = kpi.subsetOf
        while let id = next, !parents.contains(id) {
            parents.append(id)
            next = wholes[id]
        }
        return parents
    }
}

extension Figure {
    /// So many for each thousand of a whole, with one decimal; nil of nothing.
    public func perThousand(of whole: Figure) -> Figure? {
        guard whole.thousandths > 0 else { return nil }
        let share = (number / whole.number * 10_000).rounded()
        guard share <= Double(Figure.bounds.upperBound) else { return nil }
        return Figure(thousandths: Int64(share) * 100)
    }
}
