extension Meeting {
    /// 開催通知. Fails with ``Refusal/conflict(_:missing:)`` unless planned and dated.
    public mutating func notice() throws(Refusal) {
        guard state == .planned else { throw .conflict(.onlyPlannedMeetingsAreNoticed) }
        guard missingForNotice.isEmpty else { throw .conflict(.meetingIsIncomplete, missing: missingForNotice) }
        state = .noticed
    }

    /// 開催. Fails with ``Refusal/conflict(_:missing:)`` unless noticed and its date has come.
    public mutating func hold(today: Day) throws(Refusal) {
        guard state == .noticed else { throw .conflict(.onlyNoticedMeetingsAreHeld) }
        let missing = missingForHolding(today: today)
        guard missing.isEmpty else { throw .conflict(.meetingIsIncomplete, missing: missing) }
        state = .held
    }

    /// 終了. Fails with ``Refusal/conflict(_:missing:)`` unless held.
    public mutating func close() throws(Refusal) {
        guard state == .held else { throw .conflict(.onlyHeldMeetingsAreClosed) }
        state = .closed
    }

    /// 中止. Fails with ``Refusal/conflict(_:missing:)`` once it was held.
    public mutating func cancel() throws(Refusal) {
        guard state == .planned || state == .noticed else {
            throw .conflict(.onlyPlannedOrNoticedMeetingsAreCancelled)
        }
        state = .cancelled
    }

    /// The same state as before an edit: only transitions change it.
    public mutating func keepState(of former: Meeting) {
        state = former.state
    }
}
