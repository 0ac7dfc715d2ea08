import Dispatch
import Journal
import Synchronization

/// A disk on which writing a snapshot waits, or fails, at its `fsync`, and that keeps what is removed once the
/// directory has been let go.
final class SnapshotDisk: Sendable {
    private struct State {
        var paths: [Int32: String] = [:]
        var isHolding = false
        var errno: Int32?
        var isReleased = false
        var removedLate: [String] = []
    }

    private let state = Mutex(State())
    private let gate = DispatchSemaphore(value: 0)
    /// Happens when a snapshot waits.
    let waits = Event()
    let syncs = Mutex(0)

    func hold() { state.withLock { $0.isHolding = true } }

    func letGo() {
        state.withLock { $0.isHolding = false }
        gate.signal()
    }

    func fail(with errno: Int32) { state.withLock { $0.errno = errno } }

    var removedLate: [String] { state.withLock { $0.removedLate } }

    var disk: Disk {
        var disk = Disk.live
        disk.open = { (path, flags, mode) throws(SystemError) in
            let file = try Disk.live.open(path, flags, mode)
            self.state.withLock { $0.paths[file] = path }
            return file
        }
        disk.close = { (file) throws(SystemError) in
            self.state.withLock { state in
                if state.paths.removeValue(forKey: file)?.hasSuffix("/LOCK") == true { state.isReleased = true }
            }
            try Disk.live.close(file)
        }
        disk.fsync = { (file) throws(SystemError) in
            let (isHeld, errno) = self.state.withLock { state -> (Bool, Int32?) in
                guard let path = state.paths[file], path.contains("/snapshots/") else { return (false, nil) }
                return (state.isHolding, state.errno)
            }
            if isHeld {
                self.waits.happen()
                self.gate.wait()
            }
            if let errno { throw SystemError(errno) }
        }
        disk.fdatasync = { _ in self.syncs.withLock { $0 += 1 } }
        disk.unlink = { (path) throws(SystemError) in
            try Disk.live.unlink(path)
            self.state.withLock { if $0.isReleased { $0.removedLate.append(path) } }
        }
        return disk
    }
}
