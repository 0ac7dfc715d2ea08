import ArgumentParser
import Foundation
import JSONText
import Journal
import Store

/// What reading the audit log of a data directory through has shown.
struct AuditVerification {
    let directory: String
    /// nil where there is no audit log, as in a backup.
    let found: Verification?
    let faults: [JournalFault]

    /// - Parameters:
    ///   - data: the data directory.
    ///   - store: the id of its store; nil if nothing says it.
    ///   - head: one that was kept elsewhere: it is a fault if the log does not have it.
    init(of data: String, store: String?, expecting head: Verification.Head?, progress: WorkProgress = .init()) {
        directory = AuditLog.directory(in: data)
        guard head != nil || FileManager.default.fileExists(atPath: directory) else {
            found = nil
            faults = []
            return
        }
        let found = Verification(of: directory, decoder: .audit, expecting: head, progress: progress)
        var faults = found.faults
        if let store, let id = found.store, id != AuditLog.storeID(of: store) {
            faults.append(.otherStore(path: directory, store: id, expected: AuditLog.storeID(of: store)))
        }
        self.found = found
        self.faults = faults
    }
}

extension Outcome {
    mutating func add(_ audit: AuditVerification) {
        guard let found = audit.found else { return add("audit", .null) }
        let members: [(String, JSONValue)] = [
            ("directory", .string(audit.directory)), ("storeId", .text(found.store)), ("seq", .number(found.head?.seq)),
            ("sum", .text(found.head?.sum)), ("at", .moment(found.at)), ("entries", .number(found.entries)),
            ("segments", .integer(Int64(found.segments))), ("bytes", .integer(found.bytes)),
            ("torn", .bool(found.torn != nil)),
        ]
        let head = found.head.map { "\($0.seq):\($0.sum)" } ?? "-"
        add("audit", .object(JSONObject(members)), "監査記録 / Audit", "\(found.entries) entries, head \(head)")
        if let torn = found.torn {
            let what = found.holder == nil ? "a write that was cut off" : "being written"
            add(line: "監査記録の末尾 / Audit, torn", "\(torn.file) at byte \(torn.offset): \(what)")
        }
    }
}

extension AuditVerification {
    /// `SEQ:SUM`, as the log has them.
    @Sendable static func head(_ text: String) throws -> Verification.Head {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let isHex = { (digit: UInt8) in
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit || UInt8(ascii: "a")...UInt8(ascii: "f") ~= digit
        }
        guard parts.count == 2, let seq = UInt64(parts[0]), parts[1].utf8.count == 64, parts[1].utf8.allSatisfy(isHex)
        else { throw ValidationError("--audit-head: \(text) is no SEQ:SUM as in the line \"audit head\" of the log") }
        return Verification.Head(seq: seq, sum: String(parts[1]))
    }
}
