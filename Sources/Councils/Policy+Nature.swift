extension Policy.Subject {
    /// Whether there is nothing in it that is not everybody's to read. Reading all others with a token is audited.
    public var isPublicByNature: Bool {
        switch self {
        case .councils, .members, .roleAssignments, .estimates, .localPlatforms, .service: true
        case .meetings, .minutes, .plans, .goals, .kpis, .measurements, .measures, .grantProjects, .grantChanges,
            .supportRequests, .goodPractices, .compare, .tokens, .batch, .journal, .changes, .audit, .metrics:
            false
        }
    }
}
