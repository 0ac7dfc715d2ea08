import Foundation
@testable import Journal
import Testing

@Suite struct RoundTrip {
    @Test func aNewDirectoryIsMadeWithItsParentsForTheOwnerAlone() throws {
        let office = Office(disk: .live)
        let inner = office.path + "/a/b/"
        let (journal, recovery) = try Journal.open(
            inner,
            storeID: { "s" },
            holder: [],
            now: { 0 },
            snapshotLine: { _ in },
            group: { _ in 1...1 }
        )
        #expect(recovery == Recovery(isNew: true))
        #expect(journal.storeID == "s" && journal.lastSeq == 0 && journal.isSealed && journal.bytesSinceSnapshot == 0)
        for name in ["", "/journal", "/snapshots", "/quarantine"] {
            #expect(try Disk.live.status(inner + name).mode == 0o700)
        }
        for name in ["/FORMAT", "/LOCK", "/journal/0000000001.ndjson"] {
            #expect(try Disk.live.status(inner + name).mode == 0o600)
        }
        #expect(
            try office.bytes(inner + "FORMAT") == Array(#"{"name":"kyogikai","version":1,"store":"s"}"#.utf8 + [10])
        )
        try journal.close()
    }

    @Test func whatWasAppendedIsReplayedInOrder() throws {
        let office = Office(disk: .live)
        let journal = try office.open().journal
        try journal.add(1, "議事録")
        try journal.add(3)
        try journal.append([])
        #expect(journal.lastSeq == 4 && !journal.isSealed)
        try journal.close()

        let again = try office.open()
        #expect(again.state.entries == [line(1, "議事録"), line(2), line(3), line(4)])
        #expect(again.recovery == Recovery(groups: 2, entries: 4))
        #expect(again.journal.lastSeq == 4 && again.journal.isSealed && again.journal.storeID == "store-1")
        try again.journal.add()
        try again.journal.close()
        #expect(try office.open().state.entries.count == 5)
    }

    @Test func aSegmentIsWhatItsDescriptionSays() throws {
        let office = Office()
        let journal = try office.open().journal
        try journal.add(2)
        try journal.seal()
        try journal.seal()
        let text = String(decoding: try office.bytes(office.segment(1)), as: UTF8.self)
        let found = text.split(separator: "\n", omittingEmptySubsequences: false)
        func sum(_ text: String) -> String { Array(text.utf8).withUnsafeBytes { Sum(of: $0).text } }
        let zeros = String(repeating: "0", count: 64)
        let header =
            #"{"format":"kyogikai-journal","version":1,"store":"store-1","segment":1,"firstSeq":1,"follows":"\#(zeros)""#
        let group = #"{"entries":[{"seq":1},{"seq":2}],"prev":"\#(sum(header))""#
        let seal = #"{"entries":[],"prev":"\#(sum(group))""#
        #expect(found == [header, group, seal].map { $0 + #","sum":"\#(sum($0))"}"# } + [""])
        #expect(sum("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func aSegmentRollsWhenItIsFull() throws {
        let office = Office()
        let journal = try office.open { $0.segmentBytes = 1000 }.journal
        for _ in 1...20 { try journal.add(1, "0123456789") }
        #expect(try office.names("journal").count == 5)
        for name in try office.names("journal").dropLast() {
            #expect(try (1000..<1300).contains(office.bytes(office.path + "/journal/" + name).count))
        }
        try journal.close()
        let again = try office.open { $0.segmentBytes = 1000 }
        #expect(again.state.entries.count == 20 && again.recovery.groups == 20)
        #expect(again.journal.isSealed)
    }

    @Test func linesLongerThanAChunkAreReplayed() throws {
        let office = Office()
        let journal = try office.open().journal
        let long = String(repeating: "x", count: 3 << 20)
        try journal.add(1, long)
        try journal.add(1)
        try journal.add(1, long)
        try journal.close()
        #expect(try office.open().state.entries == [line(1, long), line(2), line(3, long)])
    }

    @Test func anEntryThatIsNotALineIsRefusedAndNothingIsWritten() throws {
        let office = Office()
        let journal = try office.open().journal
        let before = try office.contents()
        #expect(throws: JournalFault.notALine(index: 1)) { try journal.append([Array("{}".utf8), Array("{\n}".utf8)]) }
        #expect(throws: JournalFault.notALine(index: 0)) { try journal.append([[]]) }
        #expect(try office.contents() == before)
        try journal.add()
    }

    @Test func aClosedJournalIsSealedAndRefusesMore() throws {
        let office = Office()
        let journal = try office.open().journal
        try journal.add()
        try journal.close()
        try journal.close()
        #expect(throws: JournalFault.self) { try journal.add() }
        #expect(try String(decoding: office.bytes(office.segment(1)), as: UTF8.self).contains(#"{"entries":[],"#))
    }

    @Test func aJournalIsHandedOverToAnotherThread() async throws {
        let office = Office()
        let (journal, _) = try Journal.open(
            office.path,
            storeID: { "s" },
            holder: [],
            now: { 0 },
            snapshotLine: { _ in },
            group: { _ in 1...1 }
        )
        let seq = try await Task.detached {
            try journal.add(2)
            try journal.close()
            return journal.lastSeq
        }.value
        #expect(seq == 2)
    }

    @Test func aStoreIDIsQuoted() throws {
        #expect(Format.quoted("a\"b\\c\u{1}議") == #""a\"b\\c\u0001議""#)
    }
}
