import Dispatch
import Glibc
import Journal
import Synchronization

/// Something that happens once and can be waited for.
final class Event: Sendable {
    private let state = Mutex<(hasHappened: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    func happen() {
        let waiting = state.withLock { state in
            defer { state = (true, []) }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    var hasHappened: Bool { state.withLock { $0.hasHappened } }

    func wait() async {
        await withCheckedContinuation { continuation in
            let hasHappened = state.withLock { state in
                if !state.hasHappened { state.waiting.append(continuation) }
                return state.hasHappened
            }
            if hasHappened { continuation.resume() }
        }
    }
}

/// A disk whose `fdatasync` waits until the test lets it go.
final class HeldDisk: Sendable {
    private struct State {
        var isHolding = false
        var syncs = 0
        var held: Held?
        var arrival = Event()
    }

    /// A sync that waits; with what it is to fail.
    private final class Held: Sendable {
        let gate = DispatchSemaphore(value: 0)
        let errno = Mutex<Int32?>(nil)
    }

    private let state = Mutex(State())

    /// How many there were, those under way too.
    var syncs: Int { state.withLock { $0.syncs } }

    /// From now on each waits.
    func hold() { state.withLock { $0.isHolding = true } }

    /// Returns when one waits.
    func arrival() async {
        await state.withLock { $0.arrival }.wait()
    }

    /// Lets go the one that waits; the next one waits again.
    func letGo(failingWith errno: Int32? = nil) {
        let held = state.withLock { state in
            state.arrival = Event()
            defer { state.held = nil }
            return state.held
        }
        held?.errno.withLock { $0 = errno }
        held?.gate.signal()
    }

    /// Lets go the one that waits and all that come.
    func stop() {
        state.withLock { $0.isHolding = false }
        letGo()
    }

    var disk: Disk {
        var disk = Disk.live
        disk.fdatasync = { (file) throws(SystemError) in
            let held = self.state.withLock { state in
                state.syncs += 1
                if state.isHolding { state.held = Held() }
                return state.held
            }
            guard let held else { return try Disk.live.fdatasync(file) }
            self.state.withLock { $0.arrival }.happen()
            held.gate.wait()
            if let errno = held.errno.withLock({ $0 }) { throw SystemError(errno) }
        }
        return disk
    }
}

/// A disk whose calls fail while the test wants it so.
final class FaultyDisk: Sendable {
    struct Plan: Sendable {
        /// What writing to a file fails with.
        var write: Int32?
        /// What opening a file fails with whose path holds the text.
        var open: (path: String, errno: Int32)?
        /// What `fsync` of such a file fails with.
        var fsync: (path: String, errno: Int32)?
        var allocate: Int32?
    }

    private let plan = Mutex(Plan())
    private let paths = Mutex<[Int32: String]>([:])
    private let requests = Mutex<(count: Int, awaited: [(Int, Event)])>((0, []))
    let syncs = Mutex(0)

    func set(_ change: @Sendable (inout Plan) -> Void) { plan.withLock { change(&$0) } }

    /// Happens when room has been asked for and was there.
    let hadRoom = Event()

    /// Returns when room has been asked for so many times in all.
    func asked(_ count: Int) async {
        let event = Event()
        requests.withLock { state in
            if state.count >= count { event.happen() } else { state.awaited.append((count, event)) }
        }
        await event.wait()
    }

    var disk: Disk {
        var disk = Disk.live
        disk.open = { (path, flags, mode) throws(SystemError) in
            if let fault = self.plan.withLock({ $0.open }), path.contains(fault.path) { throw SystemError(fault.errno) }
            let file = try Disk.live.open(path, flags, mode)
            self.paths.withLock { $0[file] = path }
            return file
        }
        disk.write = { (file, bytes, offset) throws(SystemError) in
            if let errno = self.plan.withLock({ $0.write }) { throw SystemError(errno) }
            return try Disk.live.write(file, bytes, offset)
        }
        disk.fsync = { (file) throws(SystemError) in
            let path = self.paths.withLock { $0[file] ?? "" }
            if let fault = self.plan.withLock({ $0.fsync }), path.contains(fault.path) {
                throw SystemError(fault.errno)
            }
        }
        disk.fdatasync = { _ in self.syncs.withLock { $0 += 1 } }
        disk.allocate = { (file, offset, length) throws(SystemError) in
            let answer = self.plan.withLock { $0.allocate }
            self.requests.withLock { state in
                state.count += 1
                for (count, event) in state.awaited where count <= state.count { event.happen() }
                state.awaited.removeAll { $0.0 <= state.count }
            }
            if let errno = answer { throw SystemError(errno) }
            self.hadRoom.happen()
        }
        return disk
    }
}
