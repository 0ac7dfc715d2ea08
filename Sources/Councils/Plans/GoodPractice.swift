/// 好事例: collected, consented to, shared with all, given back to the platforms (M, T§4(4), S第6, N4(2)).
public struct GoodPractice: Hashable, Sendable {
    public enum State: String, Hashable, Sendable, CaseIterable { case collected, consented, shared, returned }

    /// Of the body that the practice is about, to its being shared.
    public struct Consent: Hashable, Sendable {
        public var by: Line
        public var on: Day

        public init(by: Line, on: Day) {
            self.by = by
            self.on = on
        }
    }

    public var councilID: ID<Council>
    public var localPlatformID: ID<LocalPlatform>?
    public var title: Line
    public var summary: Prose
    public var state: State
    public var collectedOn: Day
    public var consent: Consent?
    public var sharedOn: Day?
    public var returnedOn: Day?
    public var source: Source?

    public init(
        councilID: ID<Council>,
        localPlatformID: ID<LocalPlatform>? = nil,
        title: Line,
        summary: Prose,
        state: State = .collected,
        collectedOn: Day,
        consent: Consent? = nil,
        sharedOn: Day? = nil,
        returnedOn: Day? = nil,
        source: Source? = nil
    ) {
        self.councilID = councilID
        self.localPlatformID = localPlatformID
        self.title = title
        self.summary = summary
        self.state = state
        self.collectedOn = collectedOn
        self.consent = consent
        self.sharedOn = sharedOn
        self.returnedOn = returnedOn
        self.source = source
    }
}
