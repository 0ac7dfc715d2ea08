extension Policy.Subject {
    /// Whether there is nothing in it that is not everybody's to read. Reading all others with a token is audited.
    public var isPublicByNature: Bool {
        switch self {
        case .councils, .members, .roleAssignments, .service: true
        case .meetings, .minutes, .tokens, .batch, .journal, .changes, .audit, .metrics: false
        }
    }
}
