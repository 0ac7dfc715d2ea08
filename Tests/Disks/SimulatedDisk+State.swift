import Glibc
import Journal

extension SimulatedDisk {
    struct State: Sendable {
        var inodes = [Inode(isDirectory: true, time: 0)]
        var names = ["/": 0]
        /// The names in each directory.
        var children: [String: Set<String>] = ["/": []]
        private var durableNames = ["/": 0]
        private var nameChanges: [NameChange] = []

        /// Which process it is; one that is gone has another number.
        private(set) var process = 0
        var open: [Int32: (path: String, inode: Int)] = [:]
        var lastDescriptor: Int32 = 2
        /// Files that are locked: who has them, and whether alone.
        private var locks: [Int: (files: Set<Int32>, isExclusive: Bool)] = [:]

        var changes = 0
        var changesLeft = Int.max
        var tear: Dice?
        var syncsLeft = Int.max
        var dice = Dice(seed: 0)
        var time: Int64 = 0

        func inode(_ file: Int32) throws(SystemError) -> Int {
            guard let inode = open[file]?.inode else { throw SystemError(EBADF) }
            return inode
        }

        mutating func beginChange() throws(SystemError) {
            if changesLeft >= 0 { changesLeft -= 1 }
            if changesLeft < 0 { throw SystemError(EIO) }
            changes += 1
        }

        /// What goes through of the write at which it stops. Nothing of the next ones does.
        mutating func tornPart(of bytes: [UInt8]) -> ArraySlice<UInt8>? {
            guard var dice = tear else { return nil }
            tear = nil
            return bytes.prefix(dice.below(bytes.count + 1))
        }

        mutating func syncFails() -> Bool {
            if syncsLeft < 0 || syncsLeft == .max { return false }
            syncsLeft -= 1
            return syncsLeft < 0
        }

        mutating func endProcess() {
            process += 1
            open = [:]
            locks = [:]
            changesLeft = .max
            syncsLeft = .max
            tear = nil
        }

        mutating func close(_ file: Int32) {
            guard let inode = open.removeValue(forKey: file)?.inode else { return }
            unlock(file, inode)
        }

        // MARK: Names

        mutating func make(_ path: String, _ inode: Inode) throws(SystemError) {
            guard names[parent(path)] != nil else { throw SystemError(ENOENT) }
            inodes.append(inode)
            change([(path, inodes.count - 1)])
        }

        mutating func rename(_ old: String, to new: String) throws(SystemError) {
            guard let inode = names[old], names[parent(new)] != nil else { throw SystemError(ENOENT) }
            // What stands below one would have to be renamed, too.
            if inodes[inode].isDirectory { throw SystemError(ENOTSUP) }
            change([(old, nil), (new, inode)])
        }

        mutating func unlink(_ path: String) throws(SystemError) {
            guard let inode = names[path] else { throw SystemError(ENOENT) }
            if inodes[inode].isDirectory { throw SystemError(EISDIR) }
            change([(path, nil)])
        }

        private mutating func change(_ places: [(path: String, inode: Int?)]) {
            for (path, inode) in places { set(path, inode) }
            nameChanges.append(NameChange(places: places, unsynced: Set(places.map { parent($0.path) })))
        }

        private mutating func set(_ path: String, _ inode: Int?) {
            let directory = parent(path)
            let name = String(path.dropFirst(directory.count + (directory == "/" ? 0 : 1)))
            names[path] = inode
            if let inode {
                children[directory, default: []].insert(name)
                if inodes[inode].isDirectory { children[path] = [] }
            } else {
                children[directory, default: []].remove(name)
            }
        }

        /// With each change, those of the same names that came before it.
        mutating func syncNames(in directory: String) {
            var paths: Set<String> = []
            var lasting: [NameChange] = []
            for index in nameChanges.indices.reversed() {
                nameChanges[index].unsynced.remove(directory)
                let change = nameChanges[index]
                guard change.unsynced.isEmpty || change.touches(paths) else { continue }
                paths.formUnion(change.places.map(\.path))
                lasting.append(change)
                nameChanges.remove(at: index)
            }
            for change in lasting.reversed() { change.apply(to: &durableNames) }
        }

        mutating func lose(_ loss: Loss) {
            var dice = Dice(seed: 0)
            if case .some(let seed) = loss { dice = Dice(seed: seed) }
            let (luck, luckOfNames, isOrdered) = (dice.below(5), dice.below(5), dice.roll(2))
            var undone: Set<String> = []
            for change in nameChanges {
                let happens = loss == .none || loss != .all && dice.below(4) < luckOfNames
                if !happens || change.touches(undone) || isOrdered && !undone.isEmpty {
                    undone.formUnion(change.places.map(\.path))
                } else {
                    change.apply(to: &durableNames)
                }
            }
            takeDurableNames()
            for index in inodes.indices { inodes[index].lose(loss, luck: luck, &dice) }
        }

        private mutating func takeDurableNames() {
            let (former, formerNames) = (inodes, durableNames)
            (inodes, names, children, nameChanges) = ([former[0]], ["/": 0], ["/": []], [])
            // Parents come first in order.
            for (path, inode) in formerNames.sorted(by: { $0.key < $1.key }) where path != "/" {
                guard names[parent(path)] != nil else { continue }
                inodes.append(former[inode])
                set(path, inodes.count - 1)
            }
            durableNames = names
        }

        // MARK: Locks

        mutating func lock(_ file: Int32, _ operation: Int32) throws(SystemError) {
            let inode = try inode(file)
            guard operation & LOCK_UN == 0 else { return unlock(file, inode) }
            let isExclusive = operation & LOCK_EX != 0
            let others = locks[inode].map { ($0.files.subtracting([file]), $0.isExclusive) }
            if let others, !others.0.isEmpty, isExclusive || others.1 { throw SystemError(EWOULDBLOCK) }
            locks[inode] = ((others?.0 ?? []).union([file]), isExclusive)
        }

        private mutating func unlock(_ file: Int32, _ inode: Int) {
            locks[inode]?.files.remove(file)
            if locks[inode]?.files.isEmpty == true { locks[inode] = nil }
        }
    }
}

/// A creation, a removal or a rename that is not durable yet.
struct NameChange: Sendable {
    let places: [(path: String, inode: Int?)]
    /// The directories that are still to be synced.
    var unsynced: Set<String>

    func touches(_ paths: Set<String>) -> Bool { places.contains { paths.contains($0.path) } }

    func apply(to names: inout [String: Int]) {
        for (path, inode) in places { names[path] = inode }
    }
}

private func parent(_ path: String) -> String {
    let parent = path.utf8.prefix(upTo: path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex)
    return parent.isEmpty ? "/" : String(Substring(parent))
}
