/// What was said or decided in a meeting (議事録, 議事要旨).
public struct Minutes: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable { case record, summary }

    public enum State: String, Hashable, Sendable, CaseIterable { case draft, confirmed, published, withdrawn }

    /// The meeting's.
    public var councilID: ID<Council>
    public var meetingID: ID<Meeting>
    public var kind: Kind
    public internal(set) var state: State
    /// The day of the last such transition.
    public internal(set) var confirmedOn: Day?
    public internal(set) var publishedOn: Day?
    public internal(set) var withdrawnOn: Day?
    public var sections: [Section]
    public var source: Source?

    public init(
        councilID: ID<Council>,
        meetingID: ID<Meeting>,
        kind: Kind,
        state: State = .draft,
        confirmedOn: Day? = nil,
        publishedOn: Day? = nil,
        withdrawnOn: Day? = nil,
        sections: [Section],
        source: Source? = nil
    ) {
        self.councilID = councilID
        self.meetingID = meetingID
        self.kind = kind
        self.state = state
        self.confirmedOn = confirmedOn
        self.publishedOn = publishedOn
        self.withdrawnOn = withdrawnOn
        self.sections = sections
        self.source = source
    }
}

/// A part of minutes with its own level.
public struct Section: Hashable, Sendable {
    public var number: Int
    public var heading: Line
    public var body: Prose
    public var level: Level
    /// 非公開理由: why it is not public, in words that may be published.
    public var reason: Line?
    /// Who spoke. Never public (G§6, T§6).
    public var speaker: Line?

    public static let numbers = 1...9999

    public init(
        number: Int,
        heading: Line,
        body: Prose,
        level: Level,
        reason: Line? = nil,
        speaker: Line? = nil
    ) {
        self.number = number
        self.heading = heading
        self.body = body
        self.level = level
        self.reason = reason
        self.speaker = speaker
    }
}

extension Minutes {
    /// Section numbers are used once; a section that is not public carries the reason for that.
    public static func faults(in sections: [Section]) -> [Fault] {
        var faults: [Fault] = []
        var numbers: Set<Int> = []
        for (index, section) in sections.enumerated() {
            if !numbers.insert(section.number).inserted {
                faults.append(Fault("/sections/\(index)/number", .duplicate))
            }
            if section.level != .public, section.reason == nil {
                faults.append(Fault("/sections/\(index)/reason", .reasonWanted))
            }
        }
        return faults
    }

    /// Only a held or closed meeting has minutes.
    public func check(of meeting: Meeting) throws(Refusal) {
        guard meeting.wasHeld else { throw .conflict(.onlyHeldMeetingsHaveMinutes) }
    }
}
