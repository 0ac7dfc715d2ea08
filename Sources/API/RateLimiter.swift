import Councils
import Synchronization

/// Allows each client so many requests a minute: a token bucket, which fills evenly and holds the requests of ten
/// seconds, at least one. In whole numbers, so that the rate is exact.
final class RateLimiter<Client: Hashable & Sendable>: Sendable {
    /// What a request takes out of a bucket, into which each millisecond puts as many as a minute has requests.
    private static var request: Int64 { 60_000 }

    private struct Bucket {
        var level: Int64
        /// When it had that level, in milliseconds.
        var at: Int64
        /// See ``Throttled``.
        var told: Int64 = 0
    }

    private let rate: Int64
    private let full: Int64
    private let capacity: Int
    private let buckets = Mutex<[Client: Bucket]>([:])

    /// - Parameters:
    ///   - requestsPerMinute: 1 to 1,000,000.
    ///   - capacity: how many clients are remembered; above, those go first whose buckets are the fullest, as they lose
    ///     the least by being forgotten. nil where others see to it that they are few.
    init(requestsPerMinute: Int, capacity: Int? = nil) {
        rate = Int64(requestsPerMinute)
        full = max(1, rate / 6) * Self.request
        self.capacity = capacity ?? .max
    }

    /// Takes one request. nil where it is allowed.
    func take(_ client: Client, at moment: Instant) -> Throttled? {
        let now = moment.milliseconds
        return buckets.withLock { buckets in
            if buckets[client] == nil, buckets.count >= capacity { makeRoom(in: &buckets, at: now) }
            var bucket = buckets[client] ?? Bucket(level: full, at: now)
            defer { buckets[client] = bucket }
            bucket.level = level(of: bucket, at: now)
            // Requests overtake each other by a little: no time is counted twice.
            if now > bucket.at || bucket.at - now >= 60_000 { bucket.at = now }
            guard bucket.level < Self.request else {
                bucket.level -= Self.request
                return nil
            }
            return Throttled(for: (Self.request - bucket.level + rate - 1) / rate, at: now, told: &bucket.told)
        }
    }

    /// How many clients it knows.
    var size: Int { buckets.withLock { $0.count } }

    /// A clock that went back fills nothing.
    private func level(of bucket: Bucket, at now: Int64) -> Int64 {
        min(full, bucket.level + min(max(0, now - bucket.at), 60_000) * rate)
    }

    private func makeRoom(in buckets: inout [Client: Bucket], at now: Int64) {
        buckets = buckets.filter { level(of: $0.value, at: now) < full }
        let excess = buckets.count - (capacity - capacity / 16)
        guard excess > 0 else { return }
        let order = buckets.map { (client: $0.key, level: level(of: $0.value, at: now)) }.sorted { $0.level > $1.level }
        for leaver in order.prefix(excess) { buckets[leaver.client] = nil }
    }
}
