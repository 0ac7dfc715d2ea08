import Foundation
import Testing

@testable import Journal

/// Directories for the tools to work on.
extension LineDecoder {
    /// Of the lines that `Office` writes: an entry was made at its number times a thousand, unless its text says when.
    static let test = LineDecoder(
        entries: { bytes in
            let entries = try JSONDecoder().decode([Office.Entry].self, from: Data(bytes))
            var start = bytes.startIndex + 1
            return try entries.map { entry in
                let text = Array(line(entry.seq, entry.text).utf8)
                guard bytes[start...].starts(with: text) else { throw Office.Unexpected.bytes }
                defer { start += text.count + 1 }
                let at = entry.text.flatMap(Int64.init) ?? Int64(entry.seq) * 1000
                return EntryPlace(seq: entry.seq, at: at, bytes: start..<(start + text.count))
            }
        },
        snapshotLine: { _ in }
    )
}

extension Office {
    /// Twelve entries in four segments, in each a group of one and a group of two; snapshots after 6 and 9.
    static func made() throws -> Office {
        let office = Office()
        let journal = try office.open().journal
        for segment in UInt64(1)...4 {
            try journal.add(1)
            try journal.add(2)
            if segment == 1 { try journal.roll() }
            if segment == 2 || segment == 3 { try journal.takeSnapshot(lines(1...journal.lastSeq)) }
        }
        try journal.close()
        return office
    }

    /// A place for what a tool makes, in the memory of the test alone until then.
    func beside() -> Office { Office() }

    func verification() -> Verification { Verification(of: path, disk: disk, decoder: .test) }

    /// Flips a bit in the middle of a line of a segment, counted from 1, the header being the first.
    func rot(_ number: Int, line: Int) throws {
        let file = segment(number)
        var lines = try bytes(file).split(separator: 10, omittingEmptySubsequences: false).map { Array($0) }
        let middle = lines[line - 1].count / 2
        lines[line - 1][middle] ^= 1
        try write(Array(lines.joined(separator: [10])), to: file)
    }

    /// Everything below a directory with the modes, to show that a tool has touched nothing.
    func image() throws -> [String: [UInt8]] {
        var image = try contents()
        for name in image.keys {
            image[name]?.append(contentsOf: Array(String(try Disk.live.status(path + "/" + name).mode).utf8))
        }
        return image
    }

    /// That it opens, and holds these entries.
    func expectOpens(_ entries: [String], at location: SourceLocation = #_sourceLocation) throws {
        let opened = try open()
        let all = opened.state.all
        #expect(all == entries, sourceLocation: location)
        #expect(opened.recovery.tornTail == nil && opened.recovery.rejectedSnapshots.isEmpty, sourceLocation: location)
        try opened.journal.close()
    }
}
