extension Plan {
    /// 策定. From then on it is public with all that hangs on it.
    ///
    /// - Throws: ``Refusal/conflict(_:missing:)`` unless it is a draft, ``Refusal/invalid(_:)`` for a day to come or one
    ///   before the fiscal year that precedes its own.
    public mutating func adopt(on day: Day, today: Day) throws(Refusal) {
        guard state == .draft else { throw .conflict(.onlyDraftPlansAreAdopted) }
        guard day <= today else { throw .invalid([Fault("/on", .inTheFuture)]) }
        guard fiscalYear.previous.first <= day else { throw .invalid([Fault("/on", .outsideTheFiscalYear)]) }
        state = .adopted
        adoptedOn = day
    }

    /// 改定, 見直し.
    ///
    /// - Throws: ``Refusal/conflict(_:missing:)`` unless it is adopted, ``Refusal/invalid(_:)`` for a day to come or one
    ///   before the last revision.
    public mutating func revise(
        on day: Day,
        cause: Cause,
        note: Line? = nil,
        grantChangeID: ID<GrantChange>? = nil,
        today: Day
    ) throws(Refusal) {
        guard state == .adopted else { throw .conflict(.onlyAdoptedPlansAreRevised) }
        guard day <= today else { throw .invalid([Fault("/on", .inTheFuture)]) }
        if let last = revisions.last?.on ?? adoptedOn, day < last {
            throw .invalid([Fault("/on", .beforeTheLastStep)])
        }
        revisions.append(
            Revision(number: revision + 1, on: day, cause: cause, note: note, grantChangeID: grantChangeID)
        )
    }

    /// The same state as before an edit: only steps change it.
    public mutating func keepState(of former: Plan) {
        state = former.state
        adoptedOn = former.adoptedOn
        revisions = former.revisions
    }

    /// The plan as it stood on a day: a draft until it was adopted, then with the revisions made until then.
    public func asOf(_ day: Day) -> Plan {
        var plan = self
        plan.revisions.removeAll { $0.on > day }
        if adoptedOn.map({ day < $0 }) ?? true {
            plan.state = .draft
            plan.adoptedOn = nil
            plan.revisions = []
        }
        return plan
    }
}
