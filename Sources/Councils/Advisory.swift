/// Something that a person should look at. Never an error: frequencies are a guide, and sources are kept as they are.
public struct Advisory: Hashable, Sendable {
    public enum Severity: String, Hashable, Sendable, CaseIterable { case info, warning }

    public enum Finding: Hashable, Sendable {
        case cadenceShort(Cadence)
        case noLeadSecretariat
        case roleOutsideTable(body: Line, roles: [Role])
        case chairNotMember(organization: Line)
        case minutesMissing(meeting: Line, heldOn: Day)
        case goalNotSumOfKPIs(goal: Line, target: Quantity, sum: Figure)
        case targetsDiffer(kpi: Line, text: Quantity, schedule: Quantity)
        case localPlatformWithoutSecretariat(platform: Line)
        case grantChangeNotNotified(requestedBy: Line, state: GrantChange.State, since: Day)
        case kpiNotReported(kpi: Line, plan: Line, quarter: Period)
    }

    public let finding: Finding
    /// What it is about.
    public let subject: Reference
    public let source: Source?

    public var severity: Severity {
        switch finding {
        case .cadenceShort, .noLeadSecretariat, .minutesMissing, .grantChangeNotNotified, .kpiNotReported: .warning
        case .roleOutsideTable, .chairNotMember, .goalNotSumOfKPIs, .targetsDiffer, .localPlatformWithoutSecretariat:
            .info
        }
    }

    public var code: String {
        switch finding {
        case .cadenceShort: "cadenceShort"
        case .noLeadSecretariat: "noLeadSecretariat"
        case .roleOutsideTable: "roleOutsideTable"
        case .chairNotMember: "chairNotMember"
        case .minutesMissing: "minutesMissing"
        case .goalNotSumOfKPIs: "goalNotSumOfKPIs"
        case .targetsDiffer: "targetsDiffer"
        case .localPlatformWithoutSecretariat: "localPlatformWithoutSecretariat"
        case .grantChangeNotNotified: "grantChangeNotNotified"
        case .kpiNotReported: "kpiNotReported"
        }
    }
}

/// What a reader sees of a council, from which advisories follow. They say nothing that is not in it.
public struct CouncilFacts: Sendable {
    public var id: ID<Council>
    public var council: Council
    public var members: [Member]
    public var roles: [(id: ID<RoleAssignment>, value: RoleAssignment)]
    public var meetings: [(id: ID<Meeting>, value: SeenMeeting)]
    /// The meetings with minutes that the reader sees.
    public var meetingsWithMinutes: Set<ID<Meeting>>
    public var plans: [PlanFacts]
    public var grantChanges: [(id: ID<GrantChange>, value: GrantChange)]
    public var localPlatforms: [(id: ID<LocalPlatform>, value: LocalPlatform)]

    public init(
        id: ID<Council>,
        council: Council,
        members: [Member],
        roles: [(id: ID<RoleAssignment>, value: RoleAssignment)],
        meetings: [(id: ID<Meeting>, value: SeenMeeting)],
        meetingsWithMinutes: Set<ID<Meeting>>,
        plans: [PlanFacts] = [],
        grantChanges: [(id: ID<GrantChange>, value: GrantChange)] = [],
        localPlatforms: [(id: ID<LocalPlatform>, value: LocalPlatform)] = []
    ) {
        self.id = id
        self.council = council
        self.members = members
        self.roles = roles
        self.meetings = meetings
        self.meetingsWithMinutes = meetingsWithMinutes
        self.plans = plans
        self.grantChanges = grantChanges
        self.localPlatforms = localPlatforms
    }
}

extension CouncilFacts {
    /// How long minutes may take before they are missed.
    public static let daysForMinutes = 60

    /// In the order of the cases of ``Advisory/Finding``.
    public func advisories(minimum: Int, today: Day) -> [Advisory] {
        cadence(minimum: minimum, today: today) + secretariat(today: today) + outsiders(today: today)
            + chair(today: today) + minutes(today: today) + planAdvisories(today: today)
    }

    private var reference: Reference { Reference(resource: "councils", id: id.text) }

    /// For the fiscal year that has ended and the one that is running, from the one in which the charter took effect.
    private func cadence(minimum: Int, today: Day) -> [Advisory] {
        let running = FiscalYear(of: today)
        return [running.previous, running].compactMap { year in
            if let begin = council.inForceFrom, year.last < begin { return nil }
            if council.inForceFrom == nil, year != running { return nil }
            let cadence = Cadence(
                of: council,
                in: year,
                meetings: meetings.lazy.map(\.value),
                minimum: minimum,
                today: today
            )
            guard cadence.status == .short else { return nil }
            return Advisory(finding: .cadenceShort(cadence), subject: reference, source: council.source)
        }
    }

    /// Equal secretariats (T§3(1)) lead together.
    private func secretariat(today: Day) -> [Advisory] {
        let leads = roles.contains { _, role in
            role.role == .secretariat && role.period.contains(today) && (role.rank == .lead || role.rank == .joint)
        }
        return leads ? [] : [Advisory(finding: .noLeadSecretariat, subject: reference, source: council.source)]
    }

    /// One for each body, in the order of their names.
    private func outsiders(today: Day) -> [Advisory] {
        var bodies: [Line: [(id: ID<RoleAssignment>, value: RoleAssignment)]] = [:]
        for role in roles where role.value.period.contains(today) {
            if let body = role.value.bodyName { bodies[body, default: []].append(role) }
        }
        return bodies.sorted { $0.key.text < $1.key.text }.compactMap { body, roles in
            let sorted = roles.sorted { $0.id < $1.id }
            guard let first = sorted.first else { return nil }
            let order = Role.allCases.filter { role in sorted.contains { $0.value.role == role } }
            return Advisory(
                finding: .roleOutsideTable(body: body, roles: order),
                subject: Reference(resource: "role-assignments", id: first.id.text),
                source: first.value.source
            )
        }
    }

    private func chair(today: Day) -> [Advisory] {
        guard let organization = council.chairPost?.organization else { return [] }
        let isMember = members.contains { $0.period.contains(today) && $0.isCalled(organization) }
        guard !isMember else { return [] }
        return [
            Advisory(
                finding: .chairNotMember(organization: organization),
                subject: reference,
                source: council.source
            )
        ]
    }

    private func minutes(today: Day) -> [Advisory] {
        meetings.compactMap { id, meeting in
            let day = meeting.mode == .written ? meeting.replyDueOn : meeting.startsAt?.dayInTokyo
            guard meeting.state == .held || meeting.state == .closed, let day,
                day.adding(days: Self.daysForMinutes) < today, !meetingsWithMinutes.contains(id)
            else { return nil }
            return Advisory(
                finding: .minutesMissing(meeting: meeting.title, heldOn: day),
                subject: Reference(resource: "meetings", id: id.text),
                source: nil
            )
        }
    }
}
