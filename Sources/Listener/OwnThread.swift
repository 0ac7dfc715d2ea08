import Glibc

/// A thread outside of Swift's own, for what blocks.
enum OwnThread {
    private final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Runs `work` on a new thread. Fails with the errno where the system has no more threads.
    static func start(_ work: @escaping @Sendable () -> Void) throws(ListenError) {
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(work))
        let code = pthread_create(
            &thread,
            nil,
            { argument in
                if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            },
            work.toOpaque()
        )
        guard code == 0 else {
            work.release()
            throw ListenError("cannot start a thread: \(String(cString: strerror(code)))")
        }
        pthread_detach(thread)
    }
}
