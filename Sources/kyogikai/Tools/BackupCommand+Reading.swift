import ArgumentParser
import Councils
import JSONText
import Journal
import Store

extension BackupCommand {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "検証する。何も変えない / Compare one with its manifest and read it through; changes nothing"
        )

        @Argument(help: ArgumentHelp("バックアップ / The backup", valueName: "dir"))
        var path: String
        @Flag(help: "結果を JSON オブジェクト一つで出す / The result as one JSON object on standard output")
        var json = false

        func run() async throws {
            let line = ProgressLine()
            let manifest: Manifest
            var faults: [JournalFault]
            do throws(ToolFault) {
                (manifest, faults) = try Backup.verify(path, decoder: .store, progress: line.progress)
            } catch {
                line.end()
                throw Outcome.refuse(error, json: json)
            }
            line.end()
            var state: StoredState?
            if faults.isEmpty {
                do throws(JournalFault) { state = try StoredState(reading: path) } catch { faults.append(error) }
            }
            var outcome = Outcome(faults.isEmpty ? "good" : "bad")
            outcome.add("path", .string(path), faults.isEmpty ? "正常 / Good" : "異常 / Bad")
            outcome.add("storeId", .string(manifest.store))
            outcome.add("seq", .number(manifest.seq), "連番 / Seq")
            outcome.add("at", .moment(manifest.at), "日時 / Made at")
            outcome.add("files", .integer(Int64(manifest.files.count)))
            let text = "\(manifest.bytes) in \(manifest.files.count) files"
            outcome.add("bytes", .integer(manifest.bytes), "バイト数 / Bytes", text)
            if let state { outcome.add(state) }
            outcome.add(faults)
            try outcome.finish(json: json)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "一覧する / List the backups in a directory, newest first, one a line"
        )

        @Argument(help: ArgumentHelp("バックアップを置いたディレクトリ / Where the backups are", valueName: "dir"))
        var path: String
        @Flag(help: "結果を JSON オブジェクト一つで出す / The result as one JSON object on standard output")
        var json = false

        func run() async throws {
            let backups: [Backup.Listed]
            do throws(ToolFault) { backups = try Backup.list(path) } catch {
                throw Outcome.refuse(error, json: json)
            }
            var outcome = Outcome("listed")
            outcome.add("backups", .array(backups.map(Self.json)))
            for backup in backups {
                let state = backup.isComplete ? "complete" : backup.manifest == nil ? "unfinished" : "incomplete"
                let made = backup.manifest.map { "\(Instant(milliseconds: $0.at))  seq \($0.seq)" } ?? "-"
                outcome.add(line: backup.path, "\(made)  \(backup.bytes) bytes  \(state)")
            }
            try outcome.finish(json: json)
        }

        private static func json(_ backup: Backup.Listed) -> JSONValue {
            .object(
                JSONObject([
                    ("path", .string(backup.path)), ("seq", .number(backup.manifest?.seq)),
                    ("at", .moment(backup.manifest?.at)), ("bytes", .integer(backup.bytes)),
                    ("isFinished", .bool(backup.manifest != nil)), ("isComplete", .bool(backup.isComplete)),
                ])
            )
        }
    }
}
