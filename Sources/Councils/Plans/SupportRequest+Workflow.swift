extension SupportRequest {
    /// Whether it can be assigned. Fails with ``Refusal/conflict(_:missing:)`` once it has been answered.
    public func checkAssignable() throws(Refusal) {
        guard state == .received || state == .answering else { throw .conflict(.onlyUnansweredRequestsAreAssigned) }
    }

    /// 担当の割当て, again as often as the member that answers changes.
    ///
    /// - Parameter member: the member of this id; nil if there is none.
    public mutating func assign(to id: ID<Member>, _ member: Member?, today: Day) throws(Refusal) {
        try checkAssignable()
        if let fault = Member.fault(member, of: councilID, on: today) { throw .invalid([Fault("/memberId", fault)]) }
        assigneeID = id
        state = .answering
    }

    /// Whether it can be answered. Fails with ``Refusal/conflict(_:missing:)``.
    public func checkAnswerable() throws(Refusal) {
        guard state == .answering || state == .answered else {
            throw .conflict(.onlyAssignedRequestsAreAnswered, missing: missing("/assigneeId", assigneeID == nil))
        }
    }

    /// 回答, by the member that it is assigned to. More may follow until it is closed.
    public mutating func answer(_ body: Prose, on day: Day, today: Day) throws(Refusal) {
        try checkAnswerable()
        guard let assigneeID else { throw .conflict(.onlyAssignedRequestsAreAnswered) }
        let last = answers.last?.on ?? receivedOn
        if let fault = day.fault(after: last, today: today) { throw .invalid([Fault("/on", fault)]) }
        answers.append(Answer(on: day, body: body, memberID: assigneeID))
        state = .answered
    }

    /// 終了. Fails with ``Refusal/conflict(_:missing:)`` unless answered.
    public mutating func close(on day: Day) throws(Refusal) {
        guard state == .answered else {
            throw .conflict(
                .onlyAnsweredRequestsAreClosed,
                missing: missing("/assigneeId", assigneeID == nil) + missing("/answers", answers.isEmpty)
            )
        }
        state = .closed
        closedOn = day
    }

    private func missing(_ pointer: String, _ isMissing: Bool) -> [Fault] {
        isMissing ? [Fault(pointer, .required)] : []
    }

    /// The same as before an edit: only transitions change it.
    public mutating func keepState(of former: SupportRequest) {
        assigneeID = former.assigneeID
        state = former.state
        answers = former.answers
        closedOn = former.closedOn
    }

    /// What does not hold within it: it was received before it was answered, and not in the future.
    public func faults(today: Day) -> [Fault] {
        if receivedOn > today { return [Fault("/receivedOn", .inTheFuture)] }
        if let first = answers.first?.on, first < receivedOn { return [Fault("/receivedOn", .outOfOrder)] }
        return []
    }
}

extension Member {
    /// What is wrong with naming this member of a council on a day.
    ///
    /// - Parameter member: nil if there is none.
    static func fault(_ member: Member?, of council: ID<Council>, on day: Day) -> Invalid? {
        guard let member else { return .unknownReference }
        if member.councilID != council { return .ofAnotherCouncil }
        return member.period.contains(day) ? nil : .notAMemberThen
    }
}

extension Day {
    /// What is wrong with this day for a step that comes after another one.
    func fault(after former: Day?, today: Day) -> Invalid? {
        if self > today { return .inTheFuture }
        return former.map { self < $0 } ?? false ? .beforeTheLastStep : nil
    }
}
