/// A change of the annex of a plan, from the request to the notice (S第5, N5).
public struct GrantChange: Hashable, Sendable {
    public enum State: String, Hashable, Sendable, CaseIterable {
        case draft, submitted, approved, rejected, applied, notified
    }

    public enum ApprovalKind: String, Hashable, Sendable, CaseIterable {
        /// This one change, by a meeting (S第5).
        case individual
        /// 包括的承認, given beforehand (N5).
        case comprehensive
    }

    /// What is to become of the row.
    public enum Proposal: Hashable, Sendable {
        case addition(GrantProject.Entry)
        case alteration(ID<GrantProject>, GrantProject.Entry)
        case removal(ID<GrantProject>)
    }

    /// What an approval rests on.
    public enum Approval: Hashable, Sendable {
        /// Held in person, online, as both, or in writing.
        case meeting(ID<Meeting>, on: Day)
        /// The decision that a comprehensive approval was given by.
        case decision(Line, on: Day)
    }

    public struct Rejection: Hashable, Sendable {
        public var on: Day
        public var reason: Line

        public init(on: Day, reason: Line) {
            self.on = on
            self.reason = reason
        }
    }

    /// 通知 of the edited annex to a member.
    public struct Notice: Hashable, Sendable {
        public enum Way: String, Hashable, Sendable, CaseIterable { case email, post, meeting, inPerson, other }

        public var memberID: ID<Member>
        public var on: Day
        public var way: Way

        public init(memberID: ID<Member>, on: Day, way: Way) {
            self.memberID = memberID
            self.on = on
            self.way = way
        }
    }

    public var place: PlanPlace
    /// 県 or 市町村 (S第5), the labour bureau (N5).
    public var requestedBy: Line
    public var approvalKind: ApprovalKind
    public var proposal: Proposal
    /// Why.
    public var reason: Line?
    public var state: State
    public var submittedOn: Day?
    public var approval: Approval?
    public var rejection: Rejection?
    public var appliedOn: Day?
    public var notices: [Notice]
    public var notifiedOn: Day?
    public var source: Source?

    public init(
        place: PlanPlace,
        requestedBy: Line,
        approvalKind: ApprovalKind,
        proposal: Proposal,
        reason: Line? = nil,
        state: State = .draft,
        submittedOn: Day? = nil,
        approval: Approval? = nil,
        rejection: Rejection? = nil,
        appliedOn: Day? = nil,
        notices: [Notice] = [],
        notifiedOn: Day? = nil,
        source: Source? = nil
    ) {
        self.place = place
        self.requestedBy = requestedBy
        self.approvalKind = approvalKind
        self.proposal = proposal
        self.reason = reason
        self.state = state
        self.submittedOn = submittedOn
        self.approval = approval
        self.rejection = rejection
        self.appliedOn = appliedOn
        self.notices = notices
        self.notifiedOn = notifiedOn
        self.source = source
    }
}
