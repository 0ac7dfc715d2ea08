import API
import Foundation
import Listener
import Logging
import Web

/// The settings as the process uses them, read once.
struct Settings: Sendable {
    let host: String
    let port: UInt16
    let limits: Limits
    let dataDirectory: String
    let bootstrapDirectory: String
    /// Whether somebody named it: one that is named must be there.
    let isBootstrapDirectoryNamed: Bool
    let retentionDays: Int?
    let administratorTokenFile: String?
    let logLevel: Logger.Level
    /// nil: by whether a person reads it.
    let logFormat: String?
    let api: API.Settings

    /// - Throws: ``SettingFaults`` for what only shows when settings are seen together.
    init(_ resolution: Resolution) throws(SettingFaults) {
        var faults: [String] = []
        host = resolution.text("http.host") ?? ""
        port = UInt16(clamping: resolution.integer("http.port") ?? 0)
        if !Self.isLoopback(host), resolution["http.behindProxy"] != .flag(true) {
            faults.append(
                "http.host: \(host) can be reached from outside, where plain HTTP would show tokens and minutes; "
                    + "put a proxy with TLS before it and set http.behindProxy, or listen on 127.0.0.1"
            )
        }
        limits = Limits(resolution)
        dataDirectory = resolution.text("data.directory") ?? ""
        bootstrapDirectory = resolution.text("bootstrap.directory") ?? ""
        isBootstrapDirectoryNamed =
            resolution.settings.contains { $0.setting.key == "bootstrap.directory" && $0.origin != "default" }
        retentionDays = resolution.integer("journal.retentionDays")
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
        api.bodyLimit = limits.body
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

    static func read(_ options: SettingOptions) async throws(SettingFaults) -> (
        settings: Settings, resolution: Resolution
    ) {
        let resolution = try await Resolution.read(
            config: options.config,
            arguments: options.settings,
            environment: ProcessInfo.processInfo.environment
        )
        return (try Settings(resolution), resolution)
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.") && host.split(separator: ".").count == 4
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
        body = resolution.integer("http.bodyBytes") ?? body
        connections = resolution.integer("http.connections") ?? connections
        requestsInHand = resolution.integer("http.requestsInHand") ?? requestsInHand
        headTimeout = resolution.seconds("http.headTimeoutSeconds") ?? headTimeout
        bodyTimeout = resolution.seconds("http.bodyTimeoutSeconds") ?? bodyTimeout
        bodyMinimumRate = resolution.integer("http.bodyMinimumBytesPerSecond") ?? bodyMinimumRate
        idleTimeout = resolution.seconds("http.idleTimeoutSeconds") ?? idleTimeout
        writeTimeout = resolution.seconds("http.writeTimeoutSeconds") ?? writeTimeout
        handlerTimeout = resolution.seconds("http.handlerTimeoutSeconds") ?? handlerTimeout
        stopGrace = resolution.seconds("http.stopGraceSeconds") ?? stopGrace
    }
}

extension Resolution {
    fileprivate func text(_ key: String) -> String? {
        if case .text(let text) = self[key] { text } else { nil }
    }

    fileprivate func integer(_ key: String) -> Int? {
        if case .integer(let number) = self[key] { number } else { nil }
    }

    fileprivate func seconds(_ key: String) -> Duration? {
        integer(key).map { .seconds($0) }
    }
}
