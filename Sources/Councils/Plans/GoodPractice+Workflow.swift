extension GoodPractice {
    /// Whether consent to it can be noted. Fails with ``Refusal/conflict(_:missing:)`` once it was.
    public func checkConsentable() throws(Refusal) {
        guard state == .collected else { throw .conflict(.onlyCollectedPracticesAreConsentedTo) }
    }

    /// 同意, of the body that the practice is about.
    public mutating func consent(_ consent: Consent, today: Day) throws(Refusal) {
        try checkConsentable()
        if let fault = consent.on.fault(after: collectedOn, today: today) {
            throw .invalid([Fault("/on", fault)])
        }
        self.consent = consent
        state = .consented
    }

    /// 共有: from now on it is everybody's. Fails with ``Refusal/conflict(_:missing:)`` without consent.
    public mutating func share(on day: Day) throws(Refusal) {
        guard state == .consented else { throw .conflict(.onlyConsentedPracticesAreShared, missing: missingConsent) }
        state = .shared
        sharedOn = day
    }

    /// 還元 to the municipal platforms. Fails with ``Refusal/conflict(_:missing:)`` unless shared.
    public mutating func giveBack(on day: Day) throws(Refusal) {
        guard state == .shared else {
            let missing = sharedOn == nil ? [Fault("/sharedOn", .required)] : []
            throw .conflict(.onlySharedPracticesAreReturned, missing: missingConsent + missing)
        }
        state = .returned
        returnedOn = day
    }

    private var missingConsent: [Fault] { consent == nil ? [Fault("/consent", .required)] : [] }

    /// The same as before an edit: only transitions change it.
    public mutating func keepState(of former: GoodPractice) {
        state = former.state
        consent = former.consent
        sharedOn = former.sharedOn
        returnedOn = former.returnedOn
    }

    /// What an edit may not touch: what consent was given to.
    public func faults(after former: GoodPractice) -> [Fault] {
        guard former.consent != nil else { return [] }
        var faults: [Fault] = []
        if councilID != former.councilID { faults.append(Fault("/councilId", .notAfterConsent)) }
        if localPlatformID != former.localPlatformID { faults.append(Fault("/localPlatformId", .notAfterConsent)) }
        if title != former.title { faults.append(Fault("/title", .notAfterConsent)) }
        if summary != former.summary { faults.append(Fault("/summary", .notAfterConsent)) }
        return faults
    }

    /// What does not hold between it and the platform that it comes from, and within it.
    ///
    /// - Parameter platform: the one of its id; nil if there is none.
    public func faults(platform: LocalPlatform?, today: Day) -> [Fault] {
        var faults: [Fault] = []
        if localPlatformID != nil, platform == nil { faults.append(Fault("/localPlatformId", .unknownReference)) }
        if let platform, platform.councilID != councilID { faults.append(Fault("/localPlatformId", .ofAnotherCouncil)) }
        if collectedOn > today {
            faults.append(Fault("/collectedOn", .inTheFuture))
        } else if let consent, consent.on < collectedOn {
            faults.append(Fault("/collectedOn", .outOfOrder))
        }
        return faults
    }
}
