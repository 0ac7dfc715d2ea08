/// A prefecture's council that supports people in mid-career (中高年世代活躍応援プロジェクト協議会).
///
/// What a council's own document does not state is absent, never assumed: only two of the four charters are public.
public struct Council: Hashable, Sendable {
    public var name: Line
    /// What the charter calls it from its second mention on: `ぐんま協議会`.
    public var shortName: Line
    public var prefectureCode: PrefectureCode
    /// Each council is the successor of a platform (G§1, T§1, S第1, N I).
    public var formerNames: [FormerName]
    /// 施行日: the day from which the charter holds.
    public var inForceFrom: Day?
    /// 座長: a post, not a person (G§5(1), T§5(1)).
    public var chairPost: Post?
    public var meetingPolicy: MeetingPolicy?
    public var confidentiality: Confidentiality?
    /// How bodies outside the table take part (G§2, T§2).
    public var outsideParticipation: OutsideParticipation?
    /// 区分 of the members, in the council's own words and order.
    public var categories: [Line]
    public var source: Source?

    public init(
        name: Line,
        shortName: Line,
        prefectureCode: PrefectureCode,
        formerNames: [FormerName] = [],
        inForceFrom: Day? = nil,
        chairPost: Post? = nil,
        meetingPolicy: MeetingPolicy? = nil,
        confidentiality: Confidentiality? = nil,
        outsideParticipation: OutsideParticipation? = nil,
        categories: [Line] = [],
        source: Source? = nil
    ) {
        self.name = name
        self.shortName = shortName
        self.prefectureCode = prefectureCode
        self.formerNames = formerNames
        self.inForceFrom = inForceFrom
        self.chairPost = chairPost
        self.meetingPolicy = meetingPolicy
        self.confidentiality = confidentiality
        self.outsideParticipation = outsideParticipation
        self.categories = categories
        self.source = source
    }

    /// The level of what was given none: the council's own, otherwise its members'.
    public var defaultLevel: Level { confidentiality?.defaultLevel ?? .members }
}

/// A name that a council had before (旧称), as far as its days are known.
public struct FormerName: Hashable, Sendable {
    public var name: Line
    public var from: Day?
    public var until: Day?

    /// Fails with ``Invalid/endsBeforeItBegins``.
    public init(name: Line, from: Day?, until: Day?) throws(Invalid) {
        if let from, let until, until < from { throw .endsBeforeItBegins }
        self.name = name
        self.from = from
        self.until = until
    }
}

/// A post in an organisation: 群馬労働局, 職業安定部長.
public struct Post: Hashable, Sendable {
    public var organization: Line
    public var title: Line

    public init(organization: Line, title: Line) {
        self.organization = organization
        self.title = title
    }
}

/// How often and how a council meets. All of it is a guide (目安), never a rule that refuses anything.
public struct MeetingPolicy: Hashable, Sendable {
    /// T§5(2): 原則年１回以上
    public var minimumPerFiscalYear: Int?
    /// G§5(2): 年２回
    public var suggestedPerFiscalYear: Int?
    /// The charter's own words.
    public var wording: Line
    /// Whether more meetings are held when they are needed (G§5(2), T§5(2)).
    public var extraordinary: Bool
    /// The ways to meet that the charter names (G§5(2)).
    public var modes: [Meeting.Mode]

    public static let perFiscalYear = 0...366

    public init(
        minimumPerFiscalYear: Int?,
        suggestedPerFiscalYear: Int?,
        wording: Line,
        extraordinary: Bool,
        modes: [Meeting.Mode]
    ) {
        self.minimumPerFiscalYear = minimumPerFiscalYear
        self.suggestedPerFiscalYear = suggestedPerFiscalYear
        self.wording = wording
        self.extraordinary = extraordinary
        self.modes = modes
    }
}

/// Whom the charter binds to secrecy (G§6, T§6), and the level of what is given none.
public struct Confidentiality: Hashable, Sendable {
    public var bindsMembers: Bool
    public var bindsParticipants: Bool
    public var defaultLevel: Level

    public init(bindsMembers: Bool, bindsParticipants: Bool, defaultLevel: Level) {
        self.bindsMembers = bindsMembers
        self.bindsParticipants = bindsParticipants
        self.defaultLevel = defaultLevel
    }
}

/// How bodies that are no members take part.
public enum OutsideParticipation: String, Hashable, Sendable, CaseIterable {
    /// 参画を求める (G§2)
    case invitation
    /// ヒアリングを行う (T§2)
    case hearing
    case none
}
