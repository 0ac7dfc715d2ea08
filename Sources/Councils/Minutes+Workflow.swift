extension Minutes {
    /// 確定. Fails with ``Refusal/conflict(_:missing:)`` in any other state than draft.
    public mutating func confirm(on day: Day) throws(Refusal) {
        guard state == .draft else { throw .conflict(.onlyDraftMinutesAreConfirmed) }
        state = .confirmed
        confirmedOn = day
    }

    /// 公表. Withdrawn minutes can be published again. Fails with ``Refusal/conflict(_:missing:)`` otherwise.
    public mutating func publish(on day: Day) throws(Refusal) {
        guard state == .confirmed || state == .withdrawn else {
            throw .conflict(.onlyConfirmedMinutesArePublished)
        }
        state = .published
        publishedOn = day
        withdrawnOn = nil
    }

    /// 取下げ: they are the members' again. Fails with ``Refusal/conflict(_:missing:)`` unless published.
    public mutating func withdraw(on day: Day) throws(Refusal) {
        guard state == .published else { throw .conflict(.onlyPublishedMinutesAreWithdrawn) }
        state = .withdrawn
        withdrawnOn = day
    }

    /// The same state as before an edit: only transitions change it.
    public mutating func keepState(of former: Minutes) {
        state = former.state
        confirmedOn = former.confirmedOn
        publishedOn = former.publishedOn
        withdrawnOn = former.withdrawnOn
    }
}
