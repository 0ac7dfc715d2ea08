import Disks
import Foundation
import Journal
import Testing

/// A data directory of its own, removed at the end, and what a store would make of its bytes.
final class Office {
    let path: String
    var disk: Disk
    /// Whose process begins anew with each opening.
    private var machine: SimulatedDisk?

    init(disk: Disk = .withoutSyncs) {
        path = FileManager.default.temporaryDirectory.path + "/journal-" + UUID().uuidString
        self.disk = disk
    }

    init(on machine: SimulatedDisk) {
        path = "/var/data"
        disk = machine.disk
        self.machine = machine
    }

    deinit {
        if path != "/var/data" { try? FileManager.default.removeItem(atPath: path) }
    }

    /// What a replay has given: the lines of the snapshot, then each entry.
    struct State: Equatable {
        var lines: [String] = []
        var entries: [String] = []

        /// Every entry there was, whether it came from a snapshot or from the journal.
        var all: [String] { lines + entries }
    }

    struct Entry: Codable {
        var seq: UInt64
        var text: String?
    }

    func open(
        _ change: (inout Journal.Options) -> Void = { _ in },
        now: @escaping @Sendable () -> Int64 = { 1_700_000_000_000 }
    ) throws(JournalFault) -> (journal: Journal, recovery: Recovery, state: State) {
        var options = Journal.Options()
        change(&options)
        var state = State()
        let (journal, recovery) = try Journal.open(
            path,
            disk: machine?.disk ?? disk,
            options: options,
            storeID: { "store-1" },
            holder: Array(#"{"pid":1}"#.utf8 + [10]),
            now: now,
            snapshotLine: { state.lines.append(String(decoding: $0, as: UTF8.self)) },
            group: { bytes in
                let entries = try JSONDecoder().decode([Entry].self, from: Data(bytes))
                guard let first = entries.first, let last = entries.last else { throw Unexpected.emptyGroup }
                var rest = bytes.dropFirst().dropLast()
                for entry in entries {
                    let text = Array(line(entry.seq, entry.text).utf8)
                    guard rest.starts(with: text) else { throw Unexpected.bytes }
                    state.entries.append(line(entry.seq, entry.text))
                    rest = rest.dropFirst(text.count + 1)
                }
                return first.seq...last.seq
            }
        )
        return (journal, recovery, state)
    }

    enum Unexpected: Error { case emptyGroup, bytes }

    // MARK: Files

    func segment(_ number: Int) -> String { "\(path)/journal/000000000\(number).ndjson" }
    func snapshot(_ seq: Int) -> String { "\(path)/snapshots/000000000\(seq).ndjson" }

    func bytes(_ file: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: file))) }

    func write(_ bytes: [UInt8], to file: String) throws {
        let handle = try #require(FileHandle(forWritingAtPath: file))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: bytes)
        try handle.close()
    }

    func names(_ folder: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder).sorted()
    }

    /// An empty file for the owner alone.
    func create(_ file: String) {
        let isMade = FileManager.default.createFile(
            atPath: file,
            contents: nil,
            attributes: [.posixPermissions: 0o600]
        )
        #expect(isMade)
    }

    func chmod(_ file: String, _ mode: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    }

    /// Every file with its bytes.
    func contents() throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
            var isDirectory: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isDirectory)
            contents[name] = isDirectory.boolValue ? [] : try bytes(path + "/" + name)
        }
        return contents
    }

    /// As after a kill in the first run: nothing is known of how far the journal had come.
    func removeEnd() throws {
        try FileManager.default.removeItem(atPath: path + "/END")
    }

    func restore(_ contents: [String: [UInt8]]) throws {
        for name in try names("quarantine") { try FileManager.default.removeItem(atPath: path + "/quarantine/" + name) }
        if contents["END"] == nil { try? removeEnd() }
        for name in contents.keys.sorted() where name.contains(".ndjson") || ["FORMAT", "END"].contains(name) {
            let file = path + "/" + name
            if !FileManager.default.fileExists(atPath: file) {
                create(file)
            }
            try write(contents[name] ?? [], to: file)
        }
    }
}

/// An entry of a group, as text.
func line(_ seq: UInt64, _ text: String? = nil) -> String {
    if let text { return #"{"seq":\#(seq),"text":"\#(text)"}"# }
    return #"{"seq":\#(seq)}"#
}

extension Journal {
    /// Appends a group of entries with the next numbers.
    func add(_ count: Int = 1, _ text: String? = nil) throws(JournalFault) {
        var entries: [[UInt8]] = []
        for number in 0..<count { entries.append(Array(line(lastSeq + 1 + UInt64(number), text).utf8)) }
        try append(entries)
    }

    /// A snapshot whose lines are the entries so far.
    func takeSnapshot(_ lines: [String]) throws(JournalFault) {
        let finished = try beginSnapshot().write { (write) throws(JournalFault) in
            for line in lines { try write(Array(line.utf8)[...]) }
        }
        try adopt(finished)
    }
}

func lines(_ range: ClosedRange<UInt64>) -> [String] { range.map { line($0) } }

extension Disk {
    /// The real thing but for the waiting.
    static var withoutSyncs: Disk {
        var disk = Disk.live
        disk.fsync = { _ in }
        disk.fdatasync = { _ in }
        return disk
    }
}

extension JournalFault {
    var isDamage: Bool {
        if case .damaged = self { return true }
        return false
    }
}
