import ArgumentParser
import Councils
import JSONText
import Journal
import Store

/// Makes a data directory as it was after one entry or at one time.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "復元する / Make a data directory as it was: of a backup, or of the data of a stopped server"
    )

    @Argument(help: ArgumentHelp("バックアップ又はデータ / A backup, or a stopped server's data", valueName: "source"))
    var source: String
    @Option(help: ArgumentHelp("新しいディレクトリ / A new or an empty directory", valueName: "dir"))
    var into: String
    @Option(help: ArgumentHelp("最後のエントリー / The last entry (default: all)", valueName: "seq"))
    var toSeq: UInt64?
    @Option(
        help: ArgumentHelp(
            "この日時まで。例 / Up to this time, such as 2025-07-10T13:30:00+09:00",
            valueName: "time"
        )
    )
    var toTime: String?
    @Flag(help: "結果を JSON オブジェクト一つで出す / The result as one JSON object on standard output")
    var json = false

    func validate() throws {
        guard toSeq == nil || toTime == nil else { throw ValidationError("--to-seq or --to-time, not both") }
        _ = try goal()
    }

    private func goal() throws -> Restore.Goal {
        if let toSeq { return .seq(toSeq) }
        guard let toTime else { return .all }
        guard let time = try? Instant(toTime) else {
            throw ValidationError("--to-time: \(toTime) is no time like 2025-07-10T13:30:00+09:00")
        }
        return .time(time.milliseconds)
    }

    func run() async throws {
        let goal = try goal()
        let line = ProgressLine()
        let made: Restore
        do throws(ToolFault) {
            made = try Restore(from: source, to: goal, into: into, decoder: .store, progress: line.progress)
        } catch {
            line.end()
            throw Outcome.refuse(error, json: json)
        }
        line.end()
        var outcome = Outcome("made")
        outcome.add("path", .string(into), "復元先 / Restored")
        outcome.add("seq", .number(made.seq), "連番 / Seq", "\(made.seq)" + Verify.at(made.at))
        outcome.add("at", .moment(made.at))
        outcome.add("firstPossibleSeq", .number(made.possible.lowerBound))
        outcome.add("lastPossibleSeq", .number(made.possible.upperBound))
        outcome.add("leftOut", .number(made.leftOut))
        do throws(JournalFault) { outcome.add(try StoredState(reading: into)) } catch {
            throw Outcome.refuse(.data(error), json: json)
        }
        if made.leftOut > 0 {
            printError(
                "warning: the clock went back: \(made.leftOut) later entries are not after \(toTime ?? "") either, "
                    + "and are left out; to have them, name the last one with --to-seq"
            )
        }
        try outcome.finish(json: json)
    }
}
