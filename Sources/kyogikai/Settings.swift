import API
import Foundation
import Journal
import Listener
import Logging
import Store
import Web

/// The settings as the process uses them, read once.
struct Settings: Sendable {
    let address: Address
    /// A proxy with TLS stands before it, so that plain HTTP may be reached from outside.
    let isBehindProxy: Bool
    let proxies: TrustedProxies
    let limits: Limits
    let dataDirectory: String
    let bootstrapDirectory: String
    /// Whether somebody named it: one that is named must be there.
    let isBootstrapDirectoryNamed: Bool
    let journal: Journal.Options
    let store: Store.Settings
    let administratorTokenFile: String?
    let logLevel: Logger.Level
    /// nil: by whether a person reads it.
    let logFormat: String?
    let api: API.Settings

    /// - Parameter activation: a socket from the service manager, in place of an address of the settings.
    /// - Throws: ``SettingFaults`` for what only shows when settings are seen together.
    init(_ resolution: Resolution, activation: SocketActivation = .none) throws(SettingFaults) {
        var faults = activation.fault.map { [$0] } ?? []
        isBehindProxy = resolution["http.behindProxy"] == .flag(true)
        address = Self.address(resolution, activation, &faults)
        if case .tcp(let host, _) = address, !isBehindProxy, !Self.isLoopback(host) {
            faults.append("http.host: " + Self.isOutside(host))
        }
        proxies = Self.proxies(resolution, &faults)
        limits = Limits(resolution)
        dataDirectory = resolution.text("data.directory") ?? ""
        bootstrapDirectory = resolution.text("bootstrap.directory") ?? ""
        isBootstrapDirectoryNamed = resolution.isNamed("bootstrap.directory")
        journal = Journal.Options(resolution)
        store = Store.Settings(resolution)
        administratorTokenFile = resolution.text("auth.adminTokenFile")
        logLevel = resolution.text("log.level").flatMap(Logger.Level.init(rawValue:)) ?? .info
        logFormat = resolution.text("log.format")
        var api = API.Settings()
        api.publicRead = resolution["access.publicRead"] == .flag(true)
        if case .list(let origins) = resolution["cors.allowedOrigins"] {
            api.allowedOrigins = origins
            for origin in origins where !Self.isOrigin(origin) {
                faults.append("cors.allowedOrigins: \(origin) is no origin like https://www.example.jp")
            }
        }
        api.minimumMeetingsPerFiscalYear = resolution.integer("meetings.minimumPerFiscalYear") ?? 1
        api.standardLanguage = resolution.text("language.default").flatMap(Language.init(rawValue:)) ?? .ja
        api.bodyLimit = resolution.integer("http.bodyBytes") ?? api.bodyLimit
        api.importLimit = resolution.integer("http.importBytes") ?? api.importLimit
        api.tokenRequestsPerMinute = resolution.integer("limits.tokenRequestsPerMinute")
        api.publicRequestsPerMinute = resolution.integer("limits.publicRequestsPerMinute")
        api.streams = resolution.integer("changes.streams") ?? api.streams
        api.heartbeatSeconds = resolution.integer("changes.heartbeatSeconds") ?? api.heartbeatSeconds
        // Whoever waits is answered before the listener answers in place of the API.
        api.longestWaitSeconds = min(30, max(0, Int(limits.handlerTimeout.components.seconds) - 5))
        if let administratorTokenFile {
            api.administratorToken = Self.token(in: administratorTokenFile)
            if api.administratorToken == nil {
                faults.append(
                    "auth.adminTokenFile: \(administratorTokenFile) holds no token; make one with: kyogikai token create"
                )
            }
        }
        self.api = api
        guard faults.isEmpty else { throw SettingFaults(faults: faults) }
    }

    static func read(
        _ options: SettingOptions,
        activation: SocketActivation = .none
    ) async throws(SettingFaults) -> (settings: Settings, resolution: Resolution) {
        let resolution = try await Resolution.read(
            config: options.config,
            arguments: options.settings,
            environment: ProcessInfo.processInfo.environment
        )
        return (try Settings(resolution, activation: activation), resolution)
    }

    private static func isOrigin(_ text: String) -> Bool {
        guard let url = URLComponents(string: text), let scheme = url.scheme, ["http", "https"].contains(scheme) else {
            return false
        }
        return url.host?.isEmpty == false && url.path.isEmpty && url.query == nil && url.fragment == nil
            && url.user == nil
    }

    private static func token(in path: String) -> ConfiguredToken? {
        guard let bytes = FileManager.default.contents(atPath: path), let text = String(bytes: bytes, encoding: .utf8)
        else { return nil }
        return ConfiguredToken(secret: text.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}

extension Limits {
    init(_ resolution: Resolution) {
        self.init()
        requestLine = resolution.integer("http.requestLineBytes") ?? requestLine
        head = resolution.integer("http.headBytes") ?? head
        fields = resolution.integer("http.headerFields") ?? fields
        // Which of the two a request may have, the API knows.
        body = max(resolution.integer("http.bodyBytes") ?? body, resolution.integer("http.importBytes") ?? body)
        connections = resolution.integer("http.connections") ?? connections
        requestsInHand = resolution.integer("http.requestsInHand") ?? requestsInHand
        headTimeout = resolution.seconds("http.headTimeoutSeconds") ?? headTimeout
        bodyTimeout = resolution.seconds("http.bodyTimeoutSeconds") ?? bodyTimeout
        bodyMinimumRate = resolution.integer("http.bodyMinimumBytesPerSecond") ?? bodyMinimumRate
        idleTimeout = resolution.seconds("http.idleTimeoutSeconds") ?? idleTimeout
        writeTimeout = resolution.seconds("http.writeTimeoutSeconds") ?? writeTimeout
        handlerTimeout = resolution.seconds("http.handlerTimeoutSeconds") ?? handlerTimeout
        bodies = resolution.integer("http.bodiesBytes") ?? bodies
        drain = resolution.integer("http.drainBytes") ?? drain
        lingerTimeout = resolution.seconds("http.lingerTimeoutSeconds") ?? lingerTimeout
        stopGrace = resolution.seconds("http.stopGraceSeconds") ?? stopGrace
    }
}

extension Journal.Options {
    init(_ resolution: Resolution) {
        self.init()
        segmentBytes = resolution.integer("journal.segmentBytes") ?? segmentBytes
        retentionDays = resolution.integer("journal.retentionDays")
    }
}

extension Store.Settings {
    init(_ resolution: Resolution) {
        self.init()
        snapshotAfterBytes = resolution.integer("journal.snapshotBytes") ?? snapshotAfterBytes
        changesKept = resolution.integer("changes.kept") ?? changesKept
    }
}

extension Resolution {
    /// Whether somebody has said it.
    func isNamed(_ key: String) -> Bool {
        settings.contains { $0.setting.key == key && $0.origin != "default" }
    }

    func text(_ key: String) -> String? {
        if case .text(let text) = self[key] { text } else { nil }
    }

    func integer(_ key: String) -> Int? {
        if case .integer(let number) = self[key] { number } else { nil }
    }

    fileprivate func seconds(_ key: String) -> Duration? {
        integer(key).map { .seconds($0) }
    }
}
