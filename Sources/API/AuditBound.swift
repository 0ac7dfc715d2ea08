import Councils
import Synchronization

/// How many refusals of callers without a good token are written down in a minute, so that nobody can fill the disk with
/// them. What is left out is counted, and the next one that is written says how many there were.
///
/// At most 60 lines a minute, about 40 MB a day, whoever asks; at most 10 of them from one address (a /64 of IPv6), so that one that asks
/// without end does not hide all others.
final class AuditBound: Sendable {
    static let most = 60
    static let mostOfAddress = 10

    private struct State {
        /// Since 1970.
        var minute: Int64 = 0
        var count = 0
        /// Never more than ``most``: only those whose lines were written.
        var byAddress: [ClientNetwork: Int] = [:]
        /// Since the last that was written.
        var omitted = 0
        var omittedInAll = 0
    }

    private let state = Mutex(State())

    /// Since the process began.
    var omitted: Int { state.withLock { $0.omittedInAll } }

    /// - Returns: nil if it is not to be written; otherwise how many were left out since the one before it.
    func take(_ address: String, at moment: Instant) -> Int? {
        let address = ClientNetwork(address)
        return state.withLock { state in
            let minute = moment.milliseconds / 60_000
            if minute != state.minute {
                state.minute = minute
                state.count = 0
                state.byAddress = [:]
            }
            guard state.count < Self.most, state.byAddress[address, default: 0] < Self.mostOfAddress else {
                state.omitted += 1
                state.omittedInAll += 1
                return nil
            }
            state.count += 1
            state.byAddress[address, default: 0] += 1
            defer { state.omitted = 0 }
            return state.omitted
        }
    }
}
