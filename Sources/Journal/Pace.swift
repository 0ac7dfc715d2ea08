internal import Glibc

/// Holds work to a number of bytes a second, by waiting.
public struct Pace: Sendable {
    /// Nil: as fast as it goes.
    public var bytesPerSecond: Int64?
    /// Nanoseconds of a clock that never goes back.
    var now: @Sendable () -> Int64 = {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
    var sleep: @Sendable (_ nanoseconds: Int64) -> Void = { nanoseconds in
        var time = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        nanosleep(&time, nil)
    }
    /// When what has been done so far may be done.
    private var due: Int64?

    public init(mebibytesPerSecond: Int?) {
        bytesPerSecond = mebibytesPerSecond.map { Int64($0) << 20 }
    }

    /// What was not done in the past does not count: after a pause it goes on no faster.
    mutating func wait(after bytes: Int) {
        guard let bytesPerSecond, bytesPerSecond > 0 else { return }
        let time = now()
        let next = max(due ?? time, time - 1_000_000_000) + Int64(bytes) * 1_000_000_000 / bytesPerSecond
        due = next
        if next > time { sleep(next - time) }
    }
}
