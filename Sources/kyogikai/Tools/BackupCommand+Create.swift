import API
import ArgumentParser
import Councils
import Foundation
import JSONText
import Journal
import Store

extension BackupCommand {
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "作る。サーバーの稼働中でもよい / Make one, from the running server's data or a stopped one's"
        )

        @Argument(help: ArgumentHelp("新しいディレクトリ / A new or an empty directory", valueName: "dir"))
        var target: String
        @Option(help: ArgumentHelp("速さの上限 / At most so many MiB a second; 0: as fast as it goes", valueName: "MiB"))
        var rate = 16
        @Option(help: ArgumentHelp("データディレクトリ / The data directory (default: the server's)", valueName: "dir"))
        var dataDirectory: String?
        @OptionGroup var options: ToolOptions

        func validate() throws {
            guard rate >= 0 else { throw ValidationError("--rate: \(rate) is less than 0") }
        }

        func run() async throws {
            var arguments = options.config.map { ["--config", $0] } ?? []
            if let dataDirectory { arguments += ["--data-directory", dataDirectory] }
            let settings = try SettingOptions.parse(arguments)
            let source = try await ToolOptions.directory(nil, settings)
            let line = ProgressLine()
            defer { line.end() }
            var attempts = 5
            while true {
                attempts -= 1
                do {
                    let manifest = try await make(source, settings, line)
                    line.end()
                    return try finish(manifest, source)
                } catch let fault as ToolFault {
                    if case .changed = fault, attempts > 0 { continue }
                    throw Outcome.refuse(fault, json: options.json)
                }
            }
        }

        /// Up to what the server says, or with its lock where none runs.
        private func make(
            _ source: String,
            _ settings: SettingOptions,
            _ line: ProgressLine
        ) async throws -> Manifest {
            if Journal.holder(of: source) != nil {
                return try copy(source, upTo: try await SealedJournal.ask(settings), line)
            }
            let held: HeldDirectory
            do { held = try HeldDirectory(source, holder: Holder(url: nil).line) } catch { throw ToolFault.data(error) }
            defer { held.release() }
            let point: SealedPoint
            do { point = try held.end(.store, progress: line.progress) } catch { throw ToolFault.data(error) }
            return try copy(source, upTo: point, line)
        }

        private func copy(
            _ source: String,
            upTo point: SealedPoint,
            _ line: ProgressLine
        ) throws(ToolFault) -> Manifest {
            // A server that runs beside it comes first.
            BackgroundThread.yieldToOthers()
            return try Backup.create(
                of: source,
                upTo: point,
                into: target,
                pace: Pace(mebibytesPerSecond: rate == 0 ? nil : rate),
                now: Environment.live.now().milliseconds,
                decoder: .store,
                progress: line.progress
            )
        }

        private func finish(_ manifest: Manifest, _ source: String) throws {
            let path = URL(fileURLWithPath: target).path
            remember(manifest, path, in: source)
            var outcome = Outcome("made")
            outcome.add("path", .string(path), "バックアップ / Backup")
            outcome.add("storeId", .string(manifest.store))
            outcome.add("seq", .number(manifest.seq), "連番 / Seq")
            outcome.add("at", .moment(manifest.at), "日時 / Made at")
            outcome.add("files", .integer(Int64(manifest.files.count)))
            let text = "\(manifest.bytes) in \(manifest.files.count) files, read back and verified"
            outcome.add("bytes", .integer(manifest.bytes), "バイト数 / Bytes", text)
            try outcome.finish(json: options.json)
        }

        /// `BACKUP` in the data directory, whose age is that of the last backup. The backup is good without it.
        private func remember(_ manifest: Manifest, _ path: String, in source: String) {
            let members: [(String, JSONValue)] = [
                ("at", .integer(manifest.at)), ("seq", .number(manifest.seq)), ("path", .string(path)),
            ]
            let line = JSONValue.object(JSONObject(members)).encoded() + [UInt8(ascii: "\n")]
            do {
                try Disk.live.writeSecret(line, to: source + "/BACKUP")
            } catch {
                printError("the backup is complete, but that it was made cannot be noted: \(error)")
            }
        }
    }
}
