/// A number as plans state it: none below zero, with three decimals at most, kept exactly.
public struct Figure: Hashable, Sendable, Comparable {
    public static let bounds = 0...1_000_000_000_000
    public static let decimals = 3

    public let thousandths: Int64

    /// A figure that was one when it was written.
    public init(thousandths: Int64) {
        self.thousandths = thousandths
    }

    public init(_ whole: Int) {
        thousandths = Int64(whole) * 1000
    }

    /// - Throws: ``Invalid/range(_:)``, ``Invalid/decimals(_:)``.
    public init(_ number: Double) throws(Invalid) {
        guard number >= 0, number <= Double(Self.bounds.upperBound) else { throw .numberRange(Self.bounds) }
        let scaled = (number * 1000).rounded()
        guard scaled / 1000 == number else { throw .decimals(Self.decimals) }
        thousandths = Int64(scaled)
    }

    public var isWhole: Bool { thousandths % 1000 == 0 }
    public var number: Double { Double(thousandths) / 1000 }

    public static func < (one: Figure, other: Figure) -> Bool { one.thousandths < other.thousandths }
}

/// A figure with what it counts: 4,371 件, 55 %.
public struct Quantity: Hashable, Sendable {
    public var value: Figure
    public var unit: Line

    public init(value: Figure, unit: Line) {
        self.value = value
        self.unit = unit
    }
}
