import ArgumentParser

/// Makes, verifies and lists backups.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "バックアップを作る・検証する・一覧する / Make, verify and list backups, also while the server runs",
        subcommands: [Create.self, Verify.self, List.self]
    )
}
