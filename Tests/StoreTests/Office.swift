import Councils
import Foundation
import Journal

@testable import Store

/// A data directory of its own, removed at the end.
final class Office: Sendable {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.path + "/store-" + UUID().uuidString
    }

    /// What a crash would leave of another one, in the memory of the kernel and not of the process.
    init(imageOf other: Office) throws {
        path = other.path + "-image-" + UUID().uuidString
        try FileManager.default.copyItem(atPath: other.path, toPath: path)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Neither seals nor snapshots come by themselves, unless a test asks for them.
    func open(
        disk: Disk = .live,
        segmentBytes: Int = 64 << 20,
        settings change: (inout Store.Settings) -> Void = { _ in },
        failed: @escaping Store.Failed = { _ in },
        report: @escaping Store.Failed = { _ in }
    ) throws(JournalFault) -> (store: Store, recovery: Recovery) {
        var settings = Store.Settings()
        settings.sealAfterMilliseconds = 3_600_000
        change(&settings)
        var options = Journal.Options()
        options.segmentBytes = segmentBytes
        return try Store.open(
            path,
            journal: options,
            settings: settings,
            disk: disk,
            holder: Array(#"{"pid":1}"#.utf8),
            storeID: { "store-1" },
            now: { Instant(milliseconds: 1_750_000_000_000) },
            failed: failed,
            report: report
        )
    }

    func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder).sorted()
    }

    /// The lines of all segments, without their headers.
    func journalLines() throws -> [String] {
        try names("journal").filter { $0.hasSuffix(".ndjson") }.flatMap { name in
            let data = try Data(contentsOf: URL(filePath: path + "/journal/" + name))
            return String(decoding: data, as: UTF8.self).split(separator: "\n").dropFirst().map(String.init)
        }
    }
}

extension Origin {
    static let test = Origin(moment: .at(1), actor: "tester", request: "request-1")

    static func at(_ number: Int) -> Origin {
        Origin(moment: .at(number), actor: "tester", request: "request-\(number)")
    }
}

extension Instant {
    static func at(_ number: Int) -> Instant { Instant(milliseconds: 1_750_000_000_000 + Int64(number)) }
}

extension StoreState {
    /// Everything that is in it, indexes too, in an order of its own.
    var dump: [String] {
        var lines: [String] = []
        for table in StoreState.tables {
            do throws(JournalFault) {
                try table.lines(self) { lines.append(String(decoding: $0, as: UTF8.self)) }
            } catch {
                lines.append("\(error)")
            }
        }
        lines += places(of: councils) + places(of: members) + places(of: roleAssignments)
        lines += places(of: meetings) + places(of: minutes) + places(of: tokens)
        lines += references.ascending().map { "\($0)" }
        return lines.sorted() + ["seq \(seq)"]
    }

    private func places<Value: Stored>(of table: Table<Value>) -> [String] {
        table.partitions.compactMap { partition, keys in
            keys.isEmpty ? nil : "\(Value.table) \(partition) \(keys.ascending().map { ($0.key.bytes, $0.id) })"
        }
    }
}

extension Table {
    func tombstone(_ id: ID<Value>) -> Tombstone? {
        tombstones.first { $0.key == id }?.value
    }
}
