import Foundation
@testable import Journal
import Testing

@Suite struct Snapshots {
    @Test func theReplayBeginsAfterTheSnapshot() throws {
        let office = Office(disk: .live)
        let journal = try office.open().journal
        try journal.add(2)
        let bytes = journal.bytesSinceSnapshot
        #expect(bytes > 0)
        let writer = try journal.beginSnapshot()
        try journal.add()
        let finished = try writer.write { (write) throws(JournalFault) in
            for line in lines(1...2) { try write(Array(line.utf8)[...]) }
        }
        #expect(finished.seq == 2 && finished.lines == 2 && finished.path == office.snapshot(2))
        #expect(try Int64(office.bytes(finished.path).count) == finished.bytes)
        let since = journal.bytesSinceSnapshot
        try journal.adopt(finished)
        #expect(journal.bytesSinceSnapshot == since - bytes)
        try journal.add(2)
        try journal.close()

        let again = try office.open()
        #expect(again.state == Office.State(lines: lines(1...2), entries: lines(3...5)))
        #expect(again.recovery == Recovery(snapshotSeq: 2, snapshotLines: 2, groups: 2, entries: 3))
        #expect(again.journal.lastSeq == 5)
    }

    @Test func theTwoNewestAreKept() throws {
        let office = Office()
        let journal = try office.open().journal
        for seq in UInt64(1)...4 {
            try journal.add()
            try journal.takeSnapshot(lines(1...seq))
        }
        #expect(try office.names("snapshots") == ["0000000003.ndjson", "0000000004.ndjson"])
        #expect(try office.names("journal").count == 5)
        try journal.takeSnapshot(lines(1...4))
        #expect(try office.names("journal").count == 5, "nothing has changed: no new segment")
        try journal.close()
        #expect(try office.open().state == Office.State(lines: lines(1...4)))
    }

    @Test func anEmptyStateIsASnapshotToo() throws {
        let office = Office()
        let journal = try office.open().journal
        try journal.takeSnapshot([])
        try journal.add()
        try journal.close()
        #expect(try office.open().state == Office.State(entries: lines(1...1)))
    }

    @Test func aDamagedSnapshotIsSetAsideAndTheOlderOneUsed() throws {
        let office = Office()
        let journal = try office.open().journal
        try journal.add()
        try journal.takeSnapshot(lines(1...1))
        try journal.add()
        try journal.takeSnapshot(lines(1...2))
        try journal.add()
        try journal.close()
        var bytes = try office.bytes(office.snapshot(2))
        bytes[bytes.count / 2] ^= 1
        try office.write(bytes, to: office.snapshot(2))

        let again = try office.open()
        #expect(again.state == Office.State(lines: lines(1...1), entries: lines(2...3)))
        #expect(again.recovery.snapshotSeq == 1)
        let rejected = try #require(again.recovery.rejectedSnapshots.first)
        #expect(rejected.seq == 2 && !rejected.reason.isEmpty)
        #expect(try office.bytes(rejected.quarantine) == bytes)
        #expect(try office.names("snapshots") == ["0000000001.ndjson"])
        try again.journal.close()
        #expect(try office.open().recovery.rejectedSnapshots.isEmpty)
    }

    @Test func withoutAWholeSnapshotTheReplayIsOfEverything() throws {
        let office = Office()
        let journal = try office.open().journal
        try journal.add(2)
        try journal.takeSnapshot(lines(1...2))
        try journal.add()
        try journal.close()
        try office.write([], to: office.snapshot(2))
        let again = try office.open()
        #expect(again.state == Office.State(entries: lines(1...3)))
        #expect(again.recovery.snapshotSeq == nil && again.recovery.rejectedSnapshots.count == 1)
    }

    @Test func segmentsGoWhenNoSnapshotNeedsThemAndTheRetentionIsOver() throws {
        let office = Office()
        let day: Int64 = 86_400_000
        let written = Int64(Date().timeIntervalSince1970 * 1000)
        let journal = try office.open({ $0.retentionDays = 10 }, now: { written + 9 * day }).journal
        for seq in UInt64(1)...3 {
            try journal.add()
            try journal.takeSnapshot(lines(1...seq))
        }
        #expect(try office.names("journal").count == 4)
        try journal.close()
        let later = try office.open({ $0.retentionDays = 10 }, now: { written + 11 * day }).journal
        try later.add()
        try later.takeSnapshot(lines(1...4))
        #expect(try office.names("journal") == ["0000000004.ndjson", "0000000005.ndjson"])
        try later.add()
        try later.close()
        // The older snapshot still has all that it needs.
        try office.write([], to: office.snapshot(4))
        #expect(try office.open().state == Office.State(lines: lines(1...3), entries: lines(4...5)))
        // Without any snapshot the first segment is missing.
        try office.write([], to: office.snapshot(3))
        #expect(throws: JournalFault.self) { try office.open() }
    }

    @Test func anUnfinishedSnapshotIsRemovedByTheNextOpening() throws {
        let office = Office()
        try office.open().journal.close()
        let stray = office.path + "/snapshots/0000000007.ndjson.unfinished"
        office.create(stray)
        try office.open().journal.close()
        #expect(try office.names("snapshots") == [])
    }

    @Test func aSnapshotGivenUpLeavesNothing() throws {
        let office = Office()
        let journal = try office.open().journal
        try journal.add()
        let writer = try journal.beginSnapshot()
        #expect(throws: JournalFault.abandoned) {
            try writer.write { (write) throws(JournalFault) in
                try write(Array("{}".utf8)[...])
                throw .abandoned
            }
        }
        #expect(throws: JournalFault.notALine(index: 0)) {
            try writer.write { (write) throws(JournalFault) in try write(Array("a\nb".utf8)[...]) }
        }
        #expect(try office.names("snapshots") == [])
        try journal.add()
    }

    @Test func aSnapshotIsWrittenOnAnotherThread() async throws {
        let office = Office()
        let journal = try office.open().journal
        try journal.add(100)
        let writer = try journal.beginSnapshot()
        let finished = try await Task.detached {
            try writer.write { (write) throws(JournalFault) in
                for line in lines(1...100) { try write(Array(line.utf8)[...]) }
            }
        }.value
        try journal.adopt(finished)
        try journal.close()
        #expect(try office.open().state.lines == lines(1...100))
    }
}
