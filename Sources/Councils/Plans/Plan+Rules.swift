extension Plan {
    /// Its last day. A plan always has one; where none was stored, that of its fiscal year.
    public var until: Day { period.until ?? fiscalYear.last }

    /// Its days, of which there is one at least.
    public var days: ClosedRange<Day> { period.from...max(period.from, until) }

    /// A plan covers one fiscal year at most (S第2, N I).
    public func faults() -> [Fault] {
        var faults: [Fault] = []
        if !fiscalYear.contains(period.from) { faults.append(Fault("/from", .outsideTheFiscalYear)) }
        if !fiscalYear.contains(until) { faults.append(Fault("/until", .outsideTheFiscalYear)) }
        return faults
    }

    /// What would no longer fit after a change.
    ///
    /// - Parameters:
    ///   - hasParts: whether anything hangs on it.
    ///   - measured: the first and the last day of its measurements.
    public func faults(after former: Plan, hasParts: Bool, measured: ClosedRange<Day>?) -> [Fault] {
        var faults: [Fault] = []
        if councilID != former.councilID, hasParts { faults.append(Fault("/councilId", .usedByItsParts)) }
        if let measured {
            if measured.lowerBound < period.from { faults.append(Fault("/from", .usedByItsParts)) }
            if measured.upperBound > until { faults.append(Fault("/until", .usedByItsParts)) }
        }
        return faults
    }
}
