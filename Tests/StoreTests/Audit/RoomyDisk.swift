import Glibc
import Journal
import Synchronization

/// A disk that can be full but for what a reserve takes: then writing works once the reserve is given up.
final class RoomyDisk: Sendable {
    private struct State {
        var isFull = false
        var isUsedUp = false
        var refusesReserve = false
        var hasReserve = false
        var paths: [Int32: String] = [:]
        var made = Event()
    }

    private let state = Mutex(State())

    var hasReserve: Bool { state.withLock { $0.hasReserve } }

    /// Nothing is left but the reserve.
    func fill() { state.withLock { $0.isFull = true } }
    /// Not even that.
    func useUp() { state.withLock { $0.isUsedUp = true } }
    func refuseReserve() { state.withLock { $0.refusesReserve = true } }

    /// There is room for everything.
    func empty() {
        state.withLock { state in
            (state.isFull, state.isUsedUp, state.refusesReserve) = (false, false, false)
            state.made = Event()
        }
    }

    /// Returns when the reserve has been made since ``empty()``.
    func reserveMade() async { await state.withLock { $0.made }.wait() }

    var disk: Disk {
        var disk = Disk.live
        disk.open = { (path, flags, mode) throws(SystemError) in
            let file = try Disk.live.open(path, flags, mode)
            self.state.withLock { $0.paths[file] = path }
            return file
        }
        disk.write = { (file, bytes, offset) throws(SystemError) in
            let fails = self.state.withLock { $0.isUsedUp || $0.isFull && $0.hasReserve }
            if fails { throw SystemError(ENOSPC) }
            return try Disk.live.write(file, bytes, offset)
        }
        disk.allocate = { (file, offset, length) throws(SystemError) in
            let made: Event? = self.state.withLock { state in
                let isReserve = state.paths[file]?.hasSuffix("/reserve") ?? false
                if state.isFull || isReserve && state.refusesReserve { return nil }
                guard isReserve else { return Event() }
                state.hasReserve = true
                return state.made
            }
            guard let made else { throw SystemError(ENOSPC) }
            try Disk.live.allocate(file, offset, length)
            made.happen()
        }
        disk.unlink = { (path) throws(SystemError) in
            try Disk.live.unlink(path)
            if path.hasSuffix("/reserve") { self.state.withLock { $0.hasReserve = false } }
        }
        return disk
    }
}
