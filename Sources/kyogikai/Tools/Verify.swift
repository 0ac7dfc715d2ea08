import ArgumentParser
import Councils
import JSONText
import Journal
import Store

/// Reads everything in a data directory and says what is there and what is wrong with it.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "データを検証する。何も変えない / Read all data through, also while the server runs; changes nothing"
    )

    @Argument(help: ArgumentHelp("データディレクトリ / The data directory (default: the server's)", valueName: "dir"))
    var directory: String?
    @Option(
        help: ArgumentHelp(
            "別に保管した監査記録の末尾 / A head of the audit log that was kept elsewhere",
            valueName: "seq:sum"
        ),
        transform: AuditVerification.head
    )
    var auditHead: Verification.Head?
    @OptionGroup var options: ToolOptions

    func run() async throws {
        let directory = try await options.directory(directory)
        let line = ProgressLine()
        let found = Verification(of: directory, decoder: .store, progress: line.progress)
        let audit = AuditVerification(of: directory, store: found.store, expecting: auditHead, progress: line.progress)
        line.end()
        var faults = found.faults
        var state: StoredState?
        if faults.isEmpty {
            do throws(JournalFault) { state = try StoredState(reading: directory) } catch { faults.append(error) }
        }
        try Self.outcome(directory, found, state, audit, faults + audit.faults).finish(json: options.json)
    }

    static func outcome(
        _ directory: String,
        _ found: Verification,
        _ state: StoredState?,
        _ audit: AuditVerification,
        _ faults: [JournalFault]
    ) -> Outcome {
        var outcome = Outcome(faults.isEmpty ? "good" : "bad")
        outcome.add("directory", .string(directory), faults.isEmpty ? "正常 / Good" : "異常 / Bad")
        outcome.add("storeId", .text(found.store))
        outcome.add("seq", .number(found.seq), "連番 / Seq", "\(found.seq)" + at(found.at))
        outcome.add("at", .moment(found.at))
        outcome.add("firstSeq", .number(found.firstSeq))
        outcome.add("segments", .integer(Int64(found.segments)))
        outcome.add("groups", .integer(Int64(found.groups)))
        let text = "\(found.entries) entries in \(found.groups) groups in \(found.segments) segments"
        outcome.add("entries", .number(found.entries), "ジャーナル / Journal", text)
        let snapshots = found.snapshots.map(JSONValue.number)
        let listed = snapshots.isEmpty ? "-" : found.snapshots.map(String.init).joined(separator: ", ")
        outcome.add("snapshots", .array(snapshots), "スナップショット / Snapshots", listed)
        outcome.add("bytes", .integer(found.bytes))
        if let state { outcome.add(state) }
        outcome.add(audit)
        if let holder = found.holder { outcome.add("holder", .string(holder), "使用中 / In use by") }
        if let torn = found.torn {
            let members: [(String, JSONValue)] = [
                ("path", .string(torn.file)), ("offset", .integer(torn.offset)),
                ("isBeingWritten", .bool(found.holder != nil)),
            ]
            let what = found.holder == nil ? "a write that was cut off, set aside at the next start" : "being written"
            outcome.add(
                "torn",
                .object(JSONObject(members)),
                "末尾 / End",
                "\(torn.file) from byte \(torn.offset): \(what)"
            )
        }
        outcome.add(
            "quarantine",
            .array(
                found.quarantine.map {
                    .object(JSONObject([("path", .string($0.path)), ("bytes", .integer($0.bytes))]))
                }
            )
        )
        for file in found.quarantine { outcome.add(line: "隔離 / Set aside", "\(file.path), \(file.bytes) bytes") }
        outcome.add(faults)
        return outcome
    }

    static func at(_ milliseconds: Int64?) -> String {
        milliseconds.map { " (\(Instant(milliseconds: $0)))" } ?? ""
    }
}

extension Outcome {
    /// What is in a state, and its hash.
    mutating func add(_ state: StoredState) {
        let counts = state.counts.map { ($0.table, JSONValue.integer(Int64($0.count))) }
        let text = state.counts.map { "\($0.table) \($0.count)" }.joined(separator: ", ")
        add("counts", .object(JSONObject(counts)), "件数 / Counts", text)
        add("hash", .string(state.hash), "状態の SHA-256 / Hash")
    }
}
