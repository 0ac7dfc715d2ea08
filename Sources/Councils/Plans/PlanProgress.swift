/// How a plan stands (進捗): by target group, each goal and KPI against its target, and the measures by their status.
public struct PlanProgress: Sendable {
    /// A KPI with its latest reading.
    public struct Standing: Sendable {
        public let id: ID<KPI>
        public let kpi: KPI
        /// The latest reading; one without a value says that nothing is reported.
        public let latest: (id: ID<Measurement>, value: Measurement)?
        /// Value ÷ target, where both are there.
        public let achievement: Percentage?
        /// うち: its parts, which add nothing to it.
        public let subsets: [Standing]

        public var isReported: Bool { latest?.value.isReport ?? false }

        /// Whether its value is the target or more.
        public var isReached: Bool {
            guard let value = latest?.value.value, let target = kpi.target else { return false }
            return value >= target.value
        }
    }

    /// A goal with what its KPIs have come to.
    public struct GoalStanding: Sendable {
        public let id: ID<Goal>
        public let goal: Goal
        /// The KPIs that add up to it.
        public let parts: [ID<KPI>]
        public let reportedParts: Int
        /// Their values together, once all are reported.
        public let sum: Figure?
        public let achievement: Percentage?
    }

    /// Measures by status. One that repeats another (再掲) is counted there, and here only as repeated.
    public struct Measures: Hashable, Sendable {
        public var counted = 0
        public var repeated = 0
        public var notReported = 0
        public var byStatus: [Measure.Status: Int] = [:]

        public init() {}
    }

    /// What belongs to a target group, or to all of them.
    public struct Section: Sendable {
        public let group: TargetGroup?
        public let goals: [GoalStanding]
        public let kpis: [Standing]
        public let measures: Measures
    }

    /// The three groups in their order, then what belongs to all of them (S第4-4, N III-1).
    public let sections: [Section]
    /// How much of the plan's period has gone by.
    public let period: Percentage
    /// The KPIs of all sections, parts too.
    public let kpis: (all: Int, reported: Int, reached: Int)
    public let measures: Measures
}

extension PlanFacts {
    public func progress(today: Day) -> PlanProgress {
        let known = Set(kpis.map(\.id))
        let tops = kpis.filter { kpi in kpi.value.subsetOf.map { !known.contains($0) } ?? true }
        let subsets = Dictionary(grouping: kpis.filter { $0.value.subsetOf != nil }) { $0.value.subsetOf ?? $0.id }
        let standings = tops.map { standing($0, subsets: subsets) }
        let groups: [TargetGroup?] = TargetGroup.allCases + [nil]
        let sections = groups.map { group in
            PlanProgress.Section(
                group: group,
                goals: goals.filter { $0.value.group == group }.map(standing),
                kpis: standings.filter { $0.kpi.group == group },
                measures: counts(of: measures.filter { $0.value.group == group }.map(\.value), today: today)
            )
        }
        let all = standings.flatMap(\.withSubsets)
        return PlanProgress(
            sections: sections,
            period: plan.goneBy(on: today),
            kpis: (
                all.count, all.filter(\.isReported).count,
                all.filter(\.isReached).count
            ),
            measures: counts(of: measures.map(\.value), today: today)
        )
    }

    /// A KPI of a circle has no top above it and so is in none of the standings: circles are refused on entry.
    private func standing(
        _ kpi: (id: ID<KPI>, value: KPI),
        subsets: [ID<KPI>: [(id: ID<KPI>, value: KPI)]]
    ) -> PlanProgress.Standing {
        let latest = latest[kpi.id]
        return PlanProgress.Standing(
            id: kpi.id,
            kpi: kpi.value,
            latest: latest,
            achievement: latest?.value.value?.percentage(of: kpi.value.target),
            subsets: (subsets[kpi.id] ?? []).map { standing($0, subsets: subsets) }
        )
    }

    private func standing(_ goal: (id: ID<Goal>, value: Goal)) -> PlanProgress.GoalStanding {
        let parts = parts(of: goal.value)
        let values = parts.compactMap { latest[$0.id]?.value.value }
        let sum = !parts.isEmpty && values.count == parts.count ? values.sum : nil
        return PlanProgress.GoalStanding(
            id: goal.id,
            goal: goal.value,
            parts: parts.map(\.id),
            reportedParts: values.count,
            sum: sum,
            achievement: sum?.percentage(of: goal.value.target)
        )
    }

    private func counts(of measures: [Measure], today: Day) -> PlanProgress.Measures {
        var counts = PlanProgress.Measures()
        for measure in measures {
            guard measure.repeats == nil else {
                counts.repeated += 1
                continue
            }
            counts.counted += 1
            if let status = measure.progress.last(where: { $0.on <= today })?.status {
                counts.byStatus[status, default: 0] += 1
            } else {
                counts.notReported += 1
            }
        }
        return counts
    }
}

extension PlanProgress.Standing {
    fileprivate var withSubsets: [PlanProgress.Standing] { [self] + subsets.flatMap(\.withSubsets) }
}

extension Figure {
    func percentage(of target: Quantity?) -> Percentage? {
        target.flatMap { Percentage(thousandths, of: $0.value.thousandths) }
    }
}

extension [Figure] {
    var sum: Figure { Figure(thousandths: reduce(0) { $0 + $1.thousandths }) }
}
