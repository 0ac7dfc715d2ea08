import Councils
import HashTreeCollections

// How a table's orders are made at once, for a state that was read from disk.
extension Table {
    /// A key with what sorting asks first, beside it in memory.
    private struct Entry: Comparable, Sendable {
        let prefix: UInt128
        let key: IndexKey

        init(_ key: IndexKey) {
            prefix = key.prefix
            self.key = key
        }

        static func < (one: Entry, other: Entry) -> Bool {
            one.prefix == other.prefix ? one.key < other.key : one.prefix < other.prefix
        }
    }

    /// The partitions of one council and level, for each order one with and one without a key.
    private struct Place: Hashable {
        let council: String
        let visibleFrom: Level
    }

    /// The keys of some of the values.
    private struct Gathered: Sendable {
        private(set) var entries: [Partition: [Entry]] = [:]
        private(set) var unique: [(key: String, id: ID<Value>)] = []
        private(set) var referring: [Reference: [Referring]] = [:]

        init(_ records: ArraySlice<Record<Value>>) {
            var numbers: [Place: Int] = [:]
            var lists: [[Entry]] = []
            let count = 2 * Value.orderings.count
            for record in records {
                for key in record.value.uniqueKeys { unique.append((key, record.id)) }
                for target in record.value.refersTo {
                    referring[target, default: []].append(Referring(id: record.id.text))
                }
                guard let (level, seen) = record.value.lowest else { continue }
                let place = Place(council: record.value.council(id: record.id).text, visibleFrom: level)
                let first: Int
                if let number = numbers[place] {
                    first = number
                } else {
                    first = lists.count
                    numbers[place] = first
                    lists += repeatElement([], count: count)
                }
                for (index, ordering) in Value.orderings.enumerated() {
                    let key = ordering.key(seen, record.id)
                    let entry = Entry(IndexKey(key: key ?? .none, id: record.id.text))
                    lists[first + 2 * index + (key == nil ? 1 : 0)].append(entry)
                }
            }
            for (place, first) in numbers {
                for index in 0..<count where !lists[first + index].isEmpty {
                    let partition = Partition(
                        ordering: index / 2,
                        council: place.council,
                        visibleFrom: place.visibleFrom,
                        isMissing: !index.isMultiple(of: 2)
                    )
                    entries[partition] = lists[first + index]
                }
            }
        }
    }

    /// Takes what changes left without listing it. ``index()`` must follow before the table is used.
    mutating func load(_ changes: [(ID<Value>, Remains<Value>)]) {
        for (id, remains) in changes {
            switch remains {
            case .record(let record):
                records.updateValue(record, forKey: id)
                if !tombstones.isEmpty { tombstones[id] = nil }
            case .tombstone(let tombstone):
                records[id] = nil
                tombstones[id] = tombstone
            }
        }
    }

    /// Makes all orders anew: sorts them, on several threads, where inserting one key after the other would visit a
    /// branch of the tree for each.
    ///
    /// - Returns: what refers to whom, in no order.
    mutating func index() -> [Reference: [Referring]] {
        let all = records.map(\.value)
        let part = 16_384
        let gathered = concurrently((all.count + part - 1) / part) { number in
            Gathered(all[(number * part)..<min((number + 1) * part, all.count)])
        }
        let sets = Array(Set(gathered.flatMap(\.entries.keys)))
        let trees = concurrently(sets.count) { number in
            var entries = gathered.flatMap { $0.entries[sets[number]] ?? [] }
            entries.sort()
            return BTree(ascending: entries.map(\.key))
        }
        partitions = TreeDictionary(uniqueKeysWithValues: zip(sets, trees))
        unique = TreeDictionary()
        for (key, id) in gathered.lazy.flatMap(\.unique) { unique[key] = id }
        return gathered.reduce(into: [:]) { all, part in
            for (target, referring) in part.referring { all[target, default: []] += referring }
        }
    }
}
