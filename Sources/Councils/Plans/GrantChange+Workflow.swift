extension GrantChange {
    /// 申請. Fails with ``Refusal/conflict(_:missing:)`` unless it is a draft.
    public mutating func submit(on day: Day) throws(Refusal) {
        guard state == .draft else { throw .conflict(.onlyDraftChangesAreSubmitted) }
        state = .submitted
        submittedOn = day
    }

    /// Whether it can be approved. Fails with ``Refusal/conflict(_:missing:)``.
    public func checkApprovable() throws(Refusal) {
        guard state == .submitted else {
            throw .conflict(.onlySubmittedChangesAreApproved, missing: missing(.submission))
        }
    }

    /// 承認, by a meeting of its council or by what a comprehensive approval rests on (S第5, N5).
    ///
    /// - Parameter meeting: the one that the approval names; nil if there is none.
    public mutating func approve(_ approval: Approval, meeting: Meeting?, today: Day) throws(Refusal) {
        try checkApprovable()
        switch approval {
        case .meeting(_, on: let day):
            guard let meeting else { throw .invalid([Fault("/meetingId", .unknownReference)]) }
            guard meeting.councilID == place.councilID else { throw .invalid([Fault("/meetingId", .ofAnotherCouncil)]) }
            guard meeting.wasHeld else {
                throw .conflict(.onlyHeldMeetingsApprove, missing: [Fault("/meetingId", .meetingWanted)])
            }
            try check(day, after: meeting.day, today: today)
        case .decision(_, on: let day):
            try check(day, after: nil, today: today)
        }
        self.approval = approval
        state = .approved
    }

    /// Whether it can be rejected. Fails with ``Refusal/conflict(_:missing:)``.
    public func checkRejectable() throws(Refusal) {
        guard state == .submitted else {
            throw .conflict(.onlySubmittedChangesAreRejected, missing: missing(.submission))
        }
    }

    /// 却下
    public mutating func reject(_ rejection: Rejection, today: Day) throws(Refusal) {
        try checkRejectable()
        try check(rejection.on, after: nil, today: today)
        self.rejection = rejection
        state = .rejected
    }

    /// Whether it can be applied. Fails with ``Refusal/conflict(_:missing:)``.
    public func checkApplicable() throws(Refusal) {
        guard state == .approved else { throw .conflict(.onlyApprovedChangesAreApplied, missing: missing(.approval)) }
    }

    /// 適用: the row as it is once the change is applied. The plan counts as revised (S第5): that is the caller's to do
    /// in the same write.
    ///
    /// - Parameters:
    ///   - id: its own.
    ///   - row: the one that it is about; nil for an addition.
    ///   - others: the other rows of the annex.
    public mutating func apply(
        id: ID<GrantChange>,
        on day: Day,
        row: GrantProject?,
        others: some Sequence<GrantProject>,
        today: Day
    ) throws(Refusal) -> GrantProject {
        try checkApplicable()
        try check(day, after: approval?.day, today: today)
        if proposal.entry?.isTaken(in: others) ?? false {
            throw .conflict(.annexHasThatPosition, missing: [Fault("/proposal/position", .duplicate)])
        }
        let changed: GrantProject
        switch (proposal, row) {
        case (.addition(let entry), _):
            changed = GrantProject(place: place, entry: entry, inForceFrom: day)
        case (.alteration(_, let entry), var row?) where row.isInForce:
            try check(day, after: row.lastChange, today: today)
            row.alter(to: entry, from: day, by: id)
            changed = row
        case (.removal, var row?) where row.isInForce:
            try check(day, after: row.lastChange, today: today)
            row.end(on: day)
            changed = row
        case (.alteration, _), (.removal, _):
            throw .conflict(
                .rowIsNoLongerInForce,
                missing: [Fault("/proposal/grantProjectId", .unknownReference)]
            )
        }
        state = .applied
        appliedOn = day
        return changed
    }

    /// Whether the members can be told. Fails with ``Refusal/conflict(_:missing:)``.
    public func checkNotifiable() throws(Refusal) {
        guard state == .applied else { throw .conflict(.onlyAppliedChangesAreNotified, missing: missing(.application)) }
    }

    /// 通知, to each member of the council (S第5, N5). Fails with ``Refusal/conflict(_:missing:)`` naming those that have
    /// no notice.
    ///
    /// - Parameters:
    ///   - more: notices that are added to those that were noted before.
    ///   - members: the council's of today, in the order of the table.
    public mutating func notify(
        _ more: [Notice],
        members: [(id: ID<Member>, member: Member)],
        member: (ID<Member>) -> Member?,
        today: Day
    ) throws(Refusal) {
        try checkNotifiable()
        guard let appliedOn else { throw .conflict(.onlyAppliedChangesAreNotified) }
        let told = Set(notices.map(\.memberID))
        let faults = Self.faults(
            in: more,
            after: appliedOn,
            of: place.councilID,
            told: told,
            member: member,
            today: today
        )
        guard faults.isEmpty else { throw .invalid(faults) }
        let all = notices + more
        let reached = Set(all.map(\.memberID))
        let missing = members.filter { !reached.contains($0.id) }
            .map { Fault("/notices", .noticeWanted(name: $0.member.name, id: $0.id)) }
        guard missing.isEmpty else { throw .conflict(.onlyAppliedChangesAreNotified, missing: missing) }
        notices = all
        state = .notified
        notifiedOn = today
    }

    /// The same as before an edit: only transitions change it.
    public mutating func keepState(of former: GrantChange) {
        state = former.state
        submittedOn = former.submittedOn
        approval = former.approval
        rejection = former.rejection
        appliedOn = former.appliedOn
        notifiedOn = former.notifiedOn
    }

    private enum Stage: Int { case submission, approval, application }

    /// What it would have to have come through.
    private func missing(_ stage: Stage) -> [Fault] {
        var missing: [Fault] = []
        if submittedOn == nil { missing.append(Fault("/submittedOn", .required)) }
        if stage != .submission, approval == nil { missing.append(Fault("/approval", .required)) }
        if stage == .application, appliedOn == nil { missing.append(Fault("/appliedOn", .required)) }
        return missing
    }

    private func check(_ day: Day, after former: Day?, today: Day) throws(Refusal) {
        if let invalid = day.fault(after: former, today: today) { throw .invalid([Fault("/on", invalid)]) }
    }
}

extension GrantChange.Approval {
    public var day: Day {
        switch self {
        case .meeting(_, on: let day), .decision(_, on: let day): day
        }
    }
}

extension GrantProject {
    /// The first day on which it said what it says.
    fileprivate var lastChange: Day? { formerEntries.last.map { $0.inForceUntil.adding(days: 1) } ?? inForceFrom }
}
