/// How many observations there were of each size: cheap to add to, bounded in memory.
public struct Histogram: Hashable, Sendable {
    /// The largest value that each bucket takes, ascending.
    public let bounds: [Double]
    /// For each bound what is above the one before it, and last what is above all.
    public private(set) var counts: [Int]
    public private(set) var sum = 0.0

    public var count: Int { counts.reduce(0, +) }

    public init(_ bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    public mutating func observe(_ value: Double) {
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
    }

    public mutating func observe(_ duration: Duration) {
        observe(duration.inSeconds)
    }
}

extension Duration {
    public var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
