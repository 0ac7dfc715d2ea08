extension BTree {
    /// How full the nodes are that are built at once: neither the next insertion nor the next removal changes their
    /// number.
    private static var built: Int { (least + most) / 2 }

    /// The set of keys that are ascending and all different. Linear, without a comparison.
    init(ascending keys: [Key]) {
        self.init()
        guard !keys.isEmpty else { return }
        var level = Self.runs(of: keys.count).map { run in
            Child(low: keys[run.lowerBound], count: run.count, node: .leaf(Array(keys[run])))
        }
        while level.count > 1 {
            level = Self.runs(of: level.count).map { run in
                let children = Array(level[run])
                return Child(
                    low: children[0].low,
                    count: children.reduce(0) { $0 + $1.count },
                    node: .branch(children)
                )
            }
        }
        self.init(root: level[0].node, count: keys.count)
    }

    /// The slots of one level, shared out among nodes as evenly as can be.
    private static func runs(of count: Int) -> [Range<Int>] {
        let nodes = count <= most ? 1 : max((count + most - 1) / most, min((count + built / 2) / built, count / least))
        return (0..<nodes).map { (count * $0 / nodes)..<(count * ($0 + 1) / nodes) }
    }
}
