internal import Glibc

/// A thread for long work beside the one that counts: whatever else is ready runs first. Dispatch's classes of service
/// have no such effect on Linux.
public enum BackgroundThread {
    private final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Runs `work` on a thread of its own. Fails with `.unusable` where the system has no more threads.
    public static func start(_ work: @escaping @Sendable () -> Void) throws(JournalFault) {
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(work))
        let code = pthread_create(
            &thread,
            nil,
            { argument in
                BackgroundThread.yieldToOthers()
                if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            },
            work.toOpaque()
        )
        guard code == 0 else {
            work.release()
            throw .unusable(path: "a thread", call: "pthread_create", errno: code)
        }
        pthread_detach(thread)
    }

    /// Puts the calling thread, and the ones that it will start, behind all others; there is no way back.
    public static func yieldToOthers() {
        // On Linux, 0 is the thread and not the process.
        _ = setpriority(Int32(PRIO_PROCESS.rawValue), 0, 19)
    }
}
