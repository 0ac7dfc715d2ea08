extension BTree {
    /// A node is an array: the standard library's arrays are shared by reference and copied on writing if shared, which
    /// is all the sharing that the tree needs, so it has no class of its own and nothing unchecked.
    ///
    /// To change an array in place, nothing else may refer to it: what changes a node takes the array out, leaves an
    /// empty leaf in its place and puts it back.
    enum Node: Sendable {
        /// Keys, ascending.
        case leaf([Key])
        /// Children, ascending.
        case branch([Child])
    }

    /// A child of a branch.
    struct Child: Sendable {
        /// No key of the child is less, all keys before the child are. The first child of a branch has the branch's
        /// own; on the way to the least key it has no meaning.
        var low: Key
        /// How many keys there are below.
        var count: Int
        var node: Node
    }

    /// The place of the first key that is not less.
    static func place(of key: Key, in keys: [Key]) -> Int {
        var (low, high) = (0, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The place of the child that has the key, if any has.
    static func place(of key: Key, in children: [Child]) -> Int {
        var (low, high) = (0, children.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if key < children[middle].low { high = middle - 1 } else { low = middle }
        }
        return low
    }
}

extension BTree.Node {
    /// The keys of a leaf, the children of a branch.
    var slots: Int {
        switch self {
        case .leaf(let keys): keys.count
        case .branch(let children): children.count
        }
    }

    /// How many keys there are in and below the node.
    var total: Int {
        switch self {
        case .leaf(let keys): keys.count
        case .branch(let children): children.reduce(0) { $0 + $1.count }
        }
    }
}
