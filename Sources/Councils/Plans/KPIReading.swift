/// What can be read off a KPI: how far it has come, and how far the plan's period.
public struct KPIReading: Hashable, Sendable {
    /// value ÷ target; only where both exist, and the target is more than nothing.
    public let achievement: Percentage?
    /// How much of the plan's period has gone by.
    public let period: Percentage
    /// Whether the latest measurement says anything.
    public let isReported: Bool

    /// - Parameter latest: the newest measurement.
    public init(of kpi: KPI, latest: Measurement?, in plan: Plan, today: Day) {
        achievement =
            if let value = latest?.value, let target = kpi.target?.value {
                Percentage(value.thousandths, of: target.thousandths)
            } else {
                nil
            }
        period = plan.goneBy(on: today)
        isReported = latest?.isReport ?? false
    }
}

/// A share in tenths of a per cent, rounded to the nearest.
public struct Percentage: Hashable, Sendable {
    public let tenths: Int64

    public static let none = Percentage(tenths: 0)
    public static let all = Percentage(tenths: 1000)

    private init(tenths: Int64) {
        self.tenths = tenths
    }

    /// - Returns: nil for a share of nothing.
    public init?(_ part: Int64, of whole: Int64) {
        guard whole > 0 else { return nil }
        let (times, rest) = part.multipliedReportingOverflow(by: 1000)
        guard !rest else { return nil }
        tenths = times / whole + (times % whole >= whole - whole / 2 ? 1 : 0)
    }

    /// Per cent: 12.5.
    public var number: Double { Double(tenths) / 10 }
}

extension Plan {
    /// The whole days of its period that lie before a day.
    public func goneBy(on today: Day) -> Percentage {
        if today <= days.lowerBound { return .none }
        if days.upperBound < today { return .all }
        let gone = today.number - days.lowerBound.number
        return Percentage(Int64(gone), of: Int64(days.upperBound.number - days.lowerBound.number + 1)) ?? .all
    }
}
