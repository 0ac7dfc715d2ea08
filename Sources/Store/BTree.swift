/// An ordered set whose versions share what they have in common.
///
/// A copy costs nothing and stays as it is while the original goes on changing. Inserting and removing copy the nodes
/// on the way to one leaf, and only those that another version holds too; with no other version alive they work in
/// place. All are logarithmic but where it says otherwise. Keys carry what the caller needs: there is no separate
/// value. Two keys are the same if neither is less than the other.
struct BTree<Key: Comparable & Sendable>: Sendable {
    /// The fewest keys of a leaf and children of a branch; the root may have fewer.
    static var least: Int { 64 }
    /// The most keys of a leaf and children of a branch.
    static var most: Int { 128 }

    /// How many keys there are: constant time.
    private(set) var count = 0
    private(set) var root = Node.leaf([])

    /// A set without keys.
    init() {}

    /// A set with the keys below this node.
    init(root: Node, count: Int) {
        self.root = root
        self.count = count
    }

    /// Whether there are no keys.
    var isEmpty: Bool { count == 0 }

    /// Adds a key. False if it was there; the one that was there stays.
    @discardableResult
    mutating func insert(_ key: Key) -> Bool {
        switch root.insert(key) {
        case .present: return false
        case .inserted: break
        case .split(let right):
            root = .branch([Child(low: right.low, count: count + 1 - right.count, node: root), right])
        }
        count += 1
        return true
    }

    /// Takes a key out. False if it was not there.
    @discardableResult
    mutating func remove(_ key: Key) -> Bool {
        guard root.remove(key) else { return false }
        count -= 1
        if case .branch(let children) = root, children.count == 1 { root = children[0].node }
        return true
    }

    /// Whether the key is there.
    func contains(_ key: Key) -> Bool {
        var node = root
        while case .branch(let children) = node { node = children[Self.place(of: key, in: children)].node }
        guard case .leaf(let keys) = node else { return false }
        let place = Self.place(of: key, in: keys)
        return place < keys.count && keys[place] == key
    }

    /// How many keys are less than this one, which need not be there.
    func rank(of key: Key) -> Int {
        var rank = 0
        var node = root
        while case .branch(let children) = node {
            let place = Self.place(of: key, in: children)
            for child in children[..<place] { rank += child.count }
            node = children[place].node
        }
        guard case .leaf(let keys) = node else { return rank }
        return rank + Self.place(of: key, in: keys)
    }

    /// How many keys are in the range, whose bounds need not be there.
    func count(in range: Range<Key>) -> Int { rank(of: range.upperBound) - rank(of: range.lowerBound) }

    /// The least key that is not less than the bound or, if not `inclusive`, greater than it.
    func first(from bound: Key, inclusive: Bool = true) -> Key? {
        var walk = ascending(from: bound, inclusive: inclusive)
        return walk.next()
    }

    /// The keys from the least, or from the bound on, upwards. Walks as it is asked, on the version it was made from.
    func ascending(from bound: Key? = nil, inclusive: Bool = true) -> Walk {
        Walk(root, .ascending, from: bound, inclusive: inclusive)
    }

    /// The keys from the greatest, or from the bound on, downwards. Walks as it is asked, on the version it was made
    /// from.
    func descending(from bound: Key? = nil, inclusive: Bool = true) -> Walk {
        Walk(root, .descending, from: bound, inclusive: inclusive)
    }
}
