import Councils
import JSONText
import Store
import Web

extension GrantChange: Writable {
    static let readOnly = [
        "version", "createdAt", "updatedAt", "councilId", "state", "submittedOn", "approval", "rejection", "appliedOn",
        "notifiedOn", "submittedOnLabel", "appliedOnLabel", "notifiedOnLabel", "createdAtLabel", "updatedAtLabel",
    ]

    static func made(
        from form: Form,
        id: ID<GrantChange>,
        former: GrantChange?,
        shown: JSONObject?,
        state: StoreState,
        today: Day
    ) throws(Refusal) -> GrantChange {
        form.readOnly(readOnly, current: shown)
        let place = form.plan(in: state, former: former?.place)?.place
        let requestedBy = form.line("requestedBy", required: true)
        let approvalKind: ApprovalKind? = form.choice("approvalKind", required: true)
        let proposal = form.object("proposal", required: true, Proposal.read)
        let reason = form.line("reason")
        let notices = form.notices(today: today)
        let source = form.source()
        guard let place, let requestedBy, let approvalKind, let proposal else {
            try form.finish()
            throw .invalid(form.faults)
        }
        var change = GrantChange(
            place: place,
            requestedBy: requestedBy,
            approvalKind: approvalKind,
            proposal: proposal,
            reason: reason,
            notices: notices,
            source: source
        )
        if let former {
            change.keepState(of: former)
            form.add(change.faults(after: former))
        }
        form.add(
            change.faults(
                rows: state.rows(of: place.planID),
                project: { state.grantProjects[$0]?.value },
                member: { state.members[$0]?.value },
                today: today
            )
        )
        try form.finish()
        return change
    }
}

extension GrantChange.Proposal {
    fileprivate static func read(_ form: Form) -> GrantChange.Proposal? {
        form.ignore(["fromLabel", "untilLabel"])
        let kind: Kind? = form.choice("kind", required: true)
        let project = form.id("grantProjectId", required: kind.map { $0 != .addition } ?? false, of: GrantProject.self)
        switch kind {
        case .addition:
            if form.has("grantProjectId") { form.refuse("grantProjectId", .notForAdditions) }
            return GrantProject.Entry.read(form).map { .addition($0) }
        case .alteration:
            guard let entry = GrantProject.Entry.read(form), let project else { return nil }
            return .alteration(project, entry)
        case .removal:
            let names = ["number", "position", "body", "title", "from", "until"]
            form.ignore(names)
            for name in names where form.has(name) { form.refuse(name, .notForRemovals) }
            return project.map { .removal($0) }
        case nil:
            form.ignore(["number", "position", "body", "title", "from", "until"])
            return nil
        }
    }
}

extension Form {
    /// `notices`: whom the edited annex was sent to; today where no day is said.
    func notices(today: Day) -> [GrantChange.Notice] {
        objects("notices", in: 0...500) { form in
            form.ignore(["onLabel"])
            let member = form.id("memberId", required: true, of: Member.self)
            let on = form.day("on")
            let way: GrantChange.Notice.Way? = form.choice("way", required: true)
            guard let member, let way, on != nil || !form.has("on") else { return nil }
            return GrantChange.Notice(memberID: member, on: on ?? today, way: way)
        }
    }
}
