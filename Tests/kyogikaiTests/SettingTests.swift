import API
import Foundation
import Journal
import Listener
import Store
import Testing

@testable import kyogikai

/// The command line goes over the environment, that over the file, that over the defaults; faults come all at once.
@Suite struct SettingTests {
    private func read(
        file: String? = nil,
        arguments: [String] = [],
        environment: [String: String] = [:]
    ) async throws(SettingFaults) -> Resolution {
        guard let file else {
            return try await Resolution.read(
                config: nil,
                arguments: arguments,
                environment: environment,
                standardFile: "/nonexistent"
            )
        }
        let path = NSTemporaryDirectory() + UUID().uuidString + ".json"
        _ = FileManager.default.createFile(atPath: path, contents: Data(file.utf8))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await Resolution.read(config: path, arguments: arguments, environment: environment)
    }

    private func faults(
        file: String? = nil,
        arguments: [String] = [],
        environment: [String: String] = [:]
    ) async -> [String] {
        do {
            let resolution = try await read(file: file, arguments: arguments, environment: environment)
            _ = try Settings(resolution)
            return []
        } catch {
            return error.faults
        }
    }

    @Test func everythingHasADefaultThatHolds() async throws {
        let settings = try Settings(try await read())
        #expect(settings.address == .tcp(host: "127.0.0.1", port: 8080))
        #expect(settings.dataDirectory == "data")
        #expect(settings.api.publicRead)
        #expect(settings.api.minimumMeetingsPerFiscalYear == 1)
        #expect(settings.limits.head == 16_384)
        #expect(settings.limits.drain == Limits().drain)
        #expect(settings.limits.lingerTimeout == Limits().lingerTimeout)
        #expect(settings.journal == Journal.Options())
        #expect(settings.store.snapshotAfterBytes == Store.Settings().snapshotAfterBytes)
    }

    @Test func howMuchMayBeAskedInAMinuteAreSettings() async throws {
        let none = try Settings(try await read()).api
        #expect(none.tokenRequestsPerMinute == nil && none.publicRequestsPerMinute == nil)
        let arguments = ["--limits-token-requests-per-minute", "600"]
        let environment = ["KYOGIKAI_LIMITS_PUBLIC_REQUESTS_PER_MINUTE": "60"]
        let both = try Settings(try await read(arguments: arguments, environment: environment)).api
        #expect(both.tokenRequestsPerMinute == 600 && both.publicRequestsPerMinute == 60)
        for wrong in ["0", "1000001", "x", "1.5", "-1"] {
            let faults = await faults(environment: ["KYOGIKAI_LIMITS_TOKEN_REQUESTS_PER_MINUTE": wrong])
            #expect(faults.count == 1 && faults[0].contains("LIMITS_TOKEN_REQUESTS_PER_MINUTE"), "\(wrong): \(faults)")
        }
    }

    @Test func whenTheJournalRollsAndIsSnapshotAreSettings() async throws {
        let environment = [
            "KYOGIKAI_JOURNAL_SEGMENT_BYTES": "8192", "KYOGIKAI_JOURNAL_SNAPSHOT_BYTES": "4096",
            "KYOGIKAI_JOURNAL_RETENTION_DAYS": "30",
        ]
        let settings = try Settings(try await read(environment: environment))
        #expect(settings.journal.segmentBytes == 8192)
        #expect(settings.journal.retentionDays == 30)
        #expect(settings.store.snapshotAfterBytes == 4096)
    }

    @Test func theCommandLineGoesOverTheEnvironmentAndThatOverTheFile() async throws {
        let file = #"{"http": {"port": 1001, "host": "127.0.0.2"}, "data": {"directory": "a"}}"#
        let environment = ["KYOGIKAI_HTTP_PORT": "1002", "KYOGIKAI_DATA_DIRECTORY": "b"]
        let resolution = try await read(file: file, arguments: ["--http-port", "1003"], environment: environment)
        #expect(resolution["http.port"] == .integer(1003))
        #expect(resolution["data.directory"] == .text("b"))
        #expect(resolution["http.host"] == .text("127.0.0.2"))
        let origins = Dictionary(uniqueKeysWithValues: resolution.settings.map { ($0.setting.key, $0.origin) })
        #expect(origins["http.port"] == "command line")
        #expect(origins["data.directory"] == "environment")
        #expect(origins["http.host"]?.hasSuffix(".json") == true)
        #expect(origins["http.bodyBytes"] == "default")
    }

    @Test(arguments: Setting.all.map(\.key))
    func everySettingIsReadFromEverySource(_ key: String) async throws {
        let setting = try #require(Setting.all.first { $0.key == key })
        let (text, json): (String, String) =
            switch setting.kind {
            case .text: ("x", "\"x\"")
            case .choice(let choices): (choices.last ?? "", "\"\(choices.last ?? "")\"")
            case .integer(let bounds): ("\(bounds.upperBound)", "\(bounds.upperBound)")
            case .flag: ("true", "true")
            case .list: ("https://a.jp,https://b.jp", #"["https://a.jp", "https://b.jp"]"#)
            }
        let parts = key.split(separator: ".")
        let byFile = try await read(file: #"{"\#(parts[0])": {"\#(parts[1])": \#(json)}}"#)
        let byEnvironment = try await read(environment: [setting.variable: text])
        let flags =
            setting.kind.isList
            ? text.split(separator: ",").flatMap { [setting.flag, String($0)] } : [setting.flag, text]
        let byArguments = try await read(arguments: flags)
        #expect(byFile[key] != .absent)
        #expect(byEnvironment[key] == byFile[key])
        #expect(byArguments[key] == byFile[key])
    }

    @Test func allFaultsAreNamedAtOnce() async {
        let file = #"{"http": {"port": "8080", "hots": 1}, "log": {"level": "loud"}, "extra": {}}"#
        let found = await faults(
            file: file,
            arguments: ["--http-bodybytes", "1"],
            environment: ["KYOGIKAI_HTTP_IDLE_TIMEOUT_SECONDS": "0", "KYOGIKAI_DATA_DIRECTROY": "x"]
        )
        let expected = [
            "--http-bodybytes: there is no such setting; did you mean --http-body-bytes?",
            "KYOGIKAI_DATA_DIRECTROY: there is no such setting; did you mean KYOGIKAI_DATA_DIRECTORY?",
            "http.hots: there is no such setting; did you mean http.host?",
            "http.port: an integer from 0 to 65535", "log.level: loud is not possible",
            "KYOGIKAI_HTTP_IDLE_TIMEOUT_SECONDS: 0 is not possible",
        ]
        for line in expected { #expect(found.contains { $0.contains(line) }, "\(line) in \(found)") }
    }

    @Test(arguments: ["{", "[]", "", #"{"http": {"port": 1, "port": 2}}"#, "\u{FEFF}{}"])
    func aFileThatIsNoJSONObjectIsRefused(_ file: String) async {
        #expect(await !faults(file: file).isEmpty)
    }

    @Test func aFileThatIsNamedMustBeThere() async {
        await #expect(throws: SettingFaults.self) {
            try await Resolution.read(config: "/nonexistent.json", arguments: [], environment: [:])
        }
        await #expect(throws: SettingFaults.self) {
            try await Resolution.read(
                config: nil,
                arguments: [],
                environment: ["KYOGIKAI_CONFIG": "/nonexistent.json"]
            )
        }
    }

    @Test(arguments: [
        ("0.0.0.0", false), ("::", false), ("192.0.2.1", false), ("127.0.0.1", true), ("::1", true),
        ("localhost", true),
    ])
    func plainHTTPBeyondLoopbackNeedsAProxyBeforeIt(_ host: String, _ isAllowed: Bool) async {
        #expect(await faults(arguments: ["--http-host", host]).isEmpty == isAllowed)
        #expect(await faults(arguments: ["--http-host", host, "--http-behind-proxy", "true"]).isEmpty)
    }

    @Test(arguments: [
        ("https://www.example.jp", true), ("http://localhost:3000", true), ("*", false), ("www.example.jp", false),
        ("https://www.example.jp/", false), ("https://user@example.jp", false),
    ])
    func anOriginIsASchemeAHostAndAPort(_ origin: String, _ isOrigin: Bool) async {
        #expect(await faults(environment: ["KYOGIKAI_CORS_ALLOWED_ORIGINS": origin]).isEmpty == isOrigin)
    }

    @Test func aTokenFileMustHoldAToken() async throws {
        let path = NSTemporaryDirectory() + UUID().uuidString
        _ = FileManager.default.createFile(atPath: path, contents: Data("secret\n".utf8))
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(await !faults(arguments: ["--auth-admin-token-file", path]).isEmpty)
        #expect(await !faults(arguments: ["--auth-admin-token-file", path + "x"]).isEmpty)
    }
}

extension Setting.Kind {
    fileprivate var isList: Bool {
        if case .list = self { true } else { false }
    }
}
