import Councils
import Foundation
import Journal

@testable import Store

/// An audit log that is changed by somebody who can write to its files: one way after the other, each undone after it.
struct Tampering {
    enum Kind: String, CaseIterable {
        case byteEdited = "a byte edited"
        case bytesInserted = "bytes inserted"
        case lineDeleted = "a line deleted"
        case lineDoubled = "a line doubled"
        case linesSwapped = "two lines swapped"
        case lineResummed = "an entry edited and its line's sum set right"
        case chainRewritten = "an entry edited and the chain behind it written anew"
        case tailCut = "the tail cut in a line"
        case linesCut = "the last lines cut"
        case segmentRemoved = "a segment removed"
        case segmentsCut = "the last segments removed"
        case segmentsSwapped = "two segments swapped"
        case foreignLine = "a line from another store"
        case endRemoved = "the tail cut and END removed"

        /// Whether what is left is what an older log looked like, or one that never was: only a head that was kept
        /// elsewhere tells.
        var needsHead: Bool { self == .chainRewritten || self == .endRemoved }
    }

    /// The journal's files by name, as they were written.
    let files: [(path: String, bytes: [UInt8])]
    let end: (path: String, bytes: [UInt8]?)
    /// Lines of another store.
    let foreign: [[UInt8]]

    init(_ office: AuditOffice, foreign: AuditOffice) throws {
        files = try office.segments().map { ($0, try Self.read($0)) }
        end = (office.directory + "/END", try? Self.read(office.directory + "/END"))
        self.foreign = try foreign.segments().flatMap { try Self.lines(of: Self.read($0)) }
    }

    private static func read(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path)))
    }

    /// With their line ends.
    private static func lines(of bytes: [UInt8]) -> [[UInt8]] {
        bytes.split(separator: 10, omittingEmptySubsequences: false).dropLast().map { Array($0) + [10] }
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    /// Changes the files.
    ///
    /// - Returns: what was done, for a failure's message.
    func apply(_ kind: Kind, _ random: inout some RandomNumberGenerator) throws -> String {
        let index = Int.random(in: 0..<files.count, using: &random)
        let (path, bytes) = files[index]
        var lines = Self.lines(of: bytes)
        let line = Int.random(in: 0..<lines.count, using: &random)
        switch kind {
        case .byteEdited:
            var changed = bytes
            let place = Int.random(in: 0..<bytes.count, using: &random)
            changed[place] ^= UInt8.random(in: 1...255, using: &random)
            try Self.write(changed, to: path)
            return "byte \(place) of \(path)"
        case .bytesInserted:
            let place = Int.random(in: 0...bytes.count, using: &random)
            let count = Int.random(in: 1...40, using: &random)
            let more = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            try Self.write(Array(bytes[..<place] + more + bytes[place...]), to: path)
            return "\(count) bytes at \(place) of \(path)"
        case .lineDeleted: lines.remove(at: line)
        case .lineDoubled: lines.insert(lines[line], at: Int.random(in: 0...lines.count, using: &random))
        case .linesSwapped:
            let other = (line + Int.random(in: 1..<lines.count, using: &random)) % lines.count
            lines.swapAt(line, other)
        case .lineResummed: lines[group(in: lines, &random)].edit(&random)
        case .chainRewritten: return try rewrite(&random)
        case .tailCut, .linesCut, .endRemoved: return try cut(kind, &random)
        case .segmentRemoved: return try remove(path)
        case .segmentsCut:
            let first = Int.random(in: 1..<files.count, using: &random)
            for (path, _) in files[first...] { _ = try remove(path) }
            return "from segment \(first + 1)"
        case .segmentsSwapped:
            let other = (index + Int.random(in: 1..<files.count, using: &random)) % files.count
            try Self.write(files[other].bytes, to: path)
            try Self.write(bytes, to: files[other].path)
            return "\(path) and \(files[other].path)"
        case .foreignLine:
            let other = foreign[Int.random(in: 0..<foreign.count, using: &random)]
            if Bool.random(using: &random) { lines[line] = other } else { lines.insert(other, at: line) }
        }
        try Self.write(Array(lines.joined()), to: path)
        return "line \(line + 1) of \(path)"
    }

    /// Whether every byte that was there is where it was.
    func isOnlyAppended() throws -> Bool {
        guard let last = files.last else { return false }
        return try files.dropLast().allSatisfy { try Self.read($0.path) == $0.bytes }
            && Self.read(last.path).starts(with: last.bytes)
    }

    /// Everything as it was.
    func undo() throws {
        for (path, bytes) in files { try Self.write(bytes, to: path) }
        if let bytes = end.bytes { try Self.write(bytes, to: end.path) }
    }

    private func remove(_ path: String) throws -> String {
        try FileManager.default.removeItem(atPath: path)
        return path
    }

    /// A line with entries.
    private func group(in lines: [[UInt8]], _ random: inout some RandomNumberGenerator) -> Int {
        let groups = lines.indices.filter { lines[$0].starts(with: Array(#"{"entries":[{"#.utf8)) }
        return groups.randomElement(using: &random) ?? 0
    }

    private func cut(_ kind: Kind, _ random: inout some RandomNumberGenerator) throws -> String {
        guard let (path, bytes) = files.last else { return "" }
        let lines = Self.lines(of: bytes)
        let kept: Int
        if kind == .tailCut {
            kept = Int.random(in: 0..<bytes.count, using: &random)
        } else {
            kept = lines.prefix(Int.random(in: 1..<lines.count, using: &random)).reduce(0) { $0 + $1.count }
        }
        try Self.write(Array(bytes[..<kept]), to: path)
        if kind == .endRemoved, end.bytes != nil { try FileManager.default.removeItem(atPath: end.path) }
        return "\(path) at byte \(kept)"
    }

    /// What somebody does who knows how the sums are made, with all of the log.
    private func rewrite(_ random: inout some RandomNumberGenerator) throws -> String {
        let all = files.map { Self.lines(of: $0.bytes) }
        let start = Int.random(in: 0..<all.count, using: &random)
        let edited = group(in: all[start], &random)
        var sum = ""
        for (number, lines) in all.enumerated() {
            var written: [UInt8] = []
            for (place, line) in lines.enumerated() {
                var line = line
                if number == start, place == edited { line.edit(&random) }
                if number > 0 || place > 0 { line.follow(sum) }
                sum = line.sumInIt
                written += line
            }
            try Self.write(written, to: files[number].path)
        }
        // END, too.
        if end.bytes != nil { try FileManager.default.removeItem(atPath: end.path) }
        return "line \(edited + 1) of \(files[start].path)"
    }
}
