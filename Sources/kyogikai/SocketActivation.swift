import Foundation

/// The listening socket that a service manager gives the process: sd_listen_fds(3), systemd's socket activation.
struct SocketActivation: Sendable {
    /// Nil when there is none, or none for this process.
    var descriptor: Int32?
    /// What is wrong with what was given.
    var fault: String?

    static let none = SocketActivation(environment: [:], pid: 0)

    /// Reads what was given, once, and takes the variables away: they mean this process alone.
    static func take() -> SocketActivation {
        let given = SocketActivation(environment: ProcessInfo.processInfo.environment, pid: getpid())
        for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) }
        return given
    }

    /// Variables that name another process were left behind by one that was started before, and mean nothing here.
    init(environment: [String: String], pid: Int32) {
        guard environment["LISTEN_PID"] == String(pid) else { return }
        let count = environment["LISTEN_FDS"] ?? ""
        if count == "1" {
            descriptor = 3
        } else {
            fault =
                "LISTEN_FDS: the service manager is to give exactly one socket, not \(count.isEmpty ? "none" : count)"
        }
    }
}
