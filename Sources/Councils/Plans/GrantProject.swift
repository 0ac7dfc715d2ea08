/// 交付金事業: a row of the annex (別紙) of a plan (S第5, N5).
public struct GrantProject: Hashable, Sendable {
    /// What the row says.
    public struct Entry: Hashable, Sendable {
        /// No., which several rows may share (S: No.1 has two).
        public var number: Int
        /// The place among the rows of the same number, from 1.
        public var position: Int
        /// 実施主体
        public var body: Line
        public var title: Line
        /// 実施期間; nil where the annex states none.
        public var from: Day?
        public var until: Day?

        public init(number: Int, position: Int, body: Line, title: Line, from: Day? = nil, until: Day? = nil) {
            self.number = number
            self.position = position
            self.body = body
            self.title = title
            self.from = from
            self.until = until
        }
    }

    /// What the row said before a change.
    public struct FormerEntry: Hashable, Sendable {
        public var entry: Entry
        /// The last day on which it said so.
        public var inForceUntil: Day
        /// nil for who does not know of it.
        public var grantChangeID: ID<GrantChange>?

        public init(entry: Entry, inForceUntil: Day, grantChangeID: ID<GrantChange>?) {
            self.entry = entry
            self.inForceUntil = inForceUntil
            self.grantChangeID = grantChangeID
        }
    }

    public static let numbers = 1...1000

    public var place: PlanPlace
    public var entry: Entry
    /// From when the row is in the annex; nil for as long as the plan.
    public var inForceFrom: Day?
    /// The last day on which it is; nil while it is.
    public var inForceUntil: Day?
    /// Oldest first. Set by the application of grant changes.
    public var formerEntries: [FormerEntry]
    public var source: Source?

    public init(
        place: PlanPlace,
        entry: Entry,
        inForceFrom: Day? = nil,
        inForceUntil: Day? = nil,
        formerEntries: [FormerEntry] = [],
        source: Source? = nil
    ) {
        self.place = place
        self.entry = entry
        self.inForceFrom = inForceFrom
        self.inForceUntil = inForceUntil
        self.formerEntries = formerEntries
        self.source = source
    }
}
