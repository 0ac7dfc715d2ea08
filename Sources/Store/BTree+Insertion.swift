extension BTree.Node {
    enum Insertion {
        case present
        case inserted
        /// Inserted; the node became too large, and this is its greater half.
        case split(BTree.Child)
    }

    mutating func insert(_ key: Key) -> Insertion {
        switch self {
        case .leaf(var keys):
            let place = BTree.place(of: key, in: keys)
            if place < keys.count, keys[place] == key { return .present }
            self = .leaf([])
            keys.insert(key, at: place)
            let right = Self.split(&keys)
            self = .leaf(keys)
            return right.map { .split(BTree.Child(low: $0[0], count: $0.count, node: .leaf($0))) } ?? .inserted
        case .branch(var children):
            self = .leaf([])
            let place = BTree.place(of: key, in: children)
            let insertion = children[place].node.insert(key)
            switch insertion {
            case .present: break
            case .inserted: children[place].count += 1
            case .split(let right):
                children[place].count += 1 - right.count
                children.insert(right, at: place + 1)
            }
            let right = Self.split(&children)
            self = .branch(children)
            if case .present = insertion { return .present }
            return right.map {
                .split(BTree.Child(low: $0[0].low, count: BTree.Node.branch($0).total, node: .branch($0)))
            } ?? .inserted
        }
    }

    /// Takes the greater half away from slots that are too many.
    private static func split<Slot>(_ slots: inout [Slot]) -> [Slot]? {
        guard slots.count > BTree.most else { return nil }
        let half = slots.count / 2
        let right = Array(slots[half...])
        slots.removeSubrange(half...)
        return right
    }
}
