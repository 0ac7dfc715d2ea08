import Foundation
public import Journal
import Synchronization

/// A disk in memory on which nothing lasts that was not synced: a file's bytes last from its `fsync`, a name from the
/// `fsync` of its directory. It can stop at the Nth change, like a machine without power.
public final class SimulatedDisk: Sendable {
    fileprivate struct Inode {
        var bytes: [UInt8] = []
        var durable: [UInt8] = []
        var isDirectory = false
    }

    fileprivate struct State {
        var inodes: [Inode] = [Inode(isDirectory: true)]
        var names: [String: Int] = ["/": 0]
        var durableNames: [String: Int] = ["/": 0]
        var open: [Int32: Int] = [:]
        var nextDescriptor: Int32 = 3
        var changesLeft = Int.max
    }

    /// What has become of the changes that were not synced.
    public enum Loss: Hashable, Sendable {
        case all, none
        /// Each file is cut or full of zeros somewhere, each name there or not.
        case some(seed: UInt64)
    }

    private let state = Mutex(State())

    public init() {}

    public var isDead: Bool { state.withLock { $0.changesLeft < 0 } }

    /// The change with this number, and all after it, do not happen.
    public func stop(before number: Int) {
        state.withLock { $0.changesLeft = number - 1 }
    }

    /// The process is gone, and what it wrote is still in memory.
    public func kill() {
        state.withLock { state in
            state.changesLeft = .max
            state.open = [:]
        }
    }

    /// The machine is gone.
    public func cutPower(_ loss: Loss) {
        kill()
        state.withLock { state in
            var random = Dice(seed: 0)
            if case .some(let seed) = loss { random = Dice(seed: seed) }
            for name in Set(state.names.keys).union(state.durableNames.keys).sorted()
            where state.names[name] != state.durableNames[name] {
                if loss == .all || loss != .none && Bool.random(using: &random) {
                    state.names[name] = state.durableNames[name]
                }
            }
            // Parents come first in order: what was in a directory that is gone is gone.
            for name in state.names.keys.sorted() where state.names[parent(name)] == nil { state.names[name] = nil }
            state.durableNames = state.names
            for index in state.inodes.indices where state.inodes[index].bytes != state.inodes[index].durable {
                state.inodes[index].lose(loss, &random)
            }
        }
    }

    /// Every file under a folder.
    public func files(_ folder: String) -> [String] {
        state.withLock { state in state.names.keys.filter { $0.hasPrefix(folder) }.sorted() }
    }

    private func change<Value>(_ change: (inout State) throws(SystemError) -> Value) throws(SystemError) -> Value {
        let result: Result<Value, SystemError> = state.withLock { state in
            state.changesLeft -= state.changesLeft < 0 ? 0 : 1
            if state.changesLeft < 0 { return .failure(SystemError(EIO)) }
            do throws(SystemError) { return .success(try change(&state)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    private func look<Value: Sendable>(
        _ look: (inout State) throws(SystemError) -> Value
    ) throws(SystemError) -> Value {
        let result: Result<Value, SystemError> = state.withLock { state in
            do throws(SystemError) { return .success(try look(&state)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    public var disk: Disk {
        var disk = Disk.live
        disk.open = { (path, flags, _) throws(SystemError) in try self.open(path, flags) }
        disk.close = { file in self.state.withLock { $0.open[file] = nil } }
        disk.read = { (file, buffer, offset) throws(SystemError) in
            try self.look { (state) throws(SystemError) in
                let bytes = try state.inode(file).bytes.dropFirst(Int(offset)).prefix(buffer.count)
                buffer.copyBytes(from: bytes)
                return bytes.count
            }
        }
        disk.write = { (file, bytes, offset) throws(SystemError) in
            let bytes = Array(bytes)
            return try self.change { (state) throws(SystemError) in
                let index = try state.index(file)
                var whole = state.inodes[index].bytes
                let end = Int(offset) + bytes.count
                if whole.count < end { whole += [UInt8](repeating: 0, count: end - whole.count) }
                whole.replaceSubrange(Int(offset)..<end, with: bytes)
                state.inodes[index].bytes = whole
                return bytes.count
            }
        }
        disk.fsync = { (file) throws(SystemError) in try self.sync(file) }
        disk.fdatasync = { (file) throws(SystemError) in try self.sync(file) }
        disk.ftruncate = { (file, length) throws(SystemError) in
            try self.change { (state) throws(SystemError) in
                let index = try state.index(file)
                state.inodes[index].bytes = Array(state.inodes[index].bytes.prefix(Int(length)))
            }
        }
        disk.allocate = { _, _, _ in }
        disk.forget = { _ in }
        disk.flock = { _, _ in }
        disk.rename = { (old, new) throws(SystemError) in
            try self.change { (state) throws(SystemError) in
                guard let index = state.names.removeValue(forKey: old) else { throw SystemError(ENOENT) }
                state.names[new] = index
            }
        }
        disk.unlink = { (path) throws(SystemError) in
            try self.change { (state) throws(SystemError) in
                if state.names.removeValue(forKey: path) == nil { throw SystemError(ENOENT) }
            }
        }
        disk.mkdir = { (path, _) throws(SystemError) in
            try self.change { (state) throws(SystemError) in
                if state.names[path] != nil { throw SystemError(EEXIST) }
                state.inodes.append(Inode(isDirectory: true))
                state.names[path] = state.inodes.count - 1
            }
        }
        disk.status = { (path) throws(SystemError) in
            try self.look { (state) throws(SystemError) in
                guard let index = state.names[path] else { throw SystemError(ENOENT) }
                let inode = state.inodes[index]
                return FileStatus(
                    isDirectory: inode.isDirectory,
                    mode: inode.isDirectory ? 0o700 : 0o600,
                    size: Int64(inode.bytes.count),
                    modified: 0
                )
            }
        }
        disk.names = { directory in
            self.state.withLock { state in
                state.names.keys.filter { parent($0) == directory && $0 != directory }
                    .map { String($0.dropFirst(directory.count + (directory == "/" ? 0 : 1))) }
            }
        }
        return disk
    }

    private func open(_ path: String, _ flags: Int32) throws(SystemError) -> Int32 {
        let isThere = state.withLock { $0.names[path] != nil }
        if isThere, flags & O_EXCL != 0 { throw SystemError(EEXIST) }
        if !isThere {
            if flags & O_CREAT == 0 { throw SystemError(ENOENT) }
            try change { (state) throws(SystemError) in
                guard state.names[parent(path)] != nil else { throw SystemError(ENOENT) }
                state.inodes.append(Inode())
                state.names[path] = state.inodes.count - 1
            }
        }
        return try look { (state) throws(SystemError) in
            guard let index = state.names[path] else { throw SystemError(ENOENT) }
            if flags & O_TRUNC != 0 { state.inodes[index].bytes = [] }
            state.nextDescriptor += 1
            state.open[state.nextDescriptor] = index
            return state.nextDescriptor
        }
    }

    private func sync(_ file: Int32) throws(SystemError) {
        try change { (state) throws(SystemError) in
            let index = try state.index(file)
            state.inodes[index].durable = state.inodes[index].bytes
            guard let directory = state.names.first(where: { $0.value == index })?.key,
                state.inodes[index].isDirectory
            else { return }
            for name in Set(state.names.keys).union(state.durableNames.keys) where parent(name) == directory {
                state.durableNames[name] = state.names[name]
            }
        }
    }
}

fileprivate extension SimulatedDisk.State {
    func index(_ file: Int32) throws(SystemError) -> Int {
        guard let index = open[file] else { throw SystemError(EBADF) }
        return index
    }

    func inode(_ file: Int32) throws(SystemError) -> SimulatedDisk.Inode {
        try inodes[index(file)]
    }
}

fileprivate extension SimulatedDisk.Inode {
    mutating func lose(_ loss: SimulatedDisk.Loss, _ random: inout Dice) {
        switch loss {
        case .all: bytes = durable
        case .none: break
        case .some:
            let shared = min(durable.count, bytes.count)
            if bytes.count > durable.count, bytes.starts(with: durable) {
                bytes = Array(bytes.prefix(.random(in: shared...bytes.count, using: &random)))
                let zeros = Int.random(in: shared...bytes.count, using: &random)
                if Bool.random(using: &random) {
                    bytes.replaceSubrange(zeros..., with: repeatElement(0, count: bytes.count - zeros))
                }
            } else if Bool.random(using: &random) {
                bytes = durable
            }
        }
        durable = bytes
    }
}

private func parent(_ path: String) -> String {
    let parent = path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)
    return parent.isEmpty ? "/" : String(parent)
}
