/// How often a council has met in a fiscal year, against its guide (目安).
public struct Cadence: Hashable, Sendable {
    public enum Status: String, Hashable, Sendable, CaseIterable {
        /// As many were held as the guide says.
        case met
        /// With those that are planned it can be reached.
        case onTrack
        /// Held and planned together do not reach it.
        case short
    }

    public let fiscalYear: FiscalYear
    /// At least so many: the council's own minimum, otherwise the base rule.
    public let required: Int
    /// As many as the charter suggests, where it does.
    public let suggested: Int?
    public let held: Int
    /// Planned or noticed, with a date in the fiscal year.
    public let planned: Int
    /// How many are still to be held to reach the guide.
    public let remaining: Int
    public let status: Status
    /// The charter's own words.
    public let wording: Line?

    /// - Parameters:
    ///   - meetings: of this council; those of other fiscal years are passed over.
    ///   - minimum: the base rule for councils whose charter says nothing.
    public init(
        of council: Council,
        in year: FiscalYear,
        meetings: some Sequence<SeenMeeting>,
        minimum: Int,
        today: Day
    ) {
        var (held, planned) = (0, 0)
        for meeting in meetings where meeting.fiscalYear == year {
            switch meeting.state {
            case .held, .closed: held += 1
            case .planned, .noticed: planned += 1
            case .cancelled: break
            }
        }
        let required = council.meetingPolicy?.minimumPerFiscalYear ?? minimum
        let suggested = council.meetingPolicy?.suggestedPerFiscalYear
        let guide = max(required, suggested ?? 0)
        self.fiscalYear = year
        self.required = required
        self.suggested = suggested
        self.held = held
        self.planned = planned
        self.remaining = max(0, guide - held)
        self.status =
            if held >= guide {
                .met
            } else if today <= year.last, held + planned >= guide {
                .onTrack
            } else {
                .short
            }
        self.wording = council.meetingPolicy?.wording
    }
}
