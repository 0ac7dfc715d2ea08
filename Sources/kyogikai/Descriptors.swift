import Foundation
import Listener
import Logging

/// How many files and sockets the process may have open.
enum Descriptors {
    /// For the data, for connections that are told that there are too many, and for the system's own libraries, one of
    /// which ends the process where it finds none left (libdispatch looks at its threads in /proc).
    private static let others = 192

    /// Raises the soft limit to what the connections and the rest need, as far as the hard limit lets it.
    /// - Returns: the limits, with fewer connections where the hard limit is too low for all of them.
    static func provide(for limits: Limits, log: Logger) -> Limits {
        let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        let needed = rlim_t(limits.connections + others)
        var limit = rlimit()
        guard getrlimit(kind, &limit) == 0, limit.rlim_cur < needed else { return limits }
        let before = limit.rlim_cur
        limit.rlim_cur = min(needed, limit.rlim_max)
        let allowed = setrlimit(kind, &limit) == 0 ? limit.rlim_cur : before
        guard allowed < needed else { return limits }
        var possible = limits
        possible.connections = max(Int(allowed) - others, 1)
        log.warning(
            "fewer files may be open than http.connections needs",
            metadata: ["allowed": "\(allowed)", "needed": "\(needed)", "connections": "\(possible.connections)"]
        )
        return possible
    }
}
