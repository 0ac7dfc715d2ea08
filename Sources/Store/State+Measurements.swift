public import Councils
import HashTreeCollections

// The measurements of a KPI by day, found in the order that keeps them beside each other.
extension State {
    /// The newest measurement of a KPI up to a day, as far as a level of readers sees them.
    ///
    /// Looks at one measurement for each level below, however many there are.
    public func latestMeasurement(of kpi: ID<KPI>, until day: Day? = nil, at level: Level) -> Shown<Measurement>? {
        var visited = 0
        return latestMeasurement(of: kpi, until: day, at: level, visited: &visited)
    }

    func latestMeasurement(
        of kpi: ID<KPI>,
        until day: Day? = nil,
        at level: Level,
        visited: inout Int
    ) -> Shown<Measurement>? {
        // Behind all of that day.
        let bound = IndexKey(key: SortKey(kpi.text, then: day.map { $0.number + 1 } ?? .max), id: "")
        var latest: Shown<Measurement>?
        for order in orders(of: kpi, at: level) {
            var walk = order.descending(from: bound, inclusive: false)
            guard let shown = shown(walk.next(), of: kpi, at: level, visited: &visited) else { continue }
            if latest.map({ $0.value.asOf < shown.value.asOf }) ?? true { latest = shown }
        }
        return latest
    }

    /// The oldest measurement of a KPI from a day on, whoever may see it.
    public func firstMeasurement(of kpi: ID<KPI>, from day: Day? = nil) -> Shown<Measurement>? {
        let bound = IndexKey(key: SortKey(kpi.text, then: day?.number ?? .min), id: "")
        var visited = 0
        return orders(of: kpi, at: .secretariat).compactMap { order in
            shown(order.first(from: bound), of: kpi, at: .secretariat, visited: &visited)
        }.min { $0.value.asOf < $1.value.asOf }
    }

    /// The measurement of a KPI of one day.
    public func measurement(of kpi: ID<KPI>, on day: Day) -> Shown<Measurement>? {
        firstMeasurement(of: kpi, from: day).flatMap { $0.value.asOf == day ? $0 : nil }
    }

    private func orders(of kpi: ID<KPI>, at level: Level) -> [BTree<IndexKey>] {
        guard let council = kpis[kpi]?.value.place.councilID.text else { return [] }
        return Level.allCases.filter { $0 <= level }.compactMap { lowest in
            measurements.partitions[
                .init(ordering: Measurement.byKPI, council: council, visibleFrom: lowest, isMissing: false)
            ]
        }
    }

    private func shown(
        _ key: IndexKey?,
        of kpi: ID<KPI>,
        at level: Level,
        visited: inout Int
    ) -> Shown<Measurement>? {
        guard let key, let record = measurements[ID(trusted: key.id)] else { return nil }
        visited += 1
        return record.value.kpiID == kpi ? record.seen(at: level) : nil
    }
}
