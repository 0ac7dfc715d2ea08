import CLinux
import Glibc
import Synchronization

/// Runs the listener's tasks on the thread that waits for their sockets.
///
/// A request then takes its read, its write and a share of one `epoll_wait`: no thread has to be woken to go on with
/// what another one found ready. One thread at a time polls and, in turns, runs what became ready. The others are its
/// relief: one of them looks every 4 ms while there is work, and joins in where a job has waited that long, or nobody
/// has polled since because a handler takes its time. When nothing happens, all of them sleep.
final class EventExecutor: TaskExecutor {
    private let board = Mutex(JobBoard<UnownedJob>())
    private let events: EventTable
    /// Where the relief sleeps: a semaphore.
    private let calls: Int32

    /// More than there are cores, so that some slow handlers do not keep the sockets waiting.
    private static let mostThreads = max(4, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    private static let milliseconds: Int32 = 4

    init(_ events: EventTable) {
        self.events = events
        calls = eventfd(0, Int32(EFD_CLOEXEC | EFD_SEMAPHORE))
    }

    deinit { close(calls) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        switch board.withLock({ $0.add(job) }) {
        case .queued: break
        case .queuedForSleeper: events.ring()
        case .over: globalConcurrentExecutor.enqueue(ExecutorJob(job))
        }
    }

    /// Starts the threads, as many as the system lets it. Fails with `ListenError` when there is not even one.
    func start() throws(ListenError) {
        guard calls >= 0 else { throw ListenError("cannot open an eventfd: too many open files") }
        for started in 0..<Self.mostThreads {
            do throws(ListenError) {
                try OwnThread.start { [self] in work() }
            } catch {
                guard started > 0 else { throw error }
                return
            }
        }
    }

    /// Ends the threads, each behind the job that it runs. What is queued, and what comes later, goes to Swift's own
    /// executor.
    func stop() {
        for job in board.withLock({ $0.end() }) { globalConcurrentExecutor.enqueue(ExecutorJob(job)) }
        events.ring()
        eventfd_write(calls, UInt64(Self.mostThreads))
    }

    private func work() {
        var turn: Int?
        while true {
            switch board.withLock({ $0.next(&turn) }) {
            case .run(let job):
                job.runSynchronously(on: asUnownedTaskExecutor())
            case .poll(let waits):
                events.poll(waits: waits) {
                    if board.withLock({ $0.endPoll() }) { eventfd_write(calls, 1) }
                }
                turn = nil
            case .standBy:
                standBy()
            case .end:
                return
            }
        }
    }

    /// Returns when there is something to do for one thread more.
    private func standBy() {
        while true {
            var count: eventfd_t = 0
            eventfd_read(calls, &count)
            var seen = board.withLock { $0.glance }
            var sight = JobBoard<UnownedJob>.Sight.fine
            while case .fine = sight {
                poll(nil, 0, Self.milliseconds)
                sight = board.withLock { $0.look(&seen) }
            }
            if case .idle = sight { continue }
            if case .late = sight { eventfd_write(calls, 1) }
            return
        }
    }
}
