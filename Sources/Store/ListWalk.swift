import Councils

/// What a listing's reader sees, in order, one after the other, in the one state that it was made from. A value: a copy
/// goes on from where it was taken. The listing's limit does not end it.
///
/// Walks an order that is kept; sorts at most the values that are equal in the first term, or those of `among`.
public struct ListWalk<Value: Stored>: Sendable {
    private let listing: Listing<Value>
    private let table: Table<Value>
    /// Behind which place in the first term it begins.
    private let start: IndexKey?
    /// Those that have a key in the first term; behind them, those that have none.
    private var merge: Merge?
    /// Whether those that have none are still to come.
    private var mayBeMissing = true
    /// The first one behind those that are equal in the first term.
    private var ahead: (key: IndexKey, record: Record<Value>)?
    /// Sorted, and known to be shown.
    private var ready: [Record<Value>] = []
    private var place = 0
    /// How many records were looked at.
    private(set) var visited = 0

    public init(_ listing: Listing<Value>, of state: State) {
        self.listing = listing
        table = state[keyPath: Value.tablePath]
        start = listing.after.map { IndexKey(key: SortKey(bytes: $0.keys[0]), id: $0.id) }
        guard let among = listing.among else {
            merge = merged(missing: false)
            return
        }
        let records = among.compactMap { table[$0] }.filter(listing.covers)
        visited = records.count
        ready = sorted(records)
    }

    /// nil where nothing of it lies behind the start.
    private func merged(missing isMissing: Bool) -> Merge? {
        if let start, start.isMissing, !isMissing { return nil }
        let first = listing.sort[0]
        let from = start?.isMissing == isMissing ? start : nil
        return Merge(
            table.visible(to: listing, ordering: first.ordering, missing: isMissing),
            descending: first.descending,
            // With further terms, equals of the position in the first term may come before or behind it.
            from: listing.sort.count == 1 ? from : from.map { $0.edge(descending: first.descending) }
        )
    }

    mutating func next() -> (seen: Shown<Value>, record: Record<Value>)? {
        if listing.among == nil, listing.sort.count == 1 {
            while let (_, record) = pull() {
                if let seen = listing.shows(record) { return (seen, record) }
            }
            return nil
        }
        while true {
            if place < ready.count {
                let record = ready[place]
                place += 1
                if let seen = listing.sees(record) { return (seen, record) }
            } else if !fill() {
                return nil
            }
        }
    }

    /// At most so many of what comes next; fewer, even none, where so many were looked at.
    ///
    /// - Returns: nothing with `isOver` at the end.
    mutating func take(_ count: Int, visiting bound: Int) -> [Shown<Value>] {
        var taken: [Shown<Value>] = []
        let visitedBefore = visited
        while taken.count < count, visited - visitedBefore < bound {
            guard let (seen, _) = next() else {
                isOver = true
                break
            }
            taken.append(seen)
        }
        return taken
    }

    /// Whether ``take(_:visiting:)`` has come to the end.
    public private(set) var isOver = false

    /// The next one in the order of the first term.
    private mutating func pull() -> (key: IndexKey, record: Record<Value>)? {
        while true {
            while let key = merge?.next() {
                guard let record = table[ID(trusted: key.id)] else { continue }
                visited += 1
                return (key, record)
            }
            guard mayBeMissing else { return nil }
            mayBeMissing = false
            merge = merged(missing: true)
        }
    }

    /// Gets ready those that come next and are equal in the first term. false at the end.
    private mutating func fill() -> Bool {
        guard listing.among == nil, let first = ahead ?? pull() else { return false }
        ahead = nil
        var equals = [first.record]
        while let next = pull() {
            guard first.key.hasKey(of: next.key) else {
                ahead = next
                break
            }
            equals.append(next.record)
        }
        ready = sorted(equals)
        place = 0
        return true
    }

    /// Leaves out what lies before the start or does not fit.
    private func sorted(_ records: [Record<Value>]) -> [Record<Value>] {
        var candidates: [(record: Record<Value>, keys: [SortKey])] = []
        for record in records where listing.shows(record) != nil {
            let keys = listing.keys(of: record)
            if let after = listing.after, !listing.precedes(after, (keys, record.id.text)) { continue }
            candidates.append((record, keys))
        }
        candidates.sort { listing.orders(($0.keys, $0.record.id.text), ($1.keys, $1.record.id.text)) }
        return candidates.map(\.record)
    }
}
