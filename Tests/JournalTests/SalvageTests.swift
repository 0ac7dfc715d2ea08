import Foundation
import Testing

@testable import Journal

@Suite struct Salvaging {
    private func salvage(_ office: Office, into target: Office) throws -> Salvage {
        let before = try office.image()
        defer { #expect((try? office.image()) == before) }
        let made = try Salvage(of: office.path, into: target.path, disk: office.disk, decoder: .test)
        #expect(target.verification().faults.isEmpty && target.verification().seq == made.seq)
        return made
    }

    @Test func ofAWholeDirectoryNothingIsLost() throws {
        let office = try Office.made()
        let target = office.beside()
        let made = try salvage(office, into: target)
        #expect(made.seq == 12 && made.snapshotSeq == nil && made.historyFrom == 1 && made.at == 12_000)
        #expect(made.faults.isEmpty && made.lost.isEmpty && made.setAside.isEmpty && made.damaged.isEmpty)
        try target.expectOpens(lines(1...12))
    }

    @Test func behindDamageTheNewestSnapshotGoesOn() throws {
        let office = try Office.made()
        try office.rot(2, line: 2)
        let target = office.beside()
        let made = try salvage(office, into: target)
        #expect(made.seq == 12 && made.snapshotSeq == 9 && made.historyFrom == 5 || made.historyFrom == 7)
        #expect(made.lost.isEmpty && made.faults.count == 1)
        try target.expectOpens(lines(1...12))
        let file = office.segment(2)
        #expect(made.damaged.map(\.file) == [file])
        let (range, copy) = (try #require(made.damaged.first).range, try #require(made.damaged.first).copy)
        #expect(try target.bytes(copy) == Array(office.bytes(file)[Int(range.lowerBound)..<Int(range.upperBound)]))
    }

    @Test func withoutASnapshotBehindDamageTheLongestBeginningIsTaken() throws {
        let office = try Office.made()
        try office.rot(4, line: 2)
        let target = office.beside()
        let made = try salvage(office, into: target)
        #expect(made.seq == 9 && made.snapshotSeq == nil && made.historyFrom == 1)
        #expect(made.lost == [Salvage.Lost(seqs: 10...10, after: 9000, before: 11_000)])
        #expect(made.setAside.map(\.seqs) == [11...12])
        let path = try #require(made.setAside.first?.path)
        #expect(path.hasPrefix(target.path + "/quarantine/entries-from-11-") && path.hasSuffix(".ndjson"))
        let text = String(decoding: try target.bytes(path), as: UTF8.self)
        #expect(text.hasPrefix(#"{"entries":[{"seq":11},{"seq":12}],"prev":"#) && text.hasSuffix("}\n"))
        try target.expectOpens(lines(1...9))
    }

    @Test func anEndThatIsMissingIsLost() throws {
        let office = try Office.made()
        let header = try office.bytes(office.segment(4)).prefix { $0 != 10 } + [10]
        try office.write(Array(header), to: office.segment(4))
        let made = try salvage(office, into: office.beside())
        #expect(made.seq == 9 && made.lost == [Salvage.Lost(seqs: 10...12, after: 9000, before: nil)])
    }

    @Test func aSnapshotAloneIsAState() throws {
        let office = try Office.made()
        for number in 1...4 { try FileManager.default.removeItem(atPath: office.segment(number)) }
        let target = office.beside()
        let made = try salvage(office, into: target)
        #expect(made.seq == 9 && made.snapshotSeq == 9 && made.historyFrom == nil && made.at == nil)
        #expect(made.lost == [Salvage.Lost(seqs: 10...12, after: nil, before: nil)])
        try target.expectOpens(lines(1...9))
    }

    @Test func aHeaderIsWrittenAnewWhereItsPlaceIsKnown() throws {
        let office = try Office.made()
        for seq in [6, 9] { try FileManager.default.removeItem(atPath: office.snapshot(seq)) }
        try office.rot(3, line: 1)
        let target = office.beside()
        let made = try salvage(office, into: target)
        #expect(made.seq == 12 && made.lost.isEmpty && made.damaged.map(\.file) == [office.segment(3)])
        try target.expectOpens(lines(1...12))
    }

    @Test func aLostFormatIsFoundInTheHeaders() throws {
        let office = try Office.made()
        try FileManager.default.removeItem(atPath: office.path + "/FORMAT")
        let target = office.beside()
        #expect(try salvage(office, into: target).seq == 12)
        try target.expectOpens(lines(1...12))
        #expect(target.verification().store == "store-1")
    }

    /// Whatever line or snapshot rots: what is made opens, verifies, and no entry disappears unsaid.
    @Test func wheneverALineRotsEveryEntryIsAccountedFor() throws {
        for (number, count) in [(1, 3), (2, 3), (3, 3), (4, 4)] {
            for line in 1...count {
                for withoutSnapshots in [false, true] {
                    let office = try Office.made()
                    if withoutSnapshots { for seq in [6, 9] { try office.write([], to: office.snapshot(seq)) } }
                    try office.rot(number, line: line)
                    let target = office.beside()
                    let made = try salvage(office, into: target)
                    let lost = made.lost.reduce(0) { $0 + $1.seqs.count }
                    let kept = made.setAside.filter { $0.seqs.upperBound > made.seq }.reduce(0) { $0 + $1.seqs.count }
                    #expect(Int(made.seq) + lost + kept == 12, "\(number) \(line) \(withoutSnapshots): \(made)")
                    #expect(!made.damaged.isEmpty)
                    try target.expectOpens(made.seq == 0 ? [] : lines(1...made.seq))
                }
            }
        }
    }

    @Test func nothingIsMadeOfNothing() throws {
        let foreign = Office()
        foreign.create(foreign.path)
        let target = foreign.beside()
        #expect(throws: ToolFault.self) {
            _ = try Salvage(of: foreign.path, into: target.path, disk: foreign.disk, decoder: .test)
        }
        let office = try Office.made()
        try office.write(Array(#"{"name":"kyogikai","version":2,"store":"s"}"#.utf8), to: office.path + "/FORMAT")
        #expect(throws: ToolFault.data(.newerFormat(path: office.path + "/FORMAT", version: 2))) {
            _ = try Salvage(of: office.path, into: target.path, disk: office.disk, decoder: .test)
        }
        #expect(!FileManager.default.fileExists(atPath: target.path))
    }
}
