/// Several ordered sets walked as one.
struct Merge: Sendable {
    private var heads: [(key: IndexKey, rest: BTree<IndexKey>.Walk)] = []
    private let descending: Bool

    /// - Parameter from: begins behind this key, in the direction of the walk.
    init(_ sets: [BTree<IndexKey>], descending: Bool, from: IndexKey?) {
        self.descending = descending
        for set in sets {
            var walk =
                descending ? set.descending(from: from, inclusive: false) : set.ascending(from: from, inclusive: false)
            if let head = walk.next() { heads.append((head, walk)) }
        }
    }

    mutating func next() -> IndexKey? {
        guard var first = heads.indices.first else { return nil }
        for index in heads.indices where (heads[index].key < heads[first].key) != descending && index != first {
            first = index
        }
        let key = heads[first].key
        if let following = heads[first].rest.next() {
            heads[first].key = following
        } else {
            heads.remove(at: first)
        }
        return key
    }
}

extension IndexKey {
    /// Before all records of the same key, in the direction of a walk.
    func edge(descending: Bool) -> IndexKey {
        // Ids are ASCII: none lies beyond this letter.
        IndexKey(key: key, id: descending ? "\u{10FFFF}" : "")
    }
}
