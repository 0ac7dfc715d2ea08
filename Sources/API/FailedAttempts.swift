import Councils
import Synchronization

/// Counts the tokens that were shown in vain, by the address that they came from. After ten within a minute the address
/// may show no more until the first of them is a minute past: so there are never more than ten in any sixty seconds, and
/// the time that is told is the time it takes. What is refused meanwhile is neither looked at nor counted.
///
/// **Why the table forgets whom it does.** It holds so many addresses and no more, whoever asks. When it is full, those
/// go first whose attempts are a minute old, then those with the fewest, the older first. So an address that is shut out
/// is forgotten only when thousands of others are shut out too, and one that has failed nine times only when all of them
/// have failed as often: whoever commands so many addresses needs no such trick. Sharing what is left among all that
/// are not in the table would hold them back, but would shut out everybody else with them, whereas no number of attempts
/// finds a secret of 256 bits.
final class FailedAttempts: Sendable {
    static let limit = 10
    /// In milliseconds.
    static let window: Int64 = 60_000
    static let capacity = 4096
    /// So many go at once, so that each costs little.
    private static let leaving = capacity / 16

    private struct Address {
        /// When its last attempts failed, in milliseconds, the oldest first; at most ``FailedAttempts/limit``.
        var moments: [Int64] = []
        /// See ``Throttled``.
        var told: Int64 = 0

        /// Until when it may show no token; nil where it may.
        func end(at now: Int64) -> Int64? {
            guard moments.count == FailedAttempts.limit, let first = moments.first else { return nil }
            let end = first + FailedAttempts.window
            return now < end ? end : nil
        }

        /// Whether nothing of it counts any more: all is long past, or still to come for a clock that went back.
        func isOver(at now: Int64) -> Bool {
            // Requests overtake each other by a little.
            moments.last.map { abs(now - $0) >= FailedAttempts.window } ?? true
        }

        func count(at now: Int64) -> Int { moments.count { now - $0 < FailedAttempts.window } }
    }

    private let addresses = Mutex<[ClientNetwork: Address]>([:])
    /// Mostly none: then nothing is locked, and no address read.
    private let count = Atomic(0)

    /// Why no token of this address is looked at; nil where it may show one.
    func refusal(of address: @autoclosure () -> ClientNetwork, at moment: Instant) -> Throttled? {
        guard count.load(ordering: .relaxed) > 0 else { return nil }
        let network = address()
        let now = moment.milliseconds
        return addresses.withLock { addresses in
            guard var found = addresses[network] else { return nil }
            if found.isOver(at: now) {
                addresses[network] = nil
                count.store(addresses.count, ordering: .relaxed)
                return nil
            }
            guard let end = found.end(at: now) else { return nil }
            let throttled = Throttled(for: end - now, at: now, told: &found.told)
            addresses[network] = found
            return throttled
        }
    }

    /// Counts one more.
    func add(_ network: ClientNetwork, at moment: Instant) {
        let now = moment.milliseconds
        addresses.withLock { addresses in
            if addresses[network] == nil, addresses.count >= Self.capacity { Self.makeRoom(in: &addresses, at: now) }
            var address = addresses[network] ?? Address()
            if address.isOver(at: now) { address.moments = [] }
            guard address.end(at: now) == nil else { return }
            if address.moments.count == Self.limit { address.moments.removeFirst() }
            address.moments.append(now)
            addresses[network] = address
            count.store(addresses.count, ordering: .relaxed)
        }
    }

    /// How many addresses it knows.
    var size: Int { count.load(ordering: .relaxed) }

    private static func makeRoom(in addresses: inout [ClientNetwork: Address], at now: Int64) {
        addresses = addresses.filter { !$0.value.isOver(at: now) }
        let excess = addresses.count - (capacity - leaving)
        guard excess > 0 else { return }
        let order = addresses.map {
            (network: $0.key, count: $0.value.count(at: now), last: $0.value.moments.last ?? 0)
        }
        .sorted { ($0.count, $0.last) < ($1.count, $1.last) }
        for leaver in order.prefix(excess) { addresses[leaver.network] = nil }
    }
}
