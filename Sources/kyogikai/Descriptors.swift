import Foundation
import Logging

/// How many files and sockets the process may have open.
enum Descriptors {
    /// Raises the soft limit to what the connections and the data need, as far as the hard limit lets it.
    static func provide(forConnections connections: Int, log: Logger) {
        let needed = rlim_t(connections + 64)
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < needed else {
            return
        }
        limit.rlim_cur = min(needed, limit.rlim_max)
        let isRaised = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
        guard isRaised, limit.rlim_cur == needed else {
            return log.warning(
                "fewer files may be open than http.connections needs",
                metadata: ["allowed": "\(limit.rlim_max)", "needed": "\(needed)"]
            )
        }
    }
}
