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
        var walk = ListWalk(listing, of: self)
        while let (seen, record) = walk.next() {
            if page.items.count == listing.limit {
                page.next = last.map { Position(keys: listing.keys(of: $0).map(\.bytes), id: $0.id.text) }
                break
            }
            page.items.append(seen)
            last = record
        }
        page.visited = walk.visited
        if listing.counts { page.total = total(listing, visited: &page.visited) }
        return page
    }

    private func total<Value: Stored>(_ listing: Listing<Value>, visited: inout Int) -> Int {
        if listing.includes == nil, listing.among == nil {
            let table = self[keyPath: Value.tablePath]
            return [false, true].reduce(0) { sum, isMissing in
                table.visible(to: listing, ordering: 0, missing: isMissing).reduce(sum) { $0 + $1.count }
            }
        }
        var whole = listing
        whole.after = nil
        var walk = ListWalk(whole, of: self)
        var total = 0
        while walk.next() != nil { total += 1 }
        visited += walk.visited
        return total
    }
}

extension Stored {
    public static func page(_ listing: Listing<Self>, of state: StoreState) -> Page<Self> { state.page(listing) }

    public static func take(_ count: Int, visiting bound: Int, of walk: inout ListWalk<Self>) -> [Shown<Self>] {
        walk.take(count, visiting: bound)
    }
}

extension Listing {
    /// Whether a record lies in the councils asked for.
    func covers(_ record: Record<Value>) -> Bool {
        councils?.contains(record.value.council(id: record.id)) ?? true
    }

    /// What the reader sees of a record, if it is asked for.
    func shows(_ record: Record<Value>) -> Shown<Value>? {
        guard let seen = sees(record), includes?(seen) ?? true else { return nil }
        return seen
    }

    func sees(_ record: Record<Value>) -> Shown<Value>? {
        record.seen(at: reader.level(in: record.value.council(id: record.id)))
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
