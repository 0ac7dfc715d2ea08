import ArgumentParser
import Councils
import JSONText
import Journal
import Store

/// Makes a copy of damaged data of what can be had of it, and says what is lost.
struct RepairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair",
        abstract: "壊れたデータから使える写しを作る / Make a usable copy of damaged data, and say what is lost"
    )

    @Argument(help: ArgumentHelp("壊れたデータ / The damaged data (default: the server's)", valueName: "dir"))
    var directory: String?
    @Option(help: ArgumentHelp("新しいディレクトリ / A new or an empty directory", valueName: "dir"))
    var into: String
    @OptionGroup var options: ToolOptions

    func run() async throws {
        let source = try await options.directory(directory)
        let line = ProgressLine()
        let made: Salvage
        do throws(ToolFault) {
            made = try Salvage(of: source, into: into, decoder: .store, progress: line.progress)
        } catch {
            line.end()
            throw Outcome.refuse(error, json: options.json)
        }
        line.end()
        var outcome = Outcome(made.lost.isEmpty && made.setAside.isEmpty ? "whole" : "partial")
        outcome.add("path", .string(into), "写し / Made")
        outcome.add("seq", .number(made.seq), "連番 / Seq", "\(made.seq)" + Verify.at(made.at))
        outcome.add("at", .moment(made.at))
        if let seq = made.snapshotSeq {
            outcome.add("snapshotSeq", .number(seq), "スナップショット / Begins with", "the snapshot of seq \(seq)")
        }
        outcome.add(
            "historyFrom",
            .number(made.historyFrom),
            "履歴 / History",
            made.historyFrom.map { "from seq \($0)" } ?? "none"
        )
        add(made, to: &outcome)
        do throws(JournalFault) { outcome.add(try StoredState(reading: into)) } catch {
            throw Outcome.refuse(.data(error), json: options.json)
        }
        // What was wrong is said and no failure: the copy is what was asked for.
        outcome.add("wrong", .array(made.faults.map { .string("\($0)") }))
        for fault in made.faults { outcome.add(line: "異常 / Was wrong", "\(fault)") }
        try outcome.finish(json: options.json)
    }

    private func add(_ made: Salvage, to outcome: inout Outcome) {
        outcome.add("lost", .array(made.lost.map(Self.json)))
        for lost in made.lost {
            let times = [
                lost.after.map { "after \(Instant(milliseconds: $0))" },
                lost.before.map { "before \(Instant(milliseconds: $0))" },
            ]
            let text = "seq \(lost.seqs.lowerBound) to \(lost.seqs.upperBound)"
            outcome.add(line: "失われた / Lost", ([text] + times.compactMap { $0 }).joined(separator: ", "))
        }
        outcome.add("setAside", .array(made.setAside.map(Self.json)))
        for aside in made.setAside {
            let state = aside.seqs.upperBound > made.seq ? "not in the state" : "history only, in the state"
            let text = "seq \(aside.seqs.lowerBound) to \(aside.seqs.upperBound), \(state): \(aside.path)"
            outcome.add(line: "別に保存 / Set aside", text)
        }
        outcome.add("damaged", .array(made.damaged.map(Self.json)))
        for bytes in made.damaged {
            let text =
                "\(bytes.file) bytes \(bytes.range.lowerBound) to \(bytes.range.upperBound), as they are: \(bytes.copy)"
            outcome.add(line: "破損 / Damaged", text)
        }
    }

    private static func json(_ lost: Salvage.Lost) -> JSONValue {
        .object(
            JSONObject([
                ("firstSeq", .number(lost.seqs.lowerBound)), ("lastSeq", .number(lost.seqs.upperBound)),
                ("after", .moment(lost.after)), ("before", .moment(lost.before)),
            ])
        )
    }

    private static func json(_ aside: Salvage.SetAside) -> JSONValue {
        .object(
            JSONObject([
                ("firstSeq", .number(aside.seqs.lowerBound)), ("lastSeq", .number(aside.seqs.upperBound)),
                ("path", .string(aside.path)),
            ])
        )
    }

    private static func json(_ bytes: Salvage.Bytes) -> JSONValue {
        .object(
            JSONObject([
                ("path", .string(bytes.file)), ("from", .integer(bytes.range.lowerBound)),
                ("to", .integer(bytes.range.upperBound)), ("copy", .string(bytes.copy)),
            ])
        )
    }
}
