extension Policy {
    /// A part of a value that not everybody sees who sees the value, and from which level on. ``Visible`` makes it so;
    /// the tests hold this list and the views together.
    public struct Part: Hashable, Sendable {
        /// From where it is seen.
        public enum Threshold: Hashable, Sendable {
            case level(Level)
            /// The one that each item carries.
            case itsOwn
        }

        public let subject: Subject
        /// The member of its view or what is asked of it, or the state that it is in: `sections/speaker`,
        /// `history/actor`, `state=draft`.
        public let name: String
        public let threshold: Threshold

        fileprivate init(_ subject: Subject, _ name: String, _ threshold: Threshold) {
            self.subject = subject
            self.name = name
            self.threshold = threshold
        }
    }

    /// All of them. What is not here is seen by whoever sees the value.
    public static let parts: [Part] =
        [
            Subject.councils, .members, .roleAssignments, .meetings, .minutes, .plans, .estimates, .goals, .kpis,
            .measurements, .measures, .grantProjects, .grantChanges, .localPlatforms, .supportRequests, .goodPractices,
        ].map { Part($0, "history/actor", .level(.secretariat)) }
        + [Subject.plans, .goals, .kpis, .measurements, .measures, .grantProjects].flatMap { subject in
            [Part(subject, "plan=draft", .level(.members)), Part(subject, "?version=", .level(.secretariat))]
        }
        + [
            Part(.plans, "revisions/grantChangeId", .level(.members)),
            Part(.grantProjects, "formerEntries/grantChangeId", .level(.members)),
            Part(.grantChanges, "all", .level(.members)),
            Part(.grantChanges, "?version=", .level(.secretariat)),
            Part(.supportRequests, "all", .level(.members)),
            Part(.supportRequests, "?version=", .level(.secretariat)),
            Part(.goodPractices, "state=collected", .level(.secretariat)),
            Part(.goodPractices, "state=consented", .level(.secretariat)),
            Part(.goodPractices, "?version=", .level(.secretariat)),
            Part(.meetings, "agenda", .itsOwn),
            Part(.meetings, "papers", .itsOwn),
            Part(.meetings, "onlineUrl", .level(.members)),
            Part(.meetings, "attendance", .level(.members)),
            Part(.meetings, "guests", .level(.members)),
            Part(.meetings, "replies", .level(.members)),
            Part(.meetings, "?version=", .level(.secretariat)),
            Part(.minutes, "state=draft", .level(.secretariat)),
            Part(.minutes, "state=confirmed", .level(.members)),
            Part(.minutes, "state=withdrawn", .level(.members)),
            // Below it: its number and the reason.
            Part(.minutes, "sections", .itsOwn),
            Part(.minutes, "sections/speaker", .level(.members)),
            Part(.minutes, "?version=", .level(.secretariat)),
        ]
}
