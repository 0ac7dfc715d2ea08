import Disks
import Testing

@testable import Store

@Suite struct BTreeTests {
    @Test func aTreeWithoutKeysAnswers() {
        var tree = BTree<Int>()
        let isRemoved = tree.remove(1)
        #expect(!isRemoved && tree.isEmpty && !tree.contains(1) && tree.rank(of: 5) == 0)
        #expect(Array(tree.ascending()) == [] && Array(tree.descending(from: 3)) == [] && tree.first(from: 0) == nil)
    }

    @Test func insertingAndRemovingSayWhatTheyDid() {
        var tree = BTree<Int>()
        let inserted = [tree.insert(1), tree.insert(1)]
        #expect(inserted == [true, false] && tree.count == 1)
        let removed = [tree.remove(1), tree.remove(1)]
        #expect(removed == [true, false] && tree.isEmpty)
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func agreesWithASortedArrayInEveryVersion(seed: UInt64) {
        var random = Dice(seed: seed)
        var tree = BTree<Int>()
        var oracle: [Int] = []
        var versions: [(tree: BTree<Int>, keys: [Int])] = []
        let space = 6_000
        for step in 0..<12_000 {
            // Grows for a while, then shrinks, so that nodes split and join.
            let grows =
                (step / 4_000) % 2 == 0
                ? Int.random(in: 0..<10, using: &random) < 8 : Int.random(in: 0..<10, using: &random) < 2
            let key = grows ? Int.random(in: 0..<space, using: &random) : oracle.randomElement(using: &random) ?? 0
            let place = oracle.partitioningIndex { $0 >= key }
            let isThere = place < oracle.count && oracle[place] == key
            if grows {
                let isInserted = tree.insert(key)
                #expect(isInserted == !isThere)
                if !isThere { oracle.insert(key, at: place) }
            } else {
                let isRemoved = tree.remove(key)
                #expect(isRemoved == isThere)
                if isThere { oracle.remove(at: place) }
            }
            if step % 300 == 0 {
                versions.append((tree, oracle))
                Self.check(tree, against: oracle, &random)
            }
        }
        for (tree, keys) in versions {
            Self.check(tree, against: keys, &random)
            for key in 0..<space where tree.contains(key) != (keys[safe: keys.partitioningIndex { $0 >= key }] == key) {
                return #expect(Bool(false), "contains(\(key))")
            }
        }
    }

    @Test(arguments: [true, false])
    func sortedInsertionsAndRemovalsKeepTheShape(ascending: Bool) {
        var tree = BTree<Int>()
        let keys = ascending ? Array(0..<40_000) : (0..<40_000).reversed()
        for key in keys { tree.insert(key) }
        #expect(Shape(tree).depth >= 3)
        #expect(tree.ascending().elementsEqual(0..<40_000))
        #expect(tree.descending().elementsEqual((0..<40_000).reversed()))
        for key in keys.dropLast(10) { tree.remove(key) }
        #expect(tree.ascending().elementsEqual(keys.suffix(10).sorted()))
        #expect(Shape(tree).depth == 1)
    }

    /// Large enough for branches to split and join.
    @Test func branchesKeepTheShape() {
        var random = Dice(seed: 6)
        var tree = BTree<Int>()
        let keys = (0..<60_000).shuffled(using: &random)
        for key in keys { tree.insert(key) }
        #expect(Shape(tree).depth == 3)
        #expect(Shape(tree).faults == [])
        var gone: Set<Int> = []
        for (step, key) in keys.shuffled(using: &random).enumerated() {
            let isRemoved = tree.remove(key)
            gone.insert(key)
            // Some come back, at places where something was taken out.
            if step % 3 == 0, let back = gone.randomElement(using: &random) {
                tree.insert(back)
                gone.remove(back)
            }
            if !isRemoved || step % 2_000 == 0 {
                #expect(isRemoved)
                #expect(Shape(tree).faults == [])
                #expect(tree.ascending().elementsEqual((0..<60_000).filter { !gone.contains($0) }))
            }
        }
    }

    @Test func aWalkStaysOnItsVersion() {
        var tree = BTree<Int>()
        for key in 0..<2_000 { tree.insert(key * 2) }
        var walk = tree.ascending(from: 1_001)
        var seen: [Int] = []
        while let key = walk.next() {
            seen.append(key)
            tree.insert(key + 1)
            tree.remove(key)
        }
        #expect(seen == Array(stride(from: 1_002, to: 4_000, by: 2)))
        #expect(tree.count == 2_000 && tree.contains(1_003) && !tree.contains(1_002))
        let next = walk.next()
        #expect(next == nil)
    }

    /// All nodes of the new version but those on one path are the very nodes of the old one.
    @Test func aChangeCopiesOnlyThePath() {
        var random = Dice(seed: 9)
        var tree = BTree<Int>()
        for key in (0..<100_000).shuffled(using: &random) { tree.insert(key * 2) }
        for _ in 0..<20 {
            let old = tree
            let (before, depth) = (Shape(old).nodes, Shape(old).depth)
            let key = Int.random(in: 0..<100_000, using: &random)
            tree.insert(key * 2 + 1)
            // A split adds a node a level, a new root one more.
            #expect(Shape(tree).nodes.subtracting(before).count <= depth * 2 + 1)
            let between = tree
            tree.remove(key * 2)
            #expect(Shape(tree).nodes.subtracting(Shape(between).nodes).count <= depth * 2)
            #expect(old.contains(key * 2) && Shape(old).nodes == before)
        }
    }

    @Test func withoutAnotherVersionNothingIsCopied() {
        var tree = BTree<Int>()
        for key in 0..<20_000 { tree.insert(key * 2) }
        var copied = 0
        for key in stride(from: 1, to: 40_000, by: 4_001) {
            let before = Shape(tree).nodes
            tree.insert(key)
            tree.remove(key)
            copied += Shape(tree).nodes.subtracting(before).count
        }
        // Only a leaf whose array had no room moves.
        #expect(copied <= 10)
    }

    /// As many keys as fill nodes to the brim, and one more or less.
    @Test(arguments: [0, 1, 63, 64, 65, 127, 128, 129, 143, 144, 191, 192, 193, 8_191, 8_192, 16_384, 16_385, 40_000])
    func builtAtOnceItIsAsIfInserted(count: Int) {
        var tree = BTree(ascending: (0..<count).map { $0 * 2 })
        #expect(tree.count == count && Shape(tree).faults == [])
        #expect(tree.ascending().elementsEqual((0..<count).lazy.map { $0 * 2 }))
        for key in stride(from: -1, through: count * 2 + 1, by: max(1, count / 300)) {
            #expect(tree.contains(key) == (key >= 0 && key < count * 2 && key.isMultiple(of: 2)))
        }
        for key in stride(from: -1, through: count * 2 + 1, by: max(1, count / 300)) {
            tree.insert(key)
            tree.remove(key + 2)
        }
        #expect(Shape(tree).faults == [])
    }

    @Test func equalKeysKeepTheOneThatWasThere() {
        var tree = BTree<Named>()
        tree.insert(Named(key: 1, name: "first"))
        let isInserted = tree.insert(Named(key: 1, name: "second"))
        #expect(!isInserted && tree.first(from: Named(key: 0, name: ""))?.name == "first")
    }

    private static func check(_ tree: BTree<Int>, against keys: [Int], _ random: inout Dice) {
        #expect(tree.count == keys.count)
        #expect(Shape(tree).faults == [])
        #expect(tree.ascending().elementsEqual(keys))
        #expect(tree.descending().elementsEqual(keys.reversed()))
        for _ in 0..<20 {
            let bound = Int.random(in: -10..<6_010, using: &random)
            let upper = Int.random(in: bound..<6_020, using: &random)
            #expect(tree.rank(of: bound) == keys.partitioningIndex { $0 >= bound })
            #expect(tree.count(in: bound..<upper) == keys.filter { (bound..<upper).contains($0) }.count)
            #expect(tree.first(from: bound) == keys.first { $0 >= bound })
            #expect(tree.first(from: bound, inclusive: false) == keys.first { $0 > bound })
            #expect(tree.ascending(from: bound).prefix(200).elementsEqual(keys.filter { $0 >= bound }.prefix(200)))
            #expect(tree.ascending(from: bound, inclusive: false).elementsEqual(keys.filter { $0 > bound }))
            #expect(tree.descending(from: bound).elementsEqual(keys.filter { $0 <= bound }.reversed()))
            #expect(tree.descending(from: bound, inclusive: false).elementsEqual(keys.filter { $0 < bound }.reversed()))
        }
    }
}

/// What a tree looks like inside, and what is wrong with it.
private struct Shape {
    var nodes: Set<UnsafeRawPointer> = []
    var depth = 0
    var faults: [String] = []

    init(_ tree: BTree<Int>) {
        depth = visit(tree.root, from: .min, below: .max, isRoot: true)
        if tree.root.total != tree.count { faults.append("count") }
    }

    private mutating func visit(_ node: BTree<Int>.Node, from low: Int, below high: Int, isRoot: Bool) -> Int {
        if node.slots > BTree<Int>.most || (!isRoot && node.slots < BTree<Int>.least) { faults.append("fill") }
        switch node {
        case .leaf(let keys):
            keys.withUnsafeBytes { if let start = $0.baseAddress { nodes.insert(start) } }
            if !zip(keys, keys.dropFirst()).allSatisfy({ $0 < $1 }) { faults.append("order") }
            if let first = keys.first, let last = keys.last, first < low || last >= high { faults.append("bounds") }
            return 1
        case .branch(let children):
            children.withUnsafeBytes { if let start = $0.baseAddress { nodes.insert(start) } }
            if children.count < 2 { faults.append("lonely") }
            var depths: Set<Int> = []
            for (place, child) in children.enumerated() {
                let from = place == 0 ? low : child.low
                let below = place + 1 < children.count ? children[place + 1].low : high
                depths.insert(visit(child.node, from: from, below: below, isRoot: false))
                if child.count != child.node.total { faults.append("count") }
            }
            if depths.count > 1 { faults.append("depth") }
            return 1 + (depths.max() ?? 0)
        }
    }
}

private struct Named: Comparable {
    let key: Int
    let name: String

    static func == (one: Named, other: Named) -> Bool { one.key == other.key }
    static func < (one: Named, other: Named) -> Bool { one.key < other.key }
}

extension [Int] {
    fileprivate func partitioningIndex(where belongs: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if belongs(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    fileprivate subscript(safe index: Int) -> Int? { indices.contains(index) ? self[index] : nil }
}
