/// 支援要請: what a municipal platform asks its council for (M, S第6).
public struct SupportRequest: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case introduction, caseSharing, contacts, businessRequest, wideArea

        public var label: String {
            switch self {
            case .introduction: "関係機関の紹介"
            case .caseSharing: "事例の共有"
            case .contacts: "連絡先の提供"
            case .businessRequest: "経済団体等への協力要請"
            case .wideArea: "広域的な連携"
            }
        }
    }

    public enum State: String, Hashable, Sendable, CaseIterable { case received, answering, answered, closed }

    public struct Answer: Hashable, Sendable {
        public var on: Day
        public var body: Prose
        /// Who answered.
        public var memberID: ID<Member>

        public init(on: Day, body: Prose, memberID: ID<Member>) {
            self.on = on
            self.body = body
            self.memberID = memberID
        }
    }

    /// The platform's.
    public var councilID: ID<Council>
    public var localPlatformID: ID<LocalPlatform>
    public var kind: Kind
    public var summary: Prose
    public var receivedOn: Day
    /// The member of the council that answers.
    public var assigneeID: ID<Member>?
    public var state: State
    public var answers: [Answer]
    public var closedOn: Day?
    public var source: Source?

    public init(
        councilID: ID<Council>,
        localPlatformID: ID<LocalPlatform>,
        kind: Kind,
        summary: Prose,
        receivedOn: Day,
        assigneeID: ID<Member>? = nil,
        state: State = .received,
        answers: [Answer] = [],
        closedOn: Day? = nil,
        source: Source? = nil
    ) {
        self.councilID = councilID
        self.localPlatformID = localPlatformID
        self.kind = kind
        self.summary = summary
        self.receivedOn = receivedOn
        self.assigneeID = assigneeID
        self.state = state
        self.answers = answers
        self.closedOn = closedOn
        self.source = source
    }
}
