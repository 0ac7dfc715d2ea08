import ArgumentParser

/// The program. Exit statuses follow sysexits: 64 usage, 65 damaged data, 70 a failed disk, 75 in use by another
/// process, 78 configuration.
@main
struct Kyogikai: AsyncParsableCommand {
    static let version = "1.0.0"

    static let configuration = CommandConfiguration(
        commandName: "kyogikai",
        abstract: "中高年世代活躍応援プロジェクト協議会の JSON API サーバー / JSON API server for prefectural councils",
        version: version,
        subcommands: [
            Serve.self, CheckConfig.self, Health.self, Token.self, Verify.self, BackupCommand.self,
            RestoreCommand.self, Dump.self, RepairCommand.self, PolicyCommand.self,
        ]
    )
}

/// What every command takes: the settings over all others.
struct SettingOptions: ParsableArguments {
    @Option(help: "設定ファイル / The configuration file (default: config/kyogikai.json)")
    var config: String?

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp(
            "設定の上書き / Settings over those of the file and the environment, such as --http-port 9000",
            valueName: "--setting value"
        )
    )
    var settings: [String] = []
}
