/// 事業実施計画: what a council agrees on for one fiscal year (S第2, N I).
public struct Plan: Hashable, Sendable {
    public enum State: String, Hashable, Sendable, CaseIterable { case draft, adopted }

    /// Why an adopted plan was revised (改定, 見直し).
    public enum Cause: String, Hashable, Sendable, CaseIterable {
        /// S第7
        case progress
        /// N6
        case yearlyReview
        /// S第8, N6
        case nationalGuidance
        /// S第8, N6
        case budget
        /// S第5, N5
        case grantChange
    }

    public struct Revision: Hashable, Sendable {
        /// From 1.
        public var number: Int
        public var on: Day
        public var cause: Cause
        public var note: Line?
        /// The change that made it, if its cause is one.
        public var grantChangeID: ID<GrantChange>?

        public init(number: Int, on: Day, cause: Cause, note: Line? = nil, grantChangeID: ID<GrantChange>? = nil) {
            self.number = number
            self.on = on
            self.cause = cause
            self.note = note
            self.grantChangeID = grantChangeID
        }
    }

    public var councilID: ID<Council>
    public var fiscalYear: FiscalYear
    public var title: Line
    /// Within the fiscal year (S第2: from the day of adoption to the year's end).
    public var period: Period
    public var state: State
    /// Set by the step; nil in a draft.
    public var adoptedOn: Day?
    /// In their order; the last one's number is the plan's.
    public var revisions: [Revision]
    public var source: Source?

    public init(
        councilID: ID<Council>,
        fiscalYear: FiscalYear,
        title: Line,
        period: Period,
        state: State = .draft,
        adoptedOn: Day? = nil,
        revisions: [Revision] = [],
        source: Source? = nil
    ) {
        self.councilID = councilID
        self.fiscalYear = fiscalYear
        self.title = title
        self.period = period
        self.state = state
        self.adoptedOn = adoptedOn
        self.revisions = revisions
        self.source = source
    }
}

extension Plan {
    /// 0 until it is revised for the first time.
    public var revision: Int { revisions.last?.number ?? 0 }
}

/// Where something that hangs on a plan belongs, told by the plan; it is public once the plan is adopted.
public struct PlanPlace: Hashable, Sendable {
    public var councilID: ID<Council>
    public var planID: ID<Plan>
    public var planState: Plan.State

    public init(councilID: ID<Council>, planID: ID<Plan>, planState: Plan.State) {
        self.councilID = councilID
        self.planID = planID
        self.planState = planState
    }

    public func isSeen(at level: Level) -> Bool { planState == .adopted || level >= .members }
}
