import Foundation
import Listener

/// Where to listen, and whom to believe about who asks.
extension Settings {
    /// One address: a socket from the service manager, a Unix socket, or a host and a port. Naming two is a fault, as
    /// nobody could tell which was meant.
    static func address(
        _ resolution: Resolution,
        _ activation: SocketActivation,
        _ faults: inout [String]
    ) -> Address {
        func refuse(_ keys: [String], because reason: String) {
            for key in keys where resolution.isNamed(key) { faults.append("\(key): \(reason)") }
        }
        let mode = mode(resolution, &faults)
        if let descriptor = activation.descriptor {
            refuse(
                ["http.host", "http.port", "http.unixSocket"],
                because:
                    "the service manager gives the socket (LISTEN_FDS), whose address is said there; leave it out here"
            )
            return .inherited(descriptor: descriptor)
        }
        if let path = resolution.text("http.unixSocket") {
            refuse(
                ["http.host", "http.port"],
                because: "http.unixSocket is the address already; leave one of them out"
            )
            let isWhole = path.hasPrefix("/")
            return .unix(path: isWhole ? path : FileManager.default.currentDirectoryPath + "/" + path, mode: mode)
        }
        return .tcp(
            host: resolution.text("http.host") ?? "",
            port: UInt16(clamping: resolution.integer("http.port") ?? 0)
        )
    }

    /// The permission bits of the socket's file. Who may write may connect, so that its owner must.
    private static func mode(_ resolution: Resolution, _ faults: inout [String]) -> UInt16 {
        let text = resolution.text("http.unixSocketMode") ?? ""
        guard 3...4 ~= text.utf8.count, let mode = UInt16(text, radix: 8), mode <= 0o777, text.first != "+" else {
            faults.append("http.unixSocketMode: \(text) is no mode in octal digits, such as 0660")
            return 0
        }
        if mode & 0o200 == 0 {
            faults.append("http.unixSocketMode: with \(text) not even its owner could connect; 0600 is the narrowest")
        }
        return mode
    }

    /// Allowed without `http.behindProxy`, which is about plain HTTP that can be reached from outside: a proxy on the same
    /// machine comes by loopback or by the Unix socket.
    static func proxies(_ resolution: Resolution, _ faults: inout [String]) -> TrustedProxies {
        guard case .list(let entries) = resolution["http.trustedProxies"] else { return .none }
        let field =
            resolution.text("http.forwardedField") == "Forwarded" ? TrustedProxies.Field.forwarded : .xForwardedFor
        do throws(TrustedProxies.Faults) {
            return try TrustedProxies(entries, field: field)
        } catch {
            faults += error.sentences.map { "http.trustedProxies: \($0)" }
            return .none
        }
    }

    /// Whether nobody but this machine can reach a host.
    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.") && host.split(separator: ".").count == 4
    }

    /// Why a host that is none of loopback needs `http.behindProxy`.
    static func isOutside(_ host: String) -> String {
        "\(host) can be reached from outside, where plain HTTP would show tokens and minutes; "
            + "put a proxy with TLS before it and set http.behindProxy, or listen on 127.0.0.1"
    }
}
