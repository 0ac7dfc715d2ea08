public import Councils
import HashTreeCollections

/// All values of one type, in memory, with what makes lists walk instead of sort. Copies share what did not change.
public struct Table<Value: Stored>: Sendable {
    /// Those values of one council that the same levels see, in one order.
    struct Partition: Hashable, Sendable {
        let ordering: Int
        let council: String
        let visibleFrom: Level
        /// Those without a key come behind the others in both directions.
        let isMissing: Bool
    }

    var records = TreeDictionary<ID<Value>, Record<Value>>()
    var tombstones = TreeDictionary<ID<Value>, Tombstone>()
    var partitions = TreeDictionary<Partition, BTree<IndexKey>>()
    var unique = TreeDictionary<String, ID<Value>>()

    public var count: Int { records.count }

    public subscript(id: ID<Value>) -> Record<Value>? { records[id] }

    public func withUniqueKey(_ key: String) -> Record<Value>? {
        unique[key].flatMap { records[$0] }
    }

    mutating func put(_ record: Record<Value>) {
        if let former = records.updateValue(record, forKey: record.id) { unlist(former) }
        if !tombstones.isEmpty { tombstones[record.id] = nil }
        list(record)
    }

    mutating func delete(_ id: ID<Value>, leaving tombstone: Tombstone?) {
        if let former = records[id] { unlist(former) }
        records[id] = nil
        tombstones[id] = tombstone
    }

    private mutating func list(_ record: Record<Value>) {
        for (partition, key) in Self.places(of: record) { _ = partitions[partition, default: BTree()].insert(key) }
        for key in record.value.uniqueKeys { unique[key] = record.id }
    }

    private mutating func unlist(_ record: Record<Value>) {
        for (partition, key) in Self.places(of: record) { _ = partitions[partition]?.remove(key) }
        for key in record.value.uniqueKeys where unique[key] == record.id { unique[key] = nil }
    }

    private static func places(of record: Record<Value>) -> [(Partition, IndexKey)] {
        guard let (level, seen) = record.value.lowest else { return [] }
        let council = record.value.council(id: record.id).text
        return Value.orderings.enumerated().map { index, ordering in
            let key = ordering.key(seen, record.id)
            return (
                Partition(ordering: index, council: council, visibleFrom: level, isMissing: key == nil),
                IndexKey(key: key ?? .none, id: record.id.text)
            )
        }
    }
}

extension Table {
    /// Whether any value is so; looks at all of them.
    public func contains(where isSo: (Value) -> Bool) -> Bool {
        records.contains { isSo($0.value.value) }
    }
}
