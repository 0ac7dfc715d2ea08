// Draft plans and all that hangs on them are the members', adopted ones everybody's.
extension Plan: Visible {
    public func seen(at level: Level) -> Plan? { state == .adopted || level >= .members ? self : nil }
}

extension Goal: Visible {
    public func seen(at level: Level) -> Goal? { place.isSeen(at: level) ? self : nil }
}

extension KPI: Visible {
    public func seen(at level: Level) -> KPI? { place.isSeen(at: level) ? self : nil }
}

extension Measurement: Visible {
    public func seen(at level: Level) -> Measurement? { place.isSeen(at: level) ? self : nil }
}

extension Measure: Visible {
    public func seen(at level: Level) -> Measure? { place.isSeen(at: level) ? self : nil }
}

extension GrantProject: Visible {
    public func seen(at level: Level) -> GrantProject? { place.isSeen(at: level) ? self : nil }
}

extension Estimate: Visible {
    public static let isPublicByNature = true

    public func seen(at level: Level) -> Estimate? { self }
}

extension LocalPlatform: Visible {
    public static let isPublicByNature = true

    public func seen(at level: Level) -> LocalPlatform? { self }
}

/// The members', its notices too, whatever the state of the plan.
extension GrantChange: Visible {
    public func seen(at level: Level) -> GrantChange? { level >= .members ? self : nil }
}

/// The members'.
extension SupportRequest: Visible {
    public func seen(at level: Level) -> SupportRequest? { level >= .members ? self : nil }
}

/// The secretariat's until it is shared, and everybody's from then on.
extension GoodPractice: Visible {
    public func seen(at level: Level) -> GoodPractice? {
        switch state {
        case .collected, .consented: level >= .secretariat ? self : nil
        case .shared, .returned: self
        }
    }
}
