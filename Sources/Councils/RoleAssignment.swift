/// A role that a body, or one unit of it, has in a council for a time.
public struct RoleAssignment: Hashable, Sendable {
    /// Who has it.
    public enum Holder: Hashable, Sendable {
        case member(ID<Member>)
        /// A body outside the table, as the charter names it: ハローワーク in G§3(1)⑥.
        case body(Line)
    }

    public var councilID: ID<Council>
    public var holder: Holder
    /// 部・課
    public var unit: Line?
    public var role: Role
    public var rank: Rank?
    public var note: Line?
    public var period: Period
    public var source: Source?

    public init(
        councilID: ID<Council>,
        holder: Holder,
        unit: Line? = nil,
        role: Role,
        rank: Rank? = nil,
        note: Line? = nil,
        period: Period,
        source: Source? = nil
    ) {
        self.councilID = councilID
        self.holder = holder
        self.unit = unit
        self.role = role
        self.rank = rank
        self.note = note
        self.period = period
        self.source = source
    }

    public var memberID: ID<Member>? {
        if case .member(let id) = holder { id } else { nil }
    }

    public var bodyName: Line? {
        if case .body(let name) = holder { name } else { nil }
    }
}

extension RoleAssignment {
    /// What does not hold between this assignment, the member that has it, and the others of the council.
    ///
    /// Periods of the same role for the same unit do not overlap; a role's period lies within the member's.
    public func faults(member: Member?, others: [RoleAssignment]) -> [Fault] {
        var faults: [Fault] = []
        if let member {
            if member.councilID != councilID {
                faults.append(Fault("/memberId", .ofAnotherCouncil))
            }
            if let unit, !member.units.contains(unit) {
                faults.append(Fault("/unit", .unknownValue(allowed: member.units.map(\.text))))
            }
            for end in Period.End.allCases where period.sticksOut(of: member.period, at: end) {
                faults.append(Fault("/\(end)", .outsideTheMembersPeriod))
            }
        }
        let clash = others.contains { other in
            other.councilID == councilID && other.holder == holder && other.unit == unit && other.role == role
                && other.period.overlaps(period)
        }
        if clash { faults.append(Fault("/from", .overlappingRole)) }
        return faults
    }
}
