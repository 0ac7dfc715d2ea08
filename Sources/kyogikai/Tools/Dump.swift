import ArgumentParser
import Foundation
import Journal
import Store

/// Gives the whole state away, for whoever may read the directory anyway.
struct Dump: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "全ての値を出す / Print every value, also what is not public: one JSON object a line"
    )

    @Argument(help: ArgumentHelp("データ又はバックアップ / Data or a backup (default: the server's)", valueName: "dir"))
    var directory: String?
    @Option(help: ArgumentHelp("表。繰り返し可 / A table; may be repeated (default: all)", valueName: "name"))
    var table: [String] = []
    @Option(help: "設定ファイル / The configuration file (default: config/kyogikai.json)")
    var config: String?

    func validate() throws {
        for name in table where !StoredState.tables.contains(name) {
            throw ValidationError("--table: \(name) is none of \(StoredState.tables.joined(separator: ", "))")
        }
    }

    func run() async throws {
        let options = try SettingOptions.parse(config.map { ["--config", $0] } ?? [])
        let directory = try await ToolOptions.directory(directory, options)
        let state: StoredState
        do throws(JournalFault) { state = try StoredState(reading: directory) } catch {
            printError("\(error)")
            throw error.exitStatus
        }
        var buffer: [UInt8] = []
        try state.lines(of: table.isEmpty ? nil : Set(table)) { line throws(any Error) in
            buffer += line + [UInt8(ascii: "\n")]
            if buffer.count >= 1 << 16 { try Self.flush(&buffer) }
        }
        try Self.flush(&buffer)
    }

    /// Unlike a server's log, a dump that is not whole must not look so.
    private static func flush(_ buffer: inout [UInt8]) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: buffer)
        } catch {
            printError("standard output: \(error.localizedDescription)")
            throw ExitStatus.failed
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
