/// A body that belongs to a council (構成員, 構成団体): a row of the charter's table.
public struct Member: Hashable, Sendable {
    public var councilID: ID<Council>
    public var name: Line
    /// Other spellings, of the same charter too.
    public var aliases: [Line]
    /// 区分, one of the council's own; absent where no document says it.
    public var category: Line?
    public var sector: Sector
    /// The place in the table, from 1. The table's own order is official.
    public var order: Int
    /// 部・課: roles belong to them, not only to bodies (G§3, T§3).
    public var units: [Line]
    public var localGovernmentCode: LocalGovernmentCode?
    public var corporateNumber: CorporateNumber?
    public var period: Period
    public var source: Source?

    public static let orders = 1...10_000

    public init(
        councilID: ID<Council>,
        name: Line,
        aliases: [Line] = [],
        category: Line? = nil,
        sector: Sector,
        order: Int,
        units: [Line] = [],
        localGovernmentCode: LocalGovernmentCode? = nil,
        corporateNumber: CorporateNumber? = nil,
        period: Period,
        source: Source? = nil
    ) {
        self.councilID = councilID
        self.name = name
        self.aliases = aliases
        self.category = category
        self.sector = sector
        self.order = order
        self.units = units
        self.localGovernmentCode = localGovernmentCode
        self.corporateNumber = corporateNumber
        self.period = period
        self.source = source
    }

    public func isCalled(_ name: Line) -> Bool {
        self.name == name || aliases.contains(name)
    }
}

/// What kind of body a member is, across councils.
public enum Sector: String, Hashable, Sendable, CaseIterable {
    case nationalGovernment, prefecture, municipality, labour, business, support, media
}

extension Member {
    /// What does not hold between this member, its council, the roles it has and the days of the meetings that it took
    /// part in.
    public func faults(in council: Council, roles: [RoleAssignment], meetingDays: [Day] = []) -> [Fault] {
        var faults: [Fault] = []
        if let category, !council.categories.contains(category) {
            faults.append(Fault("/category", .unknownValue(allowed: council.categories.map(\.text))))
        }
        for (index, unit) in units.enumerated() where units[..<index].contains(unit) {
            faults.append(Fault("/units/\(index)/name", .duplicate))
        }
        if roles.contains(where: { $0.councilID != councilID }) {
            faults.append(Fault("/councilId", .usedByARole))
        }
        if roles.contains(where: { role in role.unit.map { !units.contains($0) } ?? false }) {
            faults.append(Fault("/units", .usedByARole))
        }
        for end in Period.End.allCases where roles.contains(where: { $0.period.sticksOut(of: period, at: end) }) {
            faults.append(Fault("/\(end)", .usedByARole))
        }
        if meetingDays.contains(where: { $0 < period.from }) { faults.append(Fault("/from", .usedByAMeeting)) }
        if let until = period.until, meetingDays.contains(where: { until < $0 }) {
            faults.append(Fault("/until", .usedByAMeeting))
        }
        return faults
    }
}
