import Councils
import HashTreeCollections

extension State {
    /// A page of what the listing's reader sees. Walks an order that is kept; sorts at most the values that are equal
    /// in the first term, or those of `among`.
    public func list<Value: Stored>(_ listing: Listing<Value>) -> Page<Value> {
        Value.page(listing, of: self)
    }

    fileprivate func page<Value: Stored>(_ listing: Listing<Value>) -> Page<Value> {
        var page = Page<Value>()
        var last: Record<Value>?
        let table = self[keyPath: Value.tablePath]
        walk(table, listing, visited: &page.visited) { seen, record in
            if page.items.count == listing.limit {
                page.next = last.map { Position(keys: listing.keys(of: $0).map(\.bytes), id: $0.id.text) }
                return false
            }
            page.items.append(seen)
            last = record
            return true
        }
        if listing.counts { page.total = total(table, listing, visited: &page.visited) }
        return page
    }

    private func total<Value: Stored>(_ table: Table<Value>, _ listing: Listing<Value>, visited: inout Int) -> Int {
        if listing.includes == nil, listing.among == nil {
            return [false, true].reduce(0) { sum, isMissing in
                table.visible(to: listing, ordering: 0, missing: isMissing).reduce(sum) { $0 + $1.count }
            }
        }
        var whole = listing
        whole.after = nil
        var total = 0
        walk(table, whole, visited: &visited) { _, _ in
            total += 1
            return true
        }
        return total
    }

    /// Gives what fits in order, until `take` answers false.
    private func walk<Value: Stored>(
        _ table: Table<Value>,
        _ listing: Listing<Value>,
        visited: inout Int,
        _ take: (Shown<Value>, Record<Value>) -> Bool
    ) {
        if let among = listing.among {
            let records = among.compactMap { table[$0] }.filter { listing.covers($0) }
            visited += records.count
            _ = give(records, listing, take)
            return
        }
        let start = listing.after.map { IndexKey(key: SortKey(bytes: $0.keys[0]), id: $0.id) }
        for isMissing in [false, true] {
            if let start, start.isMissing, !isMissing { continue }
            let from = start?.isMissing == isMissing ? start : nil
            guard walk(table, listing, missing: isMissing, from: from, visited: &visited, take) else { return }
        }
    }

    /// Walks those values that have a key in the first term, or those that have none. false if `take` ended it.
    private func walk<Value: Stored>(
        _ table: Table<Value>,
        _ listing: Listing<Value>,
        missing isMissing: Bool,
        from: IndexKey?,
        visited: inout Int,
        _ take: (Shown<Value>, Record<Value>) -> Bool
    ) -> Bool {
        let first = listing.sort[0]
        let isOneTerm = listing.sort.count == 1
        var merge = Merge(
            table.visible(to: listing, ordering: first.ordering, missing: isMissing),
            descending: first.descending,
            // With further terms, equals of the position in the first term may come before or behind it.
            from: isOneTerm ? from : from.map { $0.edge(descending: first.descending) }
        )
        var equals: [Record<Value>] = []
        var head: IndexKey?
        while let next = merge.next() {
            guard let record = table[ID(trusted: next.id)] else { continue }
            visited += 1
            if isOneTerm {
                guard let seen = listing.shows(record) else { continue }
                guard take(seen, record) else { return false }
                continue
            }
            if !(head?.hasKey(of: next) ?? false) {
                guard give(equals, listing, take) else { return false }
                equals.removeAll(keepingCapacity: true)
                head = next
            }
            equals.append(record)
        }
        return give(equals, listing, take)
    }

    /// Sorts a few records, leaves out what lies before the position or does not fit, and gives the rest.
    private func give<Value: Stored>(
        _ records: [Record<Value>],
        _ listing: Listing<Value>,
        _ take: (Shown<Value>, Record<Value>) -> Bool
    ) -> Bool {
        var candidates: [(seen: Shown<Value>, record: Record<Value>, keys: [SortKey])] = []
        for record in records {
            guard let seen = listing.shows(record) else { continue }
            let keys = listing.keys(of: record)
            if let after = listing.after, !listing.precedes(after, (keys, record.id.text)) { continue }
            candidates.append((seen, record, keys))
        }
        candidates.sort { listing.orders(($0.keys, $0.record.id.text), ($1.keys, $1.record.id.text)) }
        return candidates.allSatisfy { take($0.seen, $0.record) }
    }
}

extension Stored {
    public static func page(_ listing: Listing<Self>, of state: StoreState) -> Page<Self> { state.page(listing) }
}

extension Listing {
    /// Whether a record lies in the councils asked for.
    func covers(_ record: Record<Value>) -> Bool {
        councils?.contains(record.value.council(id: record.id)) ?? true
    }

    /// What the reader sees of a record, if it is asked for.
    func shows(_ record: Record<Value>) -> Shown<Value>? {
        let level = reader.level(in: record.value.council(id: record.id))
        guard let seen = record.seen(at: level), includes?(seen) ?? true else { return nil }
        return seen
    }

    /// The same keys as in the table's orders: from what the lowest reader sees.
    func keys(of record: Record<Value>) -> [SortKey] {
        guard let seen = record.value.seen(at: record.value.visibleFrom) else { return [] }
        return sort.map { Value.orderings[$0.ordering].key(seen, record.id) ?? .none }
    }

    func orders(_ one: ([SortKey], String), _ other: ([SortKey], String)) -> Bool {
        for (term, (left, right)) in zip(sort, zip(one.0, other.0)) where left != right {
            // What is missing comes last in both directions.
            if left == .none || right == .none { return right == .none }
            return (left < right) != term.descending
        }
        return one.1 != other.1 && (one.1 < other.1) != sort[0].descending
    }

    func precedes(_ position: Position, _ other: ([SortKey], String)) -> Bool {
        orders((position.keys.map(SortKey.init(bytes:)), position.id), other)
    }
}

extension Table {
    /// The partitions in one order that hold what the reader sees of the councils asked for.
    func visible(to listing: Listing<Value>, ordering: Int, missing isMissing: Bool) -> [BTree<IndexKey>] {
        partitions.compactMap { partition, keys in
            let council = ID<Council>(trusted: partition.council)
            guard partition.ordering == ordering, partition.isMissing == isMissing,
                listing.councils?.contains(council) ?? true,
                partition.visibleFrom <= listing.reader.level(in: council)
            else { return nil }
            return keys
        }
    }
}
