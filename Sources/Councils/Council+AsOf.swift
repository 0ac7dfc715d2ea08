extension Council {
    /// The council as it was on a day: under the name it had then. nil if it is known not to have existed yet.
    ///
    /// A former name counts up to its last day, or to the day before the charter came into force; one whose end nobody
    /// knows is never answered. Of several that fit, the one that ended first is the one of that time.
    public func asOf(_ day: Day) -> Council? {
        if let inForceFrom, inForceFrom <= day { return self }
        let fitting = formerNames.compactMap { name -> (name: FormerName, end: Day)? in
            guard let end = name.until ?? inForceFrom?.adding(days: -1), day <= end,
                name.from.map({ $0 <= day }) ?? true
            else { return nil }
            return (name, end)
        }
        if let former = fitting.min(by: { $0.end < $1.end })?.name {
            var then = self
            then.name = former.name
            then.shortName = former.name
            return then
        }
        return isYetToCome(on: day) ? nil : self
    }

    /// Whether the day lies before every beginning, and every beginning is known.
    private func isYetToCome(on day: Day) -> Bool {
        let beginnings = formerNames.isEmpty ? [inForceFrom] : formerNames.map(\.from)
        return beginnings.allSatisfy { beginning in beginning.map { day < $0 } ?? false }
    }
}
