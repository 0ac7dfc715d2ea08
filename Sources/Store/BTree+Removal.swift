extension BTree.Node {
    mutating func remove(_ key: Key) -> Bool {
        switch self {
        case .leaf(var keys):
            let place = BTree.place(of: key, in: keys)
            guard place < keys.count, keys[place] == key else { return false }
            self = .leaf([])
            keys.remove(at: place)
            self = .leaf(keys)
            return true
        case .branch(var children):
            self = .leaf([])
            let place = BTree.place(of: key, in: children)
            let isRemoved = children[place].node.remove(key)
            if isRemoved {
                children[place].count -= 1
                if children[place].node.slots < BTree.least { Self.join(&children, at: max(place - 1, 0)) }
            }
            self = .branch(children)
            return isRemoved
        }
    }

    /// Makes one child of two neighbours or, if they are too many for one, shares their slots out evenly.
    private static func join(_ children: inout [BTree.Child], at place: Int) {
        let (left, right) = (children[place], children[place + 1])
        switch (left.node, right.node) {
        case (.leaf(let lesser), .leaf(let greater)):
            let keys = lesser + greater
            let half = keys.count <= BTree.most ? keys.count : keys.count / 2
            children[place].node = .leaf(Array(keys[..<half]))
            if half < keys.count {
                children[place + 1].node = .leaf(Array(keys[half...]))
                children[place + 1].low = keys[half]
            }
        case (.branch(let lesser), .branch(let greater)):
            let all = lesser + greater
            let half = all.count <= BTree.most ? all.count : all.count / 2
            children[place].node = .branch(Array(all[..<half]))
            if half < all.count {
                children[place + 1].node = .branch(Array(all[half...]))
                children[place + 1].low = all[half].low
            }
        case (.leaf, .branch), (.branch, .leaf):
            return  // All leaves are equally deep.
        }
        children[place].count = children[place].node.total
        if children[place].count == left.count + right.count {
            children.remove(at: place + 1)
        } else {
            children[place + 1].count = left.count + right.count - children[place].count
        }
    }
}
