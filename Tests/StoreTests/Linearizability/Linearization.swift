/// Looks for an order of the calls on one key that a single register, used by one client after another, could have
/// answered, and in which no call comes before one that was answered before it began (Wing and Gong's search).
///
/// A call with an unknown outcome may stand anywhere after its beginning, or nowhere. The search remembers which sets of
/// calls it has put in order with which register at the end: it goes on from none of them twice.
struct Linearization {
    private struct Place: Hashable {
        var done: BitSet
        var register: Register
    }

    private let calls: [RegisterCall]
    private var seen: Set<Place> = []

    private init(_ calls: [RegisterCall]) {
        // A read that was not answered says nothing.
        self.calls = calls.filter { $0.kind != .read || $0.answer != .unknown }.sorted { $0.began < $1.began }
    }

    static func exists(for calls: [RegisterCall]) -> Bool {
        var search = Linearization(calls)
        return search.run()
    }

    private mutating func run() -> Bool {
        var open = [Place(done: BitSet(count: calls.count), register: Register())]
        while let place = open.popLast() {
            guard seen.insert(place).inserted else { continue }
            // The first answer that is still to be explained: what began after it comes after it.
            var limit = Int.max
            for (index, call) in calls.enumerated() where call.answer != .unknown && !place.done[index] {
                limit = min(limit, call.ended)
            }
            if limit == .max { return true }
            for (index, call) in calls.enumerated() {
                if call.began > limit { break }
                guard !place.done[index], let register = call.effect(on: place.register) else { continue }
                // An effect that is none needs no place.
                if call.answer == .unknown, register == place.register { continue }
                var next = Place(done: place.done, register: register)
                next.done[index] = true
                open.append(next)
            }
        }
        return false
    }
}

/// A set of small numbers.
private struct BitSet: Hashable {
    private var words: [UInt64]

    init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

    subscript(index: Int) -> Bool {
        get { words[index / 64] & 1 << UInt64(index % 64) != 0 }
        set {
            let bit: UInt64 = 1 << UInt64(index % 64)
            if newValue { words[index / 64] |= bit } else { words[index / 64] &= ~bit }
        }
    }
}
