/// A meeting as far as a reader may know it: links and attendance are the members', agenda items and papers have levels.
public struct SeenMeeting: Hashable, Sendable {
    public let councilID: ID<Council>
    public let number: Int
    public let title: Line
    public let kind: Meeting.Kind
    public let mode: Meeting.Mode
    public let state: Meeting.State
    public let startsAt: Instant?
    public let endsAt: Instant?
    public let replyDueOn: Day?
    public let venue: Line?
    public let fiscalYear: FiscalYear?
    /// Only the items of the reader's level; the others are not even counted.
    public let agenda: [AgendaItem]
    /// The same.
    public let papers: [Paper]
    /// nil for the public.
    public let inside: Inside?
    public let source: Source?

    /// What only members and the secretariat know.
    public struct Inside: Hashable, Sendable {
        public let onlineURL: WebAddress?
        public let attendance: [Attendance]
        public let guests: [Guest]
        public let replies: [Reply]
    }
}

extension Meeting: Visible {
    public func seen(at level: Level) -> SeenMeeting? {
        SeenMeeting(
            councilID: councilID,
            number: number,
            title: title,
            kind: kind,
            mode: mode,
            state: state,
            startsAt: startsAt,
            endsAt: endsAt,
            replyDueOn: replyDueOn,
            venue: venue,
            fiscalYear: fiscalYear,
            agenda: agenda.filter { $0.level <= level },
            papers: papers.filter { $0.level <= level },
            inside: level < .members
                ? nil
                : SeenMeeting.Inside(
                    onlineURL: onlineURL,
                    attendance: attendance,
                    guests: guests,
                    replies: replies
                ),
            source: source
        )
    }
}
