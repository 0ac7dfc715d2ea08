import Councils

/// A value that refers to another, with what sorting asks first.
struct Referring: Comparable, Sendable {
    private let prefix: UInt128
    let id: String

    init(id: String) {
        var text = id
        prefix = text.withUTF8 { UInt128(prefix: UnsafeRawBufferPointer($0)) }
        self.id = id
    }

    static func < (one: Referring, other: Referring) -> Bool {
        one.prefix == other.prefix ? one.id < other.id : one.prefix < other.prefix
    }
}

/// Puts together who refers to whom, of all tables at once.
struct ReferenceIndex {
    private var tables: [Reference: [(table: String, referring: [Referring])]] = [:]

    mutating func add(_ referring: [Reference: [Referring]], of table: String) {
        for (target, referring) in referring { tables[target, default: []].append((table, referring)) }
    }

    /// Sorts target by target, several at a time: few have many that refer to them.
    consuming func tree() -> BTree<ReferenceKey> {
        let targets = tables.sorted { ($0.key.id, $0.key.resource) < ($1.key.id, $1.key.resource) }
        let part = max(1, targets.count / 64)
        let keys = concurrently((targets.count + part - 1) / part) { number in
            targets[(number * part)..<min((number + 1) * part, targets.count)].flatMap { target, tables in
                tables.sorted { $0.table < $1.table }.flatMap { table, referring in
                    referring.sorted().map { ReferenceKey(target: target, table: table, id: $0.id) }
                }
            }
        }
        return BTree(ascending: Array(keys.joined()))
    }
}
