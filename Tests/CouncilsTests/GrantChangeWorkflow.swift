import Councils
import Testing

/// draft → submitted → approved or rejected → applied → notified.
@Suite struct GrantChangeWorkflow {
    private static let place = PlanPlace(councilID: "gunma", planID: "plan", planState: .adopted)
    private static let today: Day = "2025-11-20"
    private static let entry = GrantProject.Entry(number: 1, position: 1, body: "県", title: "相談")
    private static let other = GrantProject.Entry(number: 1, position: 1, body: "県", title: "居場所")

    private func change(_ state: GrantChange.State, _ proposal: GrantChange.Proposal = .addition(Self.entry))
        -> GrantChange
    {
        let came = [GrantChange.State.submitted, .approved, .rejected, .applied, .notified].contains(state)
        let passed = [GrantChange.State.approved, .applied, .notified].contains(state)
        return GrantChange(
            place: Self.place,
            requestedBy: "県",
            approvalKind: .comprehensive,
            proposal: proposal,
            state: state,
            submittedOn: came ? "2025-10-01" : nil,
            approval: passed ? .decision("決定", on: "2025-10-10") : nil,
            rejection: state == .rejected ? .init(on: "2025-10-10", reason: "不備") : nil,
            appliedOn: state == .applied || state == .notified ? "2025-11-01" : nil
        )
    }

    private func refusal(_ state: GrantChange.State, _ step: (inout GrantChange) throws(Refusal) -> Void) -> Refusal? {
        var change = change(state)
        do throws(Refusal) {
            try step(&change)
            return nil
        } catch {
            return error
        }
    }

    private func conflict(_ code: Conflict, _ pointers: String...) -> Refusal {
        .conflict(code, missing: pointers.map { Fault($0, .required) })
    }

    @Test func everyOtherOrderIsRefusedWithWhatIsMissing() {
        let approve: (inout GrantChange) throws(Refusal) -> Void = { change throws(Refusal) in
            try change.approve(.decision("決定", on: Self.today), meeting: nil, today: Self.today)
        }
        let apply: (inout GrantChange) throws(Refusal) -> Void = { change throws(Refusal) in
            _ = try change.apply(id: "change", on: Self.today, row: nil, others: [], today: Self.today)
        }
        let notify: (inout GrantChange) throws(Refusal) -> Void = { change throws(Refusal) in
            try change.notify([], members: [], member: { _ in nil }, today: Self.today)
        }
        for state in GrantChange.State.allCases {
            let (isDraft, isSubmitted) = (state == .draft, state == .submitted)
            #expect(
                refusal(state) { change throws(Refusal) in try change.submit(on: Self.today) }
                    == (isDraft ? nil : .conflict(.onlyDraftChangesAreSubmitted))
            )
            let unsubmitted = isDraft ? ["/submittedOn"] : []
            let missing = unsubmitted.map { Fault($0, .required) }
            #expect(
                refusal(state, approve)
                    == (isSubmitted ? nil : .conflict(.onlySubmittedChangesAreApproved, missing: missing))
            )
            #expect(
                refusal(state) { change throws(Refusal) in
                    try change.reject(.init(on: Self.today, reason: "不備"), today: Self.today)
                } == (isSubmitted ? nil : .conflict(.onlySubmittedChangesAreRejected, missing: missing))
            )
        }
        #expect(refusal(.draft, apply) == conflict(.onlyApprovedChangesAreApplied, "/submittedOn", "/approval"))
        #expect(refusal(.submitted, apply) == conflict(.onlyApprovedChangesAreApplied, "/approval"))
        #expect(refusal(.rejected, apply) == conflict(.onlyApprovedChangesAreApplied, "/approval"))
        #expect(refusal(.applied, apply) == conflict(.onlyApprovedChangesAreApplied))
        #expect(refusal(.approved, apply) == nil)
        #expect(
            refusal(.draft, notify)
                == conflict(.onlyAppliedChangesAreNotified, "/submittedOn", "/approval", "/appliedOn")
        )
        #expect(refusal(.approved, notify) == conflict(.onlyAppliedChangesAreNotified, "/appliedOn"))
        #expect(refusal(.notified, notify) == conflict(.onlyAppliedChangesAreNotified))
        #expect(refusal(.applied, notify) == nil)
    }

    @Test(arguments: [Meeting.Mode.inPerson, .online, .hybrid, .written], [Meeting.State.held, .closed])
    func anyMeetingThatWasHeldApproves(_ mode: Meeting.Mode, _ state: Meeting.State) throws {
        var change = change(.submitted)
        let meeting = Meeting.first(mode, state)
        try change.approve(.meeting("meeting", on: "2025-10-01"), meeting: meeting, today: Self.today)
        #expect(change.state == .approved && change.approval == .meeting("meeting", on: "2025-10-01"))
    }

    @Test(arguments: [Meeting.State.planned, .noticed, .cancelled])
    func aMeetingThatWasNotHeldDoesNot(_ state: Meeting.State) {
        let found = refusal(.submitted) { change throws(Refusal) in
            try change.approve(
                .meeting("meeting", on: "2025-10-01"),
                meeting: .first(.inPerson, state),
                today: Self.today
            )
        }
        #expect(found == .conflict(.onlyHeldMeetingsApprove, missing: [Fault("/meetingId", .meetingWanted)]))
    }

    @Test func anApprovalIsOfItsCouncilAndItsDay() {
        func approve(_ day: Day, _ meeting: Meeting?) -> Refusal? {
            refusal(.submitted) { change throws(Refusal) in
                try change.approve(.meeting("meeting", on: day), meeting: meeting, today: Self.today)
            }
        }
        let held = Meeting.first(.inPerson, .held)
        #expect(approve("2025-10-01", nil) == .invalid([Fault("/meetingId", .unknownReference)]))
        let tokyo = held.with { $0.councilID = "tokyo" }
        #expect(approve("2025-10-01", tokyo) == .invalid([Fault("/meetingId", .ofAnotherCouncil)]))
        #expect(approve("2025-09-30", held) == .invalid([Fault("/on", .beforeTheLastStep)]))
        #expect(approve("2025-11-21", held) == .invalid([Fault("/on", .inTheFuture)]))
    }

    @Test func anAlterationKeepsWhatTheRowSaid() throws {
        var change = change(.approved, .alteration("project", Self.other))
        let row = GrantProject(place: Self.place, entry: Self.entry)
        let changed = try change.apply(id: "change", on: "2025-11-01", row: row, others: [], today: Self.today)
        #expect(changed.entry == Self.other && changed.isInForce)
        #expect(
            changed.formerEntries == [
                .init(entry: Self.entry, inForceUntil: "2025-10-31", grantChangeID: "change")
            ]
        )
        #expect(changed.asOf("2025-10-31") == row && changed.asOf("2025-11-01") == changed)
        #expect(change.state == .applied && change.appliedOn == "2025-11-01")
    }

    @Test func aRemovalEndsTheRowAndAnAdditionBeginsOne() throws {
        let row = GrantProject(place: Self.place, entry: Self.entry)
        var removal = change(.approved, .removal("project"))
        let ended = try removal.apply(id: "change", on: "2025-11-01", row: row, others: [], today: Self.today)
        #expect(ended.inForceUntil == "2025-10-31" && !ended.isInForce)
        #expect(ended.asOf("2025-10-31") == row && ended.asOf("2025-11-01") == nil)
        var addition = change(.approved)
        let added = try addition.apply(id: "change", on: "2025-11-01", row: nil, others: [ended], today: Self.today)
        #expect(added.inForceFrom == "2025-11-01" && added.entry == Self.entry)
        #expect(added.asOf("2025-10-31") == nil && added.asOf("2025-11-01") == added)
    }

    @Test func whatStandsInTheWayOfAnApplicationIsSaid() {
        func apply(_ proposal: GrantChange.Proposal, _ row: GrantProject?, _ others: [GrantProject] = [], on day: Day)
            -> Refusal?
        {
            var change = change(.approved, proposal)
            do throws(Refusal) {
                _ = try change.apply(id: "change", on: day, row: row, others: others, today: Self.today)
                return nil
            } catch {
                return error
            }
        }
        let row = GrantProject(place: Self.place, entry: Self.entry)
        var ended = row
        ended.inForceUntil = "2025-10-20"
        let gone = Refusal.conflict(
            .rowIsNoLongerInForce,
            missing: [Fault("/proposal/grantProjectId", .unknownReference)]
        )
        #expect(apply(.removal("project"), ended, on: "2025-11-01") == gone)
        #expect(apply(.alteration("project", Self.other), nil, on: "2025-11-01") == gone)
        #expect(
            apply(.addition(Self.entry), nil, [row], on: "2025-11-01")
                == .conflict(.annexHasThatPosition, missing: [Fault("/proposal/position", .duplicate)])
        )
        #expect(apply(.addition(Self.entry), nil, [ended], on: "2025-11-01") == nil)
        #expect(apply(.addition(Self.entry), nil, on: "2025-10-09") == .invalid([Fault("/on", .beforeTheLastStep)]))
        #expect(apply(.addition(Self.entry), nil, on: "2025-11-21") == .invalid([Fault("/on", .inTheFuture)]))
        // Not before what the row says began to hold.
        var late = row
        late.inForceFrom = "2025-11-10"
        #expect(apply(.removal("project"), late, on: "2025-11-09") == .invalid([Fault("/on", .beforeTheLastStep)]))
    }

    @Test func eachMemberOfTheDayIsToldOnce() throws {
        let members: [ID<Member>: Member] = [
            "bureau": .bureau, "tokyo": .bureau.with { $0.councilID = "tokyo" },
            "former": .bureau.with { $0.period = .from("2025-07-10", until: "2025-10-31") },
            "other": .bureau.with { $0.name = "群馬県" },
        ]
        func notify(_ change: inout GrantChange, _ notices: [GrantChange.Notice]) throws(Refusal) {
            try change.notify(
                notices,
                members: [("bureau", .bureau), ("other", .bureau.with { $0.name = "群馬県" })],
                member: { members[$0] },
                today: Self.today
            )
        }
        func notice(_ id: ID<Member>, _ on: Day = "2025-11-10") -> GrantChange.Notice {
            .init(memberID: id, on: on, way: .email)
        }
        var change = change(.applied)
        #expect(
            throws: Refusal.conflict(
                .onlyAppliedChangesAreNotified,
                missing: [Fault("/notices", .noticeWanted(name: "群馬県", id: "other"))]
            )
        ) { try notify(&change, [notice("bureau")]) }
        #expect(change.notices.isEmpty && change.state == .applied)
        #expect(
            throws: Refusal.invalid([
                Fault("/notices/0/memberId", .ofAnotherCouncil), Fault("/notices/1/memberId", .notAMemberThen),
                Fault("/notices/2/memberId", .unknownReference), Fault("/notices/4/memberId", .duplicate),
                Fault("/notices/4/on", .beforeTheLastStep), Fault("/notices/5/on", .inTheFuture),
            ])
        ) {
            try notify(
                &change,
                [
                    notice("tokyo"), notice("former"), notice("nobody"), notice("bureau"),
                    notice("bureau", "2025-10-31"), notice("other", "2025-11-21"),
                ]
            )
        }
        try notify(&change, [notice("bureau"), notice("other")])
        #expect(change.state == .notified && change.notifiedOn == Self.today && change.notices.count == 2)
    }

    @Test func whatWasSubmittedStays() {
        let former = change(.submitted)
        var edited = former
        edited.requestedBy = "市"
        edited.approvalKind = .individual
        edited.proposal = .removal("project")
        #expect(edited.faults(after: change(.draft)) == [])
        #expect(
            edited.faults(after: former) == [
                Fault("/requestedBy", .notAfterSubmission), Fault("/approvalKind", .notAfterSubmission),
                Fault("/proposal", .notAfterSubmission),
            ]
        )
        var told = change(.notified)
        told.notices = [.init(memberID: "bureau", on: "2025-11-10", way: .post)]
        var untold = told
        untold.notices = []
        #expect(untold.faults(after: told) == [Fault("/notices", .required)])
    }

    @Test func noticesComeAfterTheApplication() {
        var change = change(.approved)
        change.notices = [.init(memberID: "bureau", on: "2025-11-10", way: .post)]
        let faults = change.faults(rows: [:], project: { _ in nil }, member: { _ in .bureau }, today: Self.today)
        #expect(faults == [Fault("/notices", .onlyOnceApplied)])
    }
}
