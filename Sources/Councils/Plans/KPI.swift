/// 重要業績評価指標 of a plan (S第4, N III).
public struct KPI: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Whole people, cases, places.
        case count
        /// Per cent, from 0 to 100.
        case rate
        /// Words instead of figures.
        case qualitative
    }

    /// What is counted, in the same way in every prefecture, so that councils can be compared.
    public enum Indicator: String, Hashable, Sendable, CaseIterable {
        case regularHires, regularConversions, trainingReferrals, stationRegistrations, stationConsultations
        case stationOutcomes, centreRegistrations, centreOutcomes

        public var label: String {
            switch self {
            case .regularHires: "正社員就職"
            case .regularConversions: "正社員転換"
            case .trainingReferrals: "職業訓練受講あっせん"
            case .stationRegistrations: "サポステ新規登録"
            case .stationConsultations: "サポステ相談"
            case .stationOutcomes: "サポステ進路決定"
            case .centreRegistrations: "若者自立支援センター新規登録"
            case .centreOutcomes: "若者自立支援センター就職等移行"
            }
        }
    }

    public var place: PlanPlace
    public var group: TargetGroup?
    public var name: Line
    public var kind: Kind
    public var indicator: Indicator?
    /// "At least"; nil for a qualitative one.
    public var target: Quantity?
    /// What the schedule (工程表) states, where it states anything (N: 609 against 607). A difference is an advisory.
    public var scheduleTarget: Quantity?
    /// Responsible; collective ones (全構成員) and bodies that are no members too.
    public var bodies: [Line]
    /// うち: a part of this other KPI of the plan, never added to it.
    public var subsetOf: ID<KPI>?
    public var grantProjectID: ID<GrantProject>?
    public var source: Source?

    public init(
        place: PlanPlace,
        group: TargetGroup? = nil,
        name: Line,
        kind: Kind,
        indicator: Indicator? = nil,
        target: Quantity? = nil,
        scheduleTarget: Quantity? = nil,
        bodies: [Line] = [],
        subsetOf: ID<KPI>? = nil,
        grantProjectID: ID<GrantProject>? = nil,
        source: Source? = nil
    ) {
        self.place = place
        self.group = group
        self.name = name
        self.kind = kind
        self.indicator = indicator
        self.target = target
        self.scheduleTarget = scheduleTarget
        self.bodies = bodies
        self.subsetOf = subsetOf
        self.grantProjectID = grantProjectID
        self.source = source
    }
}
