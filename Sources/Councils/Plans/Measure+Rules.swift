extension Measure {
    /// How far it has come, as far as anything was reported.
    public var status: Status? { progress.last?.status }

    /// What does not hold within it, and between it and what hangs on the same plan.
    ///
    /// - Parameters:
    ///   - others: the other measures of the plan.
    ///   - measure, kpi, project: what has an id, and nil where nothing has.
    public func faults(
        id: ID<Measure>,
        plan: Plan,
        others: [Measure],
        measure: (ID<Measure>) -> Measure?,
        kpi: (ID<KPI>) -> KPI?,
        project: (ID<GrantProject>) -> GrantProject?,
        today: Day
    ) -> [Fault] {
        var faults: [Fault] = []
        if others.contains(where: { $0.code == code }) { faults.append(Fault("/code", .duplicate)) }
        if let invalid = repeatFault(id: id, others: others, measure: measure) {
            faults.append(Fault("/repeats", invalid))
        }
        for (index, kpiID) in kpiIDs.enumerated() {
            guard let invalid = place.fault(naming: kpi(kpiID)?.place) else { continue }
            faults.append(Fault("/kpiIds/\(index)", invalid))
        }
        if let grantProjectID, let invalid = place.fault(naming: project(grantProjectID)?.place) {
            faults.append(Fault("/grantProjectId", invalid))
        }
        return faults + periodFaults(plan: plan) + progressFaults(today: today)
    }

    /// 再掲: what is repeated stands in full, and once.
    private func repeatFault(id: ID<Measure>, others: [Measure], measure: (ID<Measure>) -> Measure?) -> Invalid? {
        guard let repeats else { return nil }
        guard repeats != id else { return .repeatOfARepeat }
        let repeated = measure(repeats)
        if let invalid = place.fault(naming: repeated?.place) { return invalid }
        let isRepeated = others.contains { $0.repeats == id }
        return isRepeated || repeated?.repeats != nil ? .repeatOfARepeat : nil
    }

    private func periodFaults(plan: Plan) -> [Fault] {
        var faults: [Fault] = []
        if let from, !plan.days.contains(from) { faults.append(Fault("/from", .outsideThePlansPeriod(plan.days))) }
        if let until, !plan.days.contains(until) { faults.append(Fault("/until", .outsideThePlansPeriod(plan.days))) }
        if let from, let until, until < from { faults.append(Fault("/until", .endsBeforeItBegins)) }
        return faults
    }

    /// The progress may be in any order here.
    private func progressFaults(today: Day) -> [Fault] {
        var days: Set<Day> = []
        return progress.enumerated().compactMap { index, progress in
            if progress.on > today { return Fault("/progress/\(index)/on", .inTheFuture) }
            return days.insert(progress.on).inserted ? nil : Fault("/progress/\(index)/on", .duplicate)
        }
    }

    /// Its progress by day.
    public mutating func sortProgress() {
        progress.sort { $0.on < $1.on }
    }

    /// As it stood on a day, with what was reported until then; nil if it was not in force.
    public func asOf(_ day: Day) -> Measure? {
        guard from.map({ $0 <= day }) ?? true, until.map({ day <= $0 }) ?? true else { return nil }
        var measure = self
        measure.progress.removeAll { $0.on > day }
        return measure
    }
}
