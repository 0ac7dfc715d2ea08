// What a person should look at in the plans of a council and what belongs to them.
extension CouncilFacts {
    func planAdvisories(today: Day) -> [Advisory] {
        // Older plans are closed: what they say is no longer to be mended.
        let plans = plans.filter { $0.plan.fiscalYear >= FiscalYear(of: today).previous }
        return plans.flatMap(\.goalsThatAreNoSums) + plans.flatMap(\.targetsThatDiffer)
            + platformsWithoutSecretariat(today: today) + changesNotNotified
            + plans.flatMap { $0.kpisNotReported(today: today) }
    }

    /// M: a department must be named.
    private func platformsWithoutSecretariat(today: Day) -> [Advisory] {
        localPlatforms.compactMap { id, platform in
            guard platform.secretariatDepartment == nil, platform.period.until.map({ today <= $0 }) ?? true else {
                return nil
            }
            return Advisory(
                finding: .localPlatformWithoutSecretariat(platform: platform.name),
                subject: Reference(resource: "local-platforms", id: id.text),
                source: platform.source
            )
        }
    }

    /// S第5: the members are told of the edited annex.
    private var changesNotNotified: [Advisory] {
        grantChanges.compactMap { id, change in
            guard change.state == .approved || change.state == .applied,
                let day = change.appliedOn ?? change.approval?.on
            else { return nil }
            return Advisory(
                finding: .grantChangeNotNotified(requestedBy: change.requestedBy, state: change.state, since: day),
                subject: Reference(resource: "grant-changes", id: id.text),
                source: change.source
            )
        }
    }
}

extension GrantChange.Approval {
    var on: Day {
        switch self {
        case .meeting(_, let day), .decision(_, let day): day
        }
    }
}

extension PlanFacts {
    /// S第4-1: 5,448 = 4,371 + 1,077. Nothing is said where a part has no target, or the goal none.
    fileprivate var goalsThatAreNoSums: [Advisory] {
        goals.compactMap { id, goal in
            let parts = parts(of: goal)
            let targets = parts.compactMap { $0.value.target?.value }
            guard let target = goal.target, !parts.isEmpty, targets.count == parts.count, targets.sum != target.value
            else { return nil }
            return Advisory(
                finding: .goalNotSumOfKPIs(goal: goal.statement, target: target, sum: targets.sum),
                subject: Reference(resource: "goals", id: id.text),
                source: goal.source
            )
        }
    }

    /// N: 607 in the text, 609 in the schedule.
    fileprivate var targetsThatDiffer: [Advisory] {
        kpis.compactMap { id, kpi in
            guard let text = kpi.target, let schedule = kpi.scheduleTarget, text != schedule else { return nil }
            return Advisory(
                finding: .targetsDiffer(kpi: kpi.name, text: text, schedule: schedule),
                subject: Reference(resource: "kpis", id: id.text),
                source: kpi.source
            )
        }
    }

    /// In an adopted plan that is in force: those without a reading of the last quarter that has ended, or of a later
    /// day. Nothing is missed of a quarter that had ended when the plan began or was adopted.
    fileprivate func kpisNotReported(today: Day) -> [Advisory] {
        guard plan.state == .adopted, plan.period.contains(today), let quarter = Period.quarter(before: today),
            let last = quarter.until, last >= plan.period.from, plan.adoptedOn.map({ last >= $0 }) ?? true
        else { return [] }
        return kpis.compactMap { id, kpi in
            if let reading = latest[id]?.value, reading.isReport, reading.asOf >= quarter.from { return nil }
            return Advisory(
                finding: .kpiNotReported(kpi: kpi.name, plan: plan.title, quarter: quarter),
                subject: Reference(resource: "kpis", id: id.text),
                source: kpi.source
            )
        }
    }
}

extension Period {
    /// The last quarter of a fiscal year that ended before a day: April to June, July to September and so on.
    static func quarter(before today: Day) -> Period? {
        let year = FiscalYear(of: today)
        let begins =
            [year.first] + [7, 10].compactMap { Day(year: year.year, month: $0, day: 1) }
            + [Day(year: year.year + 1, month: 1, day: 1)].compactMap { $0 }
        let running = begins.last { $0 <= today } ?? year.first
        let until = running.adding(days: -1)
        guard let from = Day(year: until.year, month: until.month - 2, day: 1) else { return nil }
        return try? Period(from: from, until: until)
    }
}
