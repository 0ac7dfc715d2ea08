/// Minutes as far as a reader may know them.
///
/// Drafts are the secretariat's, confirmed and withdrawn ones the members', published ones everybody's; each section
/// then by its own level.
public struct SeenMinutes: Hashable, Sendable {
    public let councilID: ID<Council>
    public let meetingID: ID<Meeting>
    public let kind: Minutes.Kind
    public let state: Minutes.State
    public let confirmedOn: Day?
    public let publishedOn: Day?
    public let withdrawnOn: Day?
    public let sections: [SeenSection]
    public let source: Source?
}

/// A section as far as a reader may know it.
public enum SeenSection: Hashable, Sendable {
    /// `speaker` is nil for the public.
    case open(number: Int, heading: Line, body: Prose, level: Level, reason: Line?, speaker: Line?)
    /// Its number and the reason that may be published, nothing else: not its level, not its length.
    case withheld(number: Int, reason: Line?)
}

extension Minutes: Visible {
    public func seen(at level: Level) -> SeenMinutes? {
        guard level >= stateLevel else { return nil }
        return SeenMinutes(
            councilID: councilID,
            meetingID: meetingID,
            kind: kind,
            state: state,
            confirmedOn: confirmedOn,
            publishedOn: publishedOn,
            withdrawnOn: withdrawnOn,
            sections: sections.map { $0.seen(at: level) },
            source: source
        )
    }

    private var stateLevel: Level {
        switch state {
        case .draft: .secretariat
        case .confirmed, .withdrawn: .members
        case .published: .public
        }
    }
}

extension Section {
    func seen(at level: Level) -> SeenSection {
        guard level >= self.level else { return .withheld(number: number, reason: reason) }
        return .open(
            number: number,
            heading: heading,
            body: body,
            level: self.level,
            reason: reason,
            speaker: level >= .members ? speaker : nil
        )
    }
}
