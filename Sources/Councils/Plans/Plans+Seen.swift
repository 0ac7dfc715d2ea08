// Draft plans and all that hangs on them are the members', adopted ones everybody's.
extension Plan: Visible {
    /// That a revision was made by a grant change is everybody's, which one is the members'.
    public func seen(at level: Level) -> Plan? {
        guard level < .members else { return self }
        guard state == .adopted else { return nil }
        var plan = self
        for index in plan.revisions.indices { plan.revisions[index].grantChangeID = nil }
        return plan
    }
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
    /// Which grant change has changed the row is the members'.
    public func seen(at level: Level) -> GrantProject? {
        guard place.isSeen(at: level) else { return nil }
        guard level < .members else { return self }
        var project = self
        for index in project.formerEntries.indices { project.formerEntries[index].grantChangeID = nil }
        return project
    }
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
