extension GrantProject {
    /// Whether the row is in the annex now.
    public var isInForce: Bool { inForceUntil == nil }

    /// The annex of an adopted plan is edited by grant changes alone (S第5, N5). Fails with
    /// ``Refusal/conflict(_:missing:)``.
    public func checkDirectlyEditable() throws(Refusal) {
        guard place.planState == .draft else { throw .conflict(.annexIsChangedByGrantChanges) }
    }

    /// The annex as it stood on a day: nil if the row was not in it.
    public func asOf(_ day: Day) -> GrantProject? {
        guard inForceFrom.map({ $0 <= day }) ?? true, inForceUntil.map({ day <= $0 }) ?? true else { return nil }
        var project = self
        project.inForceUntil = nil
        if let place = formerEntries.firstIndex(where: { day <= $0.inForceUntil }) {
            project.entry = formerEntries[place].entry
            project.formerEntries = Array(formerEntries[..<place])
        }
        return project
    }

    /// The row says something else from a day on.
    mutating func alter(to entry: Entry, from day: Day, by change: ID<GrantChange>) {
        formerEntries.append(
            FormerEntry(entry: self.entry, inForceUntil: day.adding(days: -1), grantChangeID: change)
        )
        self.entry = entry
    }

    /// The row is not in the annex from a day on.
    mutating func end(on day: Day) {
        inForceUntil = day.adding(days: -1)
    }
}

extension GrantProject.Entry {
    /// What does not hold within it, and between it and the other rows in force.
    ///
    /// - Parameter pointer: where it stands in what was sent.
    public func faults(others: some Sequence<GrantProject>, at pointer: String = "") -> [Fault] {
        var faults: [Fault] = []
        if isTaken(in: others) { faults.append(Fault(pointer + "/position", .duplicate)) }
        if let from, let until, until < from { faults.append(Fault(pointer + "/until", .endsBeforeItBegins)) }
        return faults
    }

    func isTaken(in others: some Sequence<GrantProject>) -> Bool {
        others.contains { $0.isInForce && $0.entry.number == number && $0.entry.position == position }
    }
}
