import Councils
import Store

/// What leads a change from the request to the notices.
enum GrantChangeSteps {
    static let all = [
        GrantChange.stepEndpoint(.grantChanges, "submission", "submitGrantChange") { change, day throws(Refusal) in
            try change.submit(on: day)
        },
        GrantChange.stepEndpoint(.grantChanges, "approval", "approveGrantChange", approve),
        GrantChange.stepEndpoint(.grantChanges, "rejection", "rejectGrantChange", reject),
        GrantChange.stepEndpoint(.grantChanges, "application", "applyGrantChange", apply),
        GrantChange.stepEndpoint(.grantChanges, "notification", "notifyGrantChange", notify),
    ]

    /// The day of an approval by a meeting is the meeting's, where no other is said.
    private static func approve(
        _ change: inout GrantChange,
        _ asked: AskedStep<GrantChange>,
        _ tx: inout Transaction
    ) throws(Refusal) {
        let form = asked.form
        let isIndividual = change.approvalKind == .individual
        let meetingID = form.id("meetingId", required: isIndividual, of: Meeting.self)
        let decision = form.line("decision", required: !isIndividual)
        let other = isIndividual ? "decision" : "meetingId"
        if form.has(other) { form.refuse(other, .ofTheOtherApproval) }
        let day = asked.day()
        try change.checkApprovable()
        try form.finish()
        guard let day else { throw .invalid(form.faults) }
        if let meetingID {
            let meeting = tx.state.meetings[meetingID]?.value
            let held = form.has("on") ? nil : meeting?.day
            try change.approve(.meeting(meetingID, on: held ?? day), meeting: meeting, today: asked.today)
        } else if let decision {
            try change.approve(.decision(decision, on: day), meeting: nil, today: asked.today)
        }
    }

    private static func reject(
        _ change: inout GrantChange,
        _ asked: AskedStep<GrantChange>,
        _ tx: inout Transaction
    ) throws(Refusal) {
        let reason = asked.form.line("reason", required: true)
        let day = asked.day()
        try change.checkRejectable()
        try asked.form.finish()
        guard let reason, let day else { throw .invalid(asked.form.faults) }
        try change.reject(GrantChange.Rejection(on: day, reason: reason), today: asked.today)
    }

    /// Edits the annex and makes the plan a revised one, in the write that the change is applied by (S第5, N5).
    private static func apply(
        _ change: inout GrantChange,
        _ asked: AskedStep<GrantChange>,
        _ tx: inout Transaction
    ) throws(Refusal) {
        let day = asked.day()
        try change.checkApplicable()
        try asked.form.finish()
        guard let day, let plan = tx.state.plans[change.place.planID] else { throw .invalid(asked.form.faults) }
        guard plan.value.state == .adopted else {
            throw .conflict(.onlyAdoptedPlansHaveGrantChangesApplied, missing: [Fault("/adoptedOn", .required)])
        }
        // Before the plan's last step nothing of it was in force.
        if let last = plan.value.revisions.last?.on ?? plan.value.adoptedOn, day < last {
            throw .invalid([Fault("/on", .beforeTheLastStep)])
        }
        let row = change.proposal.grantProjectID.flatMap { tx.state.grantProjects[$0] }
        let changed = try change.apply(
            id: asked.id,
            on: day,
            row: row?.value,
            others: tx.state.rows(of: change.place.planID).filter { $0.key != row?.id }.values,
            today: asked.today
        )
        var revised = plan.value
        try revised.revise(on: day, cause: .grantChange, grantChangeID: asked.id, today: asked.today)
        let call = asked.call
        try tx.beside { (tx: inout Transaction) throws(Refusal) in
            _ = try tx.replace(plan, with: revised, for: call.reader)
            if let row {
                _ = try tx.replace(row, with: changed, for: call.reader)
            } else {
                _ = try tx.create(call.ids.next(GrantProject.self, at: call.moment), changed, for: call.reader)
            }
        }
    }

    /// Each member of the council of today has to have been told.
    private static func notify(
        _ change: inout GrantChange,
        _ asked: AskedStep<GrantChange>,
        _ tx: inout Transaction
    ) throws(Refusal) {
        let notices = asked.form.notices(today: asked.today)
        try change.checkNotifiable()
        try asked.form.finish()
        let state = tx.state
        let members = state.all(Member.self, in: change.place.councilID, for: .administrator)
            .filter { $0.value.period.contains(asked.today) }
            .map { (id: $0.id, member: $0.value) }
        do throws(Refusal) {
            try change.notify(
                notices,
                members: members.sorted { ($0.member.order, $0.id.text) < ($1.member.order, $1.id.text) },
                member: { state.members[$0]?.value },
                today: asked.today
            )
        } catch .invalid(let faults) {
            asked.form.add(faults)
            throw .invalid(asked.form.faults)
        }
    }
}
