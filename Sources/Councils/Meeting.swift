/// A meeting of a council (会議), held in person, online, both, or in writing (G§5(2)).
public struct Meeting: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable { case regular, extraordinary }
    public enum Mode: String, Hashable, Sendable, CaseIterable { case inPerson, online, hybrid, written }
    public enum State: String, Hashable, Sendable, CaseIterable { case planned, noticed, held, closed, cancelled }

    public var councilID: ID<Council>
    /// 第…回
    public var number: Int
    public var title: Line
    public var kind: Kind
    public var mode: Mode
    public internal(set) var state: State
    public var startsAt: Instant?
    public var endsAt: Instant?
    /// The day by which a written meeting's replies are due.
    public var replyDueOn: Day?
    public var venue: Line?
    public var onlineURL: WebAddress?
    public var agenda: [AgendaItem]
    public var attendance: [Attendance]
    public var guests: [Guest]
    /// A written meeting's, one of each member at most.
    public var replies: [Reply]
    public var papers: [Paper]
    public var source: Source?

    public static let numbers = 1...9999

    public init(
        councilID: ID<Council>,
        number: Int,
        title: Line,
        kind: Kind,
        mode: Mode,
        state: State = .planned,
        startsAt: Instant? = nil,
        endsAt: Instant? = nil,
        replyDueOn: Day? = nil,
        venue: Line? = nil,
        onlineURL: WebAddress? = nil,
        agenda: [AgendaItem] = [],
        attendance: [Attendance] = [],
        guests: [Guest] = [],
        replies: [Reply] = [],
        papers: [Paper] = [],
        source: Source? = nil
    ) {
        self.councilID = councilID
        self.number = number
        self.title = title
        self.kind = kind
        self.mode = mode
        self.state = state
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.replyDueOn = replyDueOn
        self.venue = venue
        self.onlineURL = onlineURL
        self.agenda = agenda
        self.attendance = attendance
        self.guests = guests
        self.replies = replies
        self.papers = papers
        self.source = source
    }

    /// The day that it counts for: when it starts, or when the replies to a written one are due.
    public var day: Day? {
        mode == .written ? replyDueOn ?? startsAt?.dayInTokyo : startsAt?.dayInTokyo
    }

    public var fiscalYear: FiscalYear? { day.map(FiscalYear.init(of:)) }

    public var wasHeld: Bool { state == .held || state == .closed }
}

/// 議題
public struct AgendaItem: Hashable, Sendable {
    public var number: Int
    public var title: Line
    public var level: Level

    public init(number: Int, title: Line, level: Level) {
        self.number = number
        self.title = title
        self.level = level
    }
}

/// How a member took part. The persons' names are never public (G§6, T§6).
public struct Attendance: Hashable, Sendable {
    public enum Presence: String, Hashable, Sendable, CaseIterable {
        case present
        /// 代理: somebody stood in for the member.
        case proxy
        case absent
    }

    public var memberID: ID<Member>
    public var presence: Presence
    /// Who came; for a proxy, who stood in.
    public var personName: Line?
    public var position: Line?

    public init(memberID: ID<Member>, presence: Presence, personName: Line? = nil, position: Line? = nil) {
        self.memberID = memberID
        self.presence = presence
        self.personName = personName
        self.position = position
    }
}

/// Somebody who took part and is no member (G§2, T§2), with the body that sent them.
public struct Guest: Hashable, Sendable {
    public var bodyName: Line
    public var personName: Line?
    public var position: Line?

    public init(bodyName: Line, personName: Line? = nil, position: Line? = nil) {
        self.bodyName = bodyName
        self.personName = personName
        self.position = position
    }
}

/// What a member answered to a written meeting.
public struct Reply: Hashable, Sendable {
    public var memberID: ID<Member>
    public var repliedOn: Day
    public var comment: Prose?

    public init(memberID: ID<Member>, repliedOn: Day, comment: Prose? = nil) {
        self.memberID = memberID
        self.repliedOn = repliedOn
        self.comment = comment
    }
}

/// 資料
public struct Paper: Hashable, Sendable {
    public var number: Int
    public var title: Line
    public var url: WebAddress?
    public var level: Level

    public init(number: Int, title: Line, url: WebAddress? = nil, level: Level) {
        self.number = number
        self.title = title
        self.url = url
        self.level = level
    }
}
