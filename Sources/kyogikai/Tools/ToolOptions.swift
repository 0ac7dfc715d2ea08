import ArgumentParser

/// What the commands for a data directory take.
struct ToolOptions: ParsableArguments {
    @Option(help: "設定ファイル / The configuration file (default: config/kyogikai.json)")
    var config: String?

    @Flag(help: "結果を JSON オブジェクト一つで出す / The result as one JSON object on standard output")
    var json = false

    /// The settings of the server, for its data directory and how it is reached.
    func settings() throws -> SettingOptions {
        try SettingOptions.parse(config.map { ["--config", $0] } ?? [])
    }

    /// The directory that was named, or the server's.
    func directory(_ named: String?) async throws -> String {
        try await Self.directory(named, try settings())
    }

    static func directory(_ named: String?, _ options: SettingOptions) async throws -> String {
        if let named { return named }
        let (settings, _) = try await reportingFaults { () throws(SettingFaults) in
            try await Settings.read(options)
        }
        return settings.dataDirectory
    }
}
