import Foundation
import Testing

@testable import Journal

/// Reading everything: all that is wrong is said at once, and nothing is touched.
@Suite struct Verifying {
    private func faults(of office: Office, at location: SourceLocation = #_sourceLocation) throws -> [JournalFault] {
        let before = try office.image()
        let faults = office.verification().faults
        #expect(try office.image() == before, sourceLocation: location)
        return faults
    }

    @Test func aWholeDirectoryIsCountedThrough() throws {
        let office = try Office.made()
        let found = office.verification()
        #expect(found.faults.isEmpty && found.store == "store-1" && found.seq == 12 && found.at == 12_000)
        #expect(found.segments == 4 && found.groups == 8 && found.entries == 12 && found.snapshots == [6, 9])
        #expect(found.firstSeq == 1 && found.holder == nil && found.torn == nil && found.quarantine.isEmpty)
        let sizes = try ["journal", "snapshots"].flatMap { folder in
            try office.names(folder).map { try office.bytes("\(office.path)/\(folder)/\($0)").count }
        }
        #expect(found.bytes == Int64(sizes.reduce(0, +)))
    }

    @Test func everyDamagedPlaceIsSaidAndNotOnlyTheFirst() throws {
        let office = try Office.made()
        try office.rot(1, line: 2)
        try office.rot(3, line: 3)
        var snapshot = try office.bytes(office.snapshot(6))
        snapshot[200] ^= 1
        try office.write(snapshot, to: office.snapshot(6))
        let faults = try faults(of: office)
        #expect(faults.map(\.path) == [office.segment(1), office.segment(3), office.snapshot(6)])
        #expect(faults.allSatisfy { $0.isDamage && $0.description.contains("remedy") })
        #expect(faults[0].offset == Int64(try office.headerLine().count))
        #expect(office.verification().seq == 12)
    }

    @Test func everyFlippedByteIsFound() throws {
        let office = try Office.made()
        for file in [office.segment(2), office.segment(4), office.snapshot(9), office.path + "/END"] {
            let whole = try office.bytes(file)
            for offset in stride(from: 0, to: whole.count, by: 7) {
                var flipped = whole
                flipped[offset] ^= 4
                try office.write(flipped, to: file)
                #expect(!office.verification().faults.isEmpty, "\(file) \(offset)")
            }
            try office.write(whole, to: file)
        }
        #expect(try faults(of: office).isEmpty)
    }

    @Test func whatIsMissingIsNamed() throws {
        for (number, also) in [(1, 0), (2, 0), (3, 1), (4, 2)] {
            let office = try Office.made()
            try FileManager.default.removeItem(atPath: office.segment(number))
            let faults = try faults(of: office)
            // Without its first segment a journal is whole if a snapshot stands for it.
            #expect(faults.isEmpty == (number == 1), "\(number)")
            if number > 1 { #expect(faults.contains { $0.path == office.segment(number) }, "\(number)") }
            #expect(faults.count >= also)
        }
        let office = try Office.made()
        for seq in [6, 9] { try FileManager.default.removeItem(atPath: office.snapshot(seq)) }
        try FileManager.default.removeItem(atPath: office.segment(1))
        #expect(try faults(of: office).map(\.path) == [office.segment(1)])
    }

    @Test func anEndThatIsCutOffIsDamageAfterACloseAndOtherwiseATornWrite() throws {
        let office = try Office.made()
        let whole = try office.bytes(office.segment(4))
        try office.write(whole.dropLast(3), to: office.segment(4))
        #expect(try faults(of: office).map(\.path) == [office.segment(4)])
        try office.removeEnd()
        let found = office.verification()
        let last = whole.dropLast().lastIndex(of: 10)
        #expect(found.faults.isEmpty && found.torn?.file == office.segment(4) && found.seq == 12)
        #expect(found.torn?.offset == Int64(try #require(last)) + 1)
        try FileManager.default.removeItem(atPath: office.path + "/LOCK")
        #expect(office.verification().faults.isEmpty)
    }

    @Test func aSnapshotThatDoesNotFitTheJournalIsSaid() throws {
        let (office, other) = (try Office.made(), Office())
        let journal = try other.open().journal
        try journal.add(9, "other")
        try journal.roll()
        try journal.roll()
        try journal.takeSnapshot(lines(1...9))
        try journal.close()
        try office.write(other.bytes(other.snapshot(9)), to: office.snapshot(9))
        #expect(try faults(of: office).map(\.path) == [office.snapshot(9)])
    }

    @Test func whileAProcessHasItTheLastLineIsBeingWritten() throws {
        let office = try Office.made()
        let journal = try office.open().journal
        try journal.add()
        let whole = try office.bytes(office.segment(4))
        try office.write(whole + Array(#"{"entries":[{"seq":14"#.utf8), to: office.segment(4))
        let found = office.verification()
        #expect(found.faults.isEmpty && found.holder == #"{"pid":1}"# && found.seq == 13)
        #expect(found.torn?.offset == Int64(whole.count))
        try office.write(whole, to: office.segment(4))
        try journal.close()
    }

    /// The first segments go while they are being read.
    @Test func oldSegmentsThatGoMeanwhileAreNotMissed() throws {
        let office = try Office.made()
        let journal = try office.open().journal
        let live = office.disk
        let path = office.segment(1)
        var disk = live
        disk.open = { (name, flags, mode) throws(SystemError) in
            if name == path { try? live.unlink(path) }
            return try live.open(name, flags, mode)
        }
        let found = Verification(of: office.path, disk: disk, decoder: .test)
        #expect(found.faults.isEmpty && found.firstSeq == 4 && found.seq == 12)
        try journal.close()
    }

    @Test func foreignNewerAndUnreadableDirectoriesAreTold() throws {
        let nothing = Office().verification()
        #expect(nothing.faults == [.unusable(path: nothing.faults.first?.path ?? "", call: "stat", errno: ENOENT)])
        let office = try Office.made()
        let format = try office.bytes(office.path + "/FORMAT")
        try office.write(Array(#"{"name":"kyogikai","version":2,"store":"s"}"#.utf8), to: office.path + "/FORMAT")
        #expect(try faults(of: office) == [.newerFormat(path: office.path + "/FORMAT", version: 2)])
        try office.write(Array("x".utf8), to: office.path + "/FORMAT")
        #expect(try faults(of: office).map(\.path) == [office.path + "/FORMAT"])
        #expect(office.verification().seq == 12)
        try office.write(format, to: office.path + "/FORMAT")
        try office.chmod(office.segment(2), 0o644)
        #expect(try faults(of: office) == [.insecureMode(path: office.segment(2), mode: 0o644)])
        try office.chmod(office.segment(2), 0o600)
        let (live, second) = (office.disk, office.segment(2))
        office.disk.open = { (name, flags, mode) throws(SystemError) in
            if name == second { throw SystemError(EIO) }
            return try live.open(name, flags, mode)
        }
        #expect(try faults(of: office).contains(.unusable(path: second, call: "open", errno: EIO)))
        #expect(office.verification().seq == 12)
    }

    @Test func whatWasSetAsideIsListed() throws {
        let office = try Office.made()
        let file = office.path + "/quarantine/segment-0000000001-byte-9-1.torn"
        office.create(file)
        try office.write([1, 2, 3], to: file)
        #expect(office.verification().quarantine.map(\.path) == [file])
        #expect(office.verification().quarantine.map(\.bytes) == [3])
    }
}
