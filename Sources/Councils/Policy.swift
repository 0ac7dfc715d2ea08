/// Who may do what: the one table. Within it, what a reader knows of a value is ``Visible``'s.
public enum Policy {
    /// What is acted on.
    public enum Subject: String, Hashable, Sendable, CaseIterable {
        case councils, members
        case roleAssignments = "role-assignments"
        case meetings, minutes, plans, estimates, goals, kpis, measurements, measures
        case grantProjects = "grant-projects"
        case grantChanges = "grant-changes"
        case localPlatforms = "local-platforms"
        case supportRequests = "support-requests"
        case goodPractices = "good-practices"
        /// The same indicator in several councils.
        case compare
        case tokens
        /// Several changes in one write; each is asked for on its own, too.
        case batch
        /// What has changed: of each value what the reader may know.
        case changes
        /// The journal as a whole, for backups.
        case journal
        /// What is kept of requests.
        case audit
        /// Figures of the process, which tell of what is not public too.
        case metrics
        /// The entrance, the description of the API, health and the pages of problems.
        case service
    }

    /// What is done.
    public enum Operation: String, Hashable, Sendable, CaseIterable {
        case read, create, change, transition, delete
    }

    /// The kinds of reader, from the least to the most.
    public enum Role: String, Hashable, Sendable, CaseIterable {
        case `public`, member, secretariat, administrator
    }

    /// Whether readers of this role may do it at all. A secretariat writes only what belongs to its own councils; that
    /// is asked for each value with ``Reader/mayWrite(in:)``.
    public static func allows(_ operation: Operation, on subject: Subject, by role: Role) -> Bool {
        role >= lowest(operation, on: subject)
    }

    /// The least role that may.
    public static func lowest(_ operation: Operation, on subject: Subject) -> Role {
        switch (subject, operation) {
        case (.service, .read), (.changes, .read), (.compare, .read): .public
        case (.tokens, _), (.journal, _), (.audit, _), (.metrics, _), (.service, _), (.changes, _), (.compare, _):
            .administrator
        case (.batch, _): .secretariat
        case (.councils, .create), (.councils, .delete): .administrator
        case (.councils, .read), (.members, .read), (.roleAssignments, .read), (.meetings, .read), (.minutes, .read),
            (.plans, .read), (.estimates, .read), (.goals, .read), (.kpis, .read), (.measurements, .read),
            (.measures, .read), (.grantProjects, .read), (.grantChanges, .read), (.localPlatforms, .read),
            (.supportRequests, .read), (.goodPractices, .read):
            .public
        case (.councils, _), (.members, _), (.roleAssignments, _), (.meetings, _), (.minutes, _), (.plans, _),
            (.estimates, _), (.goals, _), (.kpis, _), (.measurements, _), (.measures, _), (.grantProjects, _),
            (.grantChanges, _), (.localPlatforms, _), (.supportRequests, _), (.goodPractices, _):
            .secretariat
        }
    }
}

extension Policy.Role: Comparable {
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    public static func < (one: Policy.Role, other: Policy.Role) -> Bool { one.rank < other.rank }
}

extension Reader {
    public var role: Policy.Role {
        switch self {
        case .public: .public
        case .member: .member
        case .secretariat: .secretariat
        case .administrator: .administrator
        }
    }

    /// A secretariat writes what belongs to its councils, an administrator everything.
    public func mayWrite(in council: ID<Council>) -> Bool {
        switch self {
        case .public, .member: false
        case .secretariat(let own): own.contains(council)
        case .administrator: true
        }
    }
}
