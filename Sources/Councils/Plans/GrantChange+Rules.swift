extension GrantChange {
    /// What does not hold between it, the annex and the members of its council.
    ///
    /// - Parameters:
    ///   - rows: the rows of the plan's annex, by their ids.
    ///   - project, member: what has an id, and nil where nothing has.
    public func faults(
        rows: [ID<GrantProject>: GrantProject],
        project: (ID<GrantProject>) -> GrantProject?,
        member: (ID<Member>) -> Member?,
        today: Day
    ) -> [Fault] {
        var faults: [Fault] = []
        if let id = proposal.grantProjectID, let invalid = place.fault(naming: project(id)?.place) {
            faults.append(Fault("/proposal/grantProjectId", invalid))
        }
        // What was applied stands in the annex itself.
        if appliedOn == nil, let entry = proposal.entry {
            let others = rows.filter { $0.key != proposal.grantProjectID }.values
            faults += entry.faults(others: others, at: "/proposal")
        }
        return faults + noticeFaults(member: member, today: today)
    }

    /// Each member is told once, after the change was applied, of members of the day.
    private func noticeFaults(member: (ID<Member>) -> Member?, today: Day) -> [Fault] {
        guard let appliedOn else { return notices.isEmpty ? [] : [Fault("/notices", .onlyOnceApplied)] }
        return Self.faults(in: notices, after: appliedOn, of: place.councilID, member: member, today: today)
    }

    static func faults(
        in notices: [Notice],
        after appliedOn: Day,
        of council: ID<Council>,
        told: Set<ID<Member>> = [],
        member: (ID<Member>) -> Member?,
        today: Day
    ) -> [Fault] {
        var told = told
        return notices.enumerated().flatMap { index, notice in
            var faults: [Fault] = []
            if let invalid = Member.fault(member(notice.memberID), of: council, on: notice.on) {
                faults.append(Fault("/notices/\(index)/memberId", invalid))
            } else if !told.insert(notice.memberID).inserted {
                faults.append(Fault("/notices/\(index)/memberId", .duplicate))
            }
            if let invalid = notice.on.fault(after: appliedOn, today: today) {
                faults.append(Fault("/notices/\(index)/on", invalid))
            }
            return faults
        }
    }

    /// What an edit may not touch: what was submitted, and the notices that a state rests on.
    public func faults(after former: GrantChange) -> [Fault] {
        guard former.state != .draft else { return [] }
        var faults: [Fault] = []
        if requestedBy != former.requestedBy { faults.append(Fault("/requestedBy", .notAfterSubmission)) }
        if approvalKind != former.approvalKind { faults.append(Fault("/approvalKind", .notAfterSubmission)) }
        if proposal != former.proposal { faults.append(Fault("/proposal", .notAfterSubmission)) }
        let told = Set(notices.map(\.memberID))
        if state == .notified, !told.isSuperset(of: former.notices.map(\.memberID)) {
            faults.append(Fault("/notices", .required))
        }
        return faults
    }
}
