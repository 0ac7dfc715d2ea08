/// From a day to a day, both included; without an end it goes on.
public struct Period: Hashable, Sendable {
    public let from: Day
    public let until: Day?

    /// Fails with ``Invalid/endsBeforeItBegins``.
    public init(from: Day, until: Day?) throws(Invalid) {
        if let until, until < from { throw .endsBeforeItBegins }
        self.from = from
        self.until = until
    }

    public func contains(_ day: Day) -> Bool {
        from <= day && until.map { day <= $0 } ?? true
    }

    public func overlaps(_ other: Period) -> Bool {
        (other.until.map { from <= $0 } ?? true) && (until.map { other.from <= $0 } ?? true)
    }

    /// The fields of a period.
    public enum End: String, Hashable, Sendable, CaseIterable {
        case from, until
    }

    /// Whether this end lies before the other period's beginning or behind its end, so that it sticks out there.
    public func sticksOut(of other: Period, at end: End) -> Bool {
        switch end {
        case .from: from < other.from
        case .until: other.until.map { last in until.map { $0 > last } ?? true } ?? false
        }
    }
}
