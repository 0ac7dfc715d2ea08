extension Measurement {
    /// What does not hold between it, its KPI and the plan.
    ///
    /// - Parameter isTaken: whether another one of this KPI has its day.
    public func faults(kpi: KPI, plan: Plan, isTaken: Bool, today: Day) -> [Fault] {
        var faults: [Fault] = []
        if !plan.days.contains(asOf) {
            faults.append(Fault("/asOf", .outsideThePlansPeriod(plan.days)))
        } else if today < asOf {
            faults.append(Fault("/asOf", .inTheFuture))
        } else if isTaken {
            faults.append(Fault("/asOf", .duplicate))
        }
        if let value, let invalid = kpi.kind.invalid(value) { faults.append(Fault("/value", invalid)) }
        return faults
    }

    /// Whether it says anything: one that says nothing states that nothing was reported.
    public var isReport: Bool { value != nil || statement != nil }
}
