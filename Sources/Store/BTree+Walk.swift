extension BTree {
    /// The keys of one version, one after the other. A value: a copy goes on from where it was taken.
    struct Walk: Sequence, IteratorProtocol, Sendable {
        enum Direction: Int, Sendable { case ascending = 1, descending = -1 }

        private let direction: Direction
        /// The branches above the leaf, from the root on, and the places in them.
        private var path: [(children: [Child], place: Int)] = []
        private var keys: [Key] = []
        private var place = 0

        init(_ root: Node, _ direction: Direction, from bound: Key?, inclusive: Bool) {
            self.direction = direction
            guard let bound else {
                descend(root)
                return
            }
            descend(root) { BTree.place(of: bound, in: $0) }
            place = BTree.place(of: bound, in: keys)
            let isThere = place < keys.count && keys[place] == bound
            switch direction {
            case .ascending: if isThere && !inclusive { place += 1 }
            case .descending: if !isThere || !inclusive { place -= 1 }
            }
        }

        mutating func next() -> Key? {
            while true {
                if keys.indices.contains(place) {
                    defer { place += direction.rawValue }
                    return keys[place]
                }
                guard let (children, passed) = path.popLast() else { return nil }
                let child = passed + direction.rawValue
                if children.indices.contains(child) {
                    path.append((children, child))
                    descend(children[child].node)
                }
            }
        }

        /// Goes down to the first leaf in the direction.
        private mutating func descend(_ node: Node) {
            descend(node) { [direction] in direction == .ascending ? 0 : $0.count - 1 }
            place = direction == .ascending ? 0 : keys.count - 1
        }

        private mutating func descend(_ node: Node, by choose: ([Child]) -> Int) {
            var node = node
            while case .branch(let children) = node {
                let place = choose(children)
                path.append((children, place))
                node = children[place].node
            }
            if case .leaf(let keys) = node { self.keys = keys }
        }
    }
}
