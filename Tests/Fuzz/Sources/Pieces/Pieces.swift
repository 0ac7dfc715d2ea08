/// An input as a client might send it. The cuts follow from the bytes alone, so that an input that fails once always
/// fails, and a corpus file is nothing but what would go over the wire.
public struct Pieces {
    private var state: UInt64

    /// Cuts that are the same for the same bytes (FNV-1a is where they begin).
    public init(_ bytes: [UInt8]) {
        state = bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// A number below `bound`, which is above 0.
    public mutating func number(below bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int((state >> 11) % UInt64(bound))
    }

    /// Up to eight positions in `0...count`, in order, the last of which is `count`. Some may be equal: a piece may be
    /// empty.
    public mutating func cuts(of count: Int) -> [Int] {
        (0..<number(below: 8)).map { _ in number(below: count + 1) }.sorted() + [count]
    }
}

/// Ends the run when a rule is broken, with the rule. Unlike `precondition`, says it in optimised code, too.
public func rule(_ holds: Bool, _ text: StaticString) {
    if !holds { fatalError("broken rule: \(text)") }
}
