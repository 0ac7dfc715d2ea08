import Glibc

/// Time as the listener sees it; tests give their own.
struct Clocks: Sendable {
    /// Since some fixed instant; never goes back. Deadlines are in it.
    var now: @Sendable () -> Duration
    /// Whole seconds since 1970 in UTC, for `Date`.
    var date: @Sendable () -> Int

    static let system = Clocks(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        },
        date: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return time.tv_sec
        }
    )
}
