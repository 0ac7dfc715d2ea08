/// Every operation of the API.
enum Endpoints {
    /// - Parameter metrics: what `/metrics` tells.
    static func all(_ metrics: Metrics) -> [Endpoint] {
        ServiceEndpoints.all(metrics) + CouncilEndpoints.all + MemberEndpoints.all + RoleAssignmentEndpoints.all
            + MeetingEndpoints.all + MinutesEndpoints.all + TokenEndpoints.all + JournalEndpoints.all
            + BatchEndpoints.all + AuditEndpoints.all + ChangeEndpoints.all
            + PlanEndpoints.all + EstimateEndpoints.all + GoalEndpoints.all + KPIEndpoints.all
            + MeasurementEndpoints.all
            + MeasureEndpoints.all + GrantProjectEndpoints.all + GrantChangeEndpoints.all
            + LocalPlatformEndpoints.all + SupportRequestEndpoints.all + GoodPracticeEndpoints.all
            + ProgressEndpoints.all + OverviewEndpoints.all
    }
}
