import Glibc
import Journal
import Synchronization

extension SimulatedDisk {
    /// One process and its calls. When it is gone, they all fail.
    struct Process: Sendable {
        let number: Int
        let machine: SimulatedDisk

        private func look<Value: Sendable>(
            _ look: (inout State) throws(SystemError) -> Value
        ) throws(SystemError) -> Value {
            let result: Result<Value, SystemError> = machine.state.withLock { state in
                guard state.process == number else { return .failure(SystemError(EIO)) }
                do throws(SystemError) { return .success(try look(&state)) } catch { return .failure(error) }
            }
            return try result.get()
        }

        private func change<Value: Sendable>(
            _ call: Faults.Call,
            _ path: String,
            _ change: (inout State) throws(SystemError) -> Value
        ) throws(SystemError) -> Value {
            tell(call, path)
            return try look { (state) throws(SystemError) in
                try state.beginChange()
                return try change(&state)
            }
        }

        private func change<Value: Sendable>(
            _ call: Faults.Call,
            _ file: Int32,
            _ change: (inout State, _ inode: Int) throws(SystemError) -> Value
        ) throws(SystemError) -> Value {
            tell(call, machine.state.withLock { $0.open[file]?.path ?? "" })
            return try look { (state) throws(SystemError) in
                try state.beginChange()
                return try change(&state, try state.inode(file))
            }
        }

        private func tell(_ call: Faults.Call, _ path: String) {
            machine.watch.withLock { $0 }?(call, path)
        }

        private func write(
            _ file: Int32,
            _ bytes: UnsafeRawBufferPointer,
            _ offset: Int64
        ) throws(SystemError) -> Int {
            let bytes = Array(bytes)
            tell(.write, machine.state.withLock { $0.open[file]?.path ?? "" })
            return try look { (state) throws(SystemError) in
                let inode = try state.inode(file)
                do throws(SystemError) { try state.beginChange() } catch {
                    if state.process == number, let part = state.tornPart(of: bytes) {
                        state.inodes[inode].write(part, at: Int(offset), time: state.time)
                    }
                    throw error
                }
                state.inodes[inode].write(bytes[...], at: Int(offset), time: state.time)
                return bytes.count
            }
        }

        private func open(_ path: String, _ flags: Int32) throws(SystemError) -> Int32 {
            let isThere = try look { $0.names[path] != nil }
            if isThere, flags & O_EXCL != 0 { throw SystemError(EEXIST) }
            if !isThere {
                if flags & O_CREAT == 0 { throw SystemError(ENOENT) }
                try change(.open, path) { (state) throws(SystemError) in try state.make(path, Inode(time: state.time)) }
            } else if flags & O_TRUNC != 0 {
                try change(.ftruncate, path) { (state) throws(SystemError) in
                    guard let inode = state.names[path] else { throw SystemError(ENOENT) }
                    state.inodes[inode].truncate(to: 0, time: state.time)
                }
            }
            return try look { (state) throws(SystemError) in
                guard let inode = state.names[path] else { throw SystemError(ENOENT) }
                if flags & O_DIRECTORY != 0, !state.inodes[inode].isDirectory { throw SystemError(ENOTDIR) }
                state.lastDescriptor += 1
                state.open[state.lastDescriptor] = (path, inode)
                return state.lastDescriptor
            }
        }

        private func sync(_ call: Faults.Call, _ file: Int32) throws(SystemError) {
            try change(call, file) { (state, inode) throws(SystemError) in
                if state.syncFails() {
                    state.inodes[inode].failSync(&state.dice)
                    throw SystemError(EIO)
                }
                state.inodes[inode].sync()
                if state.inodes[inode].isDirectory, let path = state.open[file]?.path { state.syncNames(in: path) }
            }
        }

        var disk: Disk {
            var disk = Disk.live
            disk.open = { (path, flags, _) throws(SystemError) in try open(path, flags) }
            disk.close = { (file) throws(SystemError) in
                try look { (state) throws(SystemError) in state.close(file) }
            }
            disk.read = { (file, buffer, offset) throws(SystemError) in
                try look { (state) throws(SystemError) in
                    state.inodes[try state.inode(file)].read(into: buffer, at: Int(offset))
                }
            }
            disk.write = { (file, bytes, offset) throws(SystemError) in try write(file, bytes, offset) }
            disk.fsync = { (file) throws(SystemError) in try sync(.fsync, file) }
            disk.fdatasync = { (file) throws(SystemError) in try sync(.fdatasync, file) }
            disk.ftruncate = { (file, length) throws(SystemError) in
                try change(.ftruncate, file) { (state, inode) throws(SystemError) in
                    state.inodes[inode].truncate(to: Int(length), time: state.time)
                }
            }
            // There is always room.
            disk.allocate = { _, _, _ in }
            disk.forget = { file in
                machine.state.withLock { state in
                    guard state.process == number, let inode = state.open[file]?.inode else { return }
                    state.inodes[inode].forget()
                }
            }
            disk.flock = { (file, operation) throws(SystemError) in
                try look { (state) throws(SystemError) in try state.lock(file, operation) }
            }
            disk.rename = { (old, new) throws(SystemError) in
                try change(.rename, old) { (state) throws(SystemError) in try state.rename(old, to: new) }
            }
            disk.unlink = { (path) throws(SystemError) in
                try change(.unlink, path) { (state) throws(SystemError) in try state.unlink(path) }
            }
            disk.mkdir = { (path, _) throws(SystemError) in
                try change(.mkdir, path) { (state) throws(SystemError) in
                    if state.names[path] != nil { throw SystemError(EEXIST) }
                    try state.make(path, Inode(isDirectory: true, time: state.time))
                }
            }
            disk.status = { (path) throws(SystemError) in
                try look { (state) throws(SystemError) in
                    guard let index = state.names[path] else { throw SystemError(ENOENT) }
                    let inode = state.inodes[index]
                    return FileStatus(
                        isDirectory: inode.isDirectory,
                        mode: inode.isDirectory ? 0o700 : 0o600,
                        size: Int64(inode.bytes.count),
                        modified: inode.modified
                    )
                }
            }
            disk.names = { (directory) throws(SystemError) in
                try look { (state) throws(SystemError) in
                    guard let names = state.children[directory] else { throw SystemError(ENOENT) }
                    return Array(names)
                }
            }
            return disk
        }
    }
}
