import Foundation
import Logging

/// Tells the service manager what becomes of the process: sd_notify(3), for systemd's `Type=notify`.
struct ServiceNotification: Sendable {
    enum Event: String {
        /// It listens, and whoever connects is answered.
        case ready = "READY=1"
        case stopping = "STOPPING=1"
    }

    private let socket: String?
    private let log: Logger

    /// - Parameter socket: what `NOTIFY_SOCKET` says; nil when nobody wants to know.
    init(socket: String?, log: Logger) {
        self.socket = socket
        self.log = log
    }

    /// Reads `NOTIFY_SOCKET`, once, and takes it away: no other process is to speak for this one.
    static func takeSocket() -> String? {
        let name = "NOTIFY_SOCKET"
        defer { unsetenv(name) }
        return ProcessInfo.processInfo.environment[name]
    }

    /// Best effort: a manager that doesn't hear is no reason to stop, and gets a second to make room for the message.
    func send(_ event: Event) {
        guard let socket else { return }
        do throws(SystemFailure) {
            try Self.send(Array(event.rawValue.utf8), to: socket)
        } catch {
            log.warning(
                "the service manager cannot be notified",
                metadata: ["event": "\(event)", "socket": "\(socket)", "error": "\(error)"]
            )
        }
    }

    private static func send(_ message: [UInt8], to name: String) throws(SystemFailure) {
        guard let address = UnixAddress(notify: name) else { throw SystemFailure(EAFNOSUPPORT) }
        let descriptor = Foundation.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SystemFailure(errno) }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let sent = address.withPointer { sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), $0, $1) }
        guard sent == message.count else { throw SystemFailure(errno) }
    }
}
