import Councils
import Foundation
import Journal

@testable import Store

/// A data directory with an audit log and nothing else, removed at the end.
final class AuditOffice: Sendable {
    let path: String
    static let store = "store-1"

    init() {
        path = FileManager.default.temporaryDirectory.path + "/audit-" + UUID().uuidString
    }

    /// What a crash would leave of another one, in the memory of the kernel and not of the process.
    init(imageOf other: AuditOffice) throws {
        path = other.path + "-image-" + UUID().uuidString
        try FileManager.default.copyItem(atPath: other.path, toPath: path)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var directory: String { AuditLog.directory(in: path) }

    /// Seals do not come by themselves, unless a test asks for them, and a full disk is tried again at once.
    func open(
        disk: Disk = .live,
        of store: String = store,
        settings change: (inout AuditLog.Settings) -> Void = { _ in },
        failed: @escaping Store.Failed = { _ in },
        report: @escaping Store.Failed = { _ in }
    ) throws(JournalFault) -> (log: AuditLog, recovery: Recovery) {
        var settings = AuditLog.Settings()
        settings.sealAfterMilliseconds = 3_600_000
        settings.retryAfterMilliseconds = 1
        settings.reserveBytes = 1 << 16
        change(&settings)
        return try AuditLog.open(
            in: path,
            of: store,
            settings: settings,
            disk: disk,
            holder: Array(#"{"pid":1}"#.utf8),
            now: { .at(0) },
            failed: failed,
            report: report
        )
    }

    func segments() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory + "/journal").sorted()
            .map { directory + "/journal/" + $0 }
    }

    /// The lines of all segments, without their headers.
    func lines() throws -> [String] {
        try segments().flatMap { path in
            let data = try Data(contentsOf: URL(filePath: path))
            return String(decoding: data, as: UTF8.self).split(separator: "\n").dropFirst().map(String.init)
        }
    }

    func mode(of name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: directory + "/" + name)[.posixPermissions] as? Int
    }
}

extension AuditEntry {
    /// The read of some minutes.
    static func read(_ number: Int, actor: String = "token-1", status: Int = 200) -> AuditEntry {
        AuditEntry(
            at: .at(number),
            actor: actor,
            role: .secretariat,
            action: .read,
            resource: .minutes,
            route: "/v1/minutes/{id}",
            id: "0195c1a0-0000-7000-8000-000000000001",
            address: "192.0.2.1",
            request: "request-\(number)",
            status: status
        )
    }
}

extension AuditLog {
    /// Begins to write an entry and does not wait for it: when this returns, it is queued.
    func begin(_ entry: AuditEntry) -> Recording {
        let recording = Recording()
        submit(Pending(tail: entry.tail, at: entry.at) { recording.take($0) })
        return recording
    }

    /// Returns when everything that was in the queue has run.
    func settled() async {
        await withCheckedContinuation { continuation in journal.queue.async { continuation.resume() } }
    }
}
