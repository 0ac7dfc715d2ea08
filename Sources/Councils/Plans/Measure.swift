/// 取組 of a plan: a lettered item of its text (S第4) or a row of its schedule (N 工程表).
public struct Measure: Hashable, Sendable {
    public enum Status: String, Hashable, Sendable, CaseIterable { case notStarted, underWay, done, stopped }

    public struct Progress: Hashable, Sendable {
        public var on: Day
        public var status: Status
        public var note: Line?

        public init(on: Day, status: Status, note: Line? = nil) {
            self.on = on
            self.status = status
            self.note = note
        }
    }

    public var place: PlanPlace
    /// Its place in the plan, one of a kind there: `1-(2)-相談・セミナー-ア`.
    public var code: Line
    public var group: TargetGroup?
    /// The heading that it stands under.
    public var heading: Line
    public var title: Line
    public var bodies: [Line]
    /// 再掲: the measure of the same plan that it repeats, which repeats none itself.
    public var repeats: ID<Measure>?
    /// The KPIs beside it in the schedule.
    public var kpiIDs: [ID<KPI>]
    public var grantProjectID: ID<GrantProject>?
    /// When it is in force, within the plan's period; nil for the whole of it.
    public var from: Day?
    public var until: Day?
    /// By day, each day once.
    public var progress: [Progress]
    public var source: Source?

    public init(
        place: PlanPlace,
        code: Line,
        group: TargetGroup? = nil,
        heading: Line,
        title: Line,
        bodies: [Line] = [],
        repeats: ID<Measure>? = nil,
        kpiIDs: [ID<KPI>] = [],
        grantProjectID: ID<GrantProject>? = nil,
        from: Day? = nil,
        until: Day? = nil,
        progress: [Progress] = [],
        source: Source? = nil
    ) {
        self.place = place
        self.code = code
        self.group = group
        self.heading = heading
        self.title = title
        self.bodies = bodies
        self.repeats = repeats
        self.kpiIDs = kpiIDs
        self.grantProjectID = grantProjectID
        self.from = from
        self.until = until
        self.progress = progress
        self.source = source
    }
}
