import CLinux
import Glibc
import Synchronization

/// An epoll instance, and who waits for what on which descriptor.
///
/// A descriptor is registered when it is first waited on, once and edge-triggered, for both directions; from then on a
/// wait is no system call. What an edge-triggered socket must not lose is kept in its slot: an event that finds nobody
/// waiting is remembered for the next to wait, and the end of a connection, which is told once, for all who read later.
///
/// The kernel knows open files, and the table knows numbers. So whoever closes a descriptor calls `forget` first; each
/// registration has a number of its own, and an event of an earlier one is dropped.
final class EventTable: Sendable {
    /// The slots of every 64th descriptor: a wait and an event seldom meet at one lock.
    private final class Shard: Sendable {
        let slots = Mutex<[EventSlot]>([])
    }

    private let shards = (0..<64).map { _ in Shard() }
    private let epoll: Int32
    /// An eventfd that ends the sleep of a poll.
    private let bell: Int32
    /// Why there is no epoll; 0 when there is.
    let fault: Int32
    private let registrations = Atomic<UInt32>(0)

    private static let mostEvents = 256
    private static let interest =
        EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue

    init() {
        var fault: Int32 = 0
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        if epoll < 0 { fault = errno }
        bell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        if bell < 0, fault == 0 { fault = errno }
        var event = epoll_event(events: EPOLLIN.rawValue | EPOLLET.rawValue, data: epoll_data_t(u64: 0))
        if fault == 0, epoll_ctl(epoll, EPOLL_CTL_ADD, bell, &event) != 0 { fault = errno }
        self.fault = fault
    }

    /// How many registrations there have been.
    var registered: UInt32 { registrations.load(ordering: .relaxed) / 2 }

    deinit {
        for descriptor in [epoll, bell] where descriptor >= 0 { close(descriptor) }
    }

    /// Ends the sleep of the poll that waits, or of the next one.
    func ring() { eventfd_write(bell, 1) }

    /// Resumes who waits for what has happened. With `waits`, sleeps until something has. `behindSleep` is called when
    /// the events are known and nobody has been told yet.
    func poll(waits: Bool, behindSleep: () -> Void) {
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.mostEvents) { events in
            let count = epoll_wait(epoll, events.baseAddress, Int32(Self.mostEvents), waits ? -1 : 0)
            behindSleep()
            for event in events.prefix(Int(max(count, 0))) { deliver(event) }
        }
    }

    private func deliver(_ event: epoll_event) {
        let registration = UInt32(truncatingIfNeeded: event.data.u64 >> 32)
        guard registration != 0 else { return }  // the bell
        let (first, second) = withSlot(Int32(truncatingIfNeeded: event.data.u64)) { slot in
            slot.registration == registration ? slot.take(event.events) : (nil, nil)
        }
        first?.resume(with: .ready)
        second?.resume(with: .ready)
    }

    /// Nil when the waiter is in the table; else what it is to be told.
    func add(_ waiter: EventSlot.Waiter, for descriptor: Int32) -> EventSlot.Outcome? {
        guard descriptor >= 0 else { return .failed(EBADF) }
        return withSlot(descriptor) { slot in
            if slot.registration == 0, let code = register(descriptor, &slot) { return .failed(code) }
            return slot.add(waiter)
        }
    }

    /// Under the lock of the slot, so that no event comes before the slot knows of it.
    private func register(_ descriptor: Int32, _ slot: inout EventSlot) -> Int32? {
        let registration = registrations.wrappingAdd(2, ordering: .relaxed).newValue | 1
        let data = UInt64(registration) << 32 | UInt64(descriptor)
        var event = epoll_event(events: Self.interest, data: epoll_data_t(u64: data))
        guard epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0 else { return errno }
        slot.registration = registration
        return nil
    }

    /// Takes a waiter out, if it is still there.
    func remove(_ serial: UInt64, from descriptor: Int32) -> EventSlot.Waiter? {
        descriptor < 0 ? nil : withSlot(descriptor) { $0.take(serial: serial) }
    }

    /// Takes out everyone who waits on a descriptor; the next to come does not have to wait.
    func wake(_ descriptor: Int32) -> [EventSlot.Waiter] {
        withSlot(descriptor) { $0.wake() }
    }

    /// Takes out everyone who waits on a descriptor that is about to be closed.
    func forget(_ descriptor: Int32) -> [EventSlot.Waiter] {
        withSlot(descriptor) { slot in
            // The kernel forgets a file when it is closed, but not while another process has it open, too.
            if slot.registration != 0 { epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, nil) }
            return slot.reset()
        }
    }

    /// Takes out everyone who waits.
    func removeAll() -> [EventSlot.Waiter] {
        shards.flatMap { shard in
            shard.slots.withLock { slots in slots.indices.flatMap { slots[$0].takeAll() } }
        }
    }

    /// How many wait on a descriptor.
    func waiters(on descriptor: Int32) -> Int { withSlot(descriptor) { $0.waiters } }

    private func withSlot<Result: Sendable>(
        _ descriptor: Int32,
        _ body: (inout EventSlot) -> Result
    ) -> Result {
        let (row, column) = Int(descriptor).quotientAndRemainder(dividingBy: shards.count)
        return shards[column].slots.withLock { slots in
            while slots.count <= row { slots.append(EventSlot()) }
            return body(&slots[row])
        }
    }
}
