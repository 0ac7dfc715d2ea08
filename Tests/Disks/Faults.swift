public import Journal
import Synchronization

/// Makes the Nth call of a kind fail, from then on or once.
public final class Faults: Sendable {
    public enum Call: CaseIterable, Sendable {
        case open, read, write, fsync, fdatasync, ftruncate, rename, unlink, mkdir, names, status, flock
    }

    public enum Kind: Hashable, Sendable {
        case error(Int32)
        /// Half of the bytes are written.
        case short
    }

    private struct State {
        var calls: [Call: Int] = [:]
        var plan: (call: Call, number: Int, kind: Kind)?
        var hasStruck = false
    }

    private let state = Mutex(State())

    public init() {}

    public var hasStruck: Bool { state.withLock { $0.hasStruck } }

    public func strike(_ call: Call, _ number: Int, _ kind: Kind) {
        state.withLock { $0 = State(plan: (call, number, kind)) }
    }

    public func stop() {
        state.withLock { $0.plan = nil }
    }

    public func count(_ call: Call) -> Int { state.withLock { $0.calls[call] ?? 0 } }

    private func strikes(_ call: Call) -> Kind? {
        state.withLock { state in
            state.calls[call, default: 0] += 1
            guard let plan = state.plan, plan.call == call, plan.number == state.calls[call] else { return nil }
            state.hasStruck = true
            return plan.kind
        }
    }

    private func check(_ call: Call) throws(SystemError) {
        if case .error(let errno) = strikes(call) { throw SystemError(errno) }
    }

    /// A disk on which the faults strike.
    public func disk(_ real: Disk) -> Disk {
        var disk = real
        disk.open = { (path, flags, mode) throws(SystemError) in
            try self.check(.open)
            return try real.open(path, flags, mode)
        }
        disk.read = { (file, buffer, offset) throws(SystemError) in
            switch self.strikes(.read) {
            case .error(let errno): throw SystemError(errno)
            case .short where buffer.count > 1:
                return try real.read(
                    file,
                    UnsafeMutableRawBufferPointer(rebasing: buffer[..<(buffer.count / 2)]),
                    offset
                )
            default: return try real.read(file, buffer, offset)
            }
        }
        disk.write = { (file, bytes, offset) throws(SystemError) in
            switch self.strikes(.write) {
            case .error(let errno): throw SystemError(errno)
            case .short:
                return try real.write(file, UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)]), offset)
            case nil: return try real.write(file, bytes, offset)
            }
        }
        disk.fsync = { (file) throws(SystemError) in
            try self.check(.fsync)
            try real.fsync(file)
        }
        disk.fdatasync = { (file) throws(SystemError) in
            try self.check(.fdatasync)
            try real.fdatasync(file)
        }
        disk.ftruncate = { (file, length) throws(SystemError) in
            try self.check(.ftruncate)
            try real.ftruncate(file, length)
        }
        disk.rename = { (old, new) throws(SystemError) in
            try self.check(.rename)
            try real.rename(old, new)
        }
        disk.unlink = { (path) throws(SystemError) in
            try self.check(.unlink)
            try real.unlink(path)
        }
        disk.mkdir = { (path, mode) throws(SystemError) in
            try self.check(.mkdir)
            try real.mkdir(path, mode)
        }
        disk.names = { (path) throws(SystemError) in
            try self.check(.names)
            return try real.names(path)
        }
        disk.status = { (path) throws(SystemError) in
            try self.check(.status)
            return try real.status(path)
        }
        disk.flock = { (file, operation) throws(SystemError) in
            try self.check(.flock)
            try real.flock(file, operation)
        }
        return disk
    }
}
