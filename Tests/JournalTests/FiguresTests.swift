import Foundation
import Journal
import Synchronization
import Testing

/// What is told of the files of a data directory.
@Suite struct FiguresTests {
    private let office = Office()

    @Test func segmentsAndSnapshotsAreCountedAsTheyStand() throws {
        let journal = try office.open({ $0.segmentBytes = 1 }).journal
        let files = journal.files
        let first = try files.figures()
        #expect(first.segments == 1 && first.snapshot == nil && first.backedUpAt == nil)
        for _ in 0..<3 { try journal.add(2) }
        try journal.takeSnapshot(lines(1...6))
        try journal.add()
        let figures = try files.figures()
        let names = try office.names("journal")
        #expect(figures.segments == names.count && names.count == 4)
        #expect(
            figures.journalBytes
                == Int64(try names.map { try office.bytes("\(office.path)/journal/\($0)").count }.reduce(0, +))
        )
        #expect(figures.snapshot?.seq == 6)
        #expect(figures.snapshot?.bytes == Int64(try office.bytes(office.snapshot(6)).count))
        let times = try FileManager.default.attributesOfItem(atPath: office.snapshot(6))
        let modified = try #require(times[.modificationDate] as? Date).timeIntervalSince1970
        #expect(abs(Double(figures.snapshot?.writtenAt ?? 0) / 1000 - modified) < 0.01)
        try journal.close()
    }

    @Test func theTimeOfTheBackupIsThatOfItsMark() throws {
        let journal = try office.open().journal
        let mark = office.path + "/BACKUP"
        office.create(mark)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000)],
            ofItemAtPath: mark
        )
        #expect(try journal.files.figures().backedUpAt == 1_700_000_000_000)
        try journal.close()
    }

    /// A snapshot is taken up, and an old segment removed, while somebody looks.
    @Test func aFileThatGoesMeanwhileIsNotCounted() throws {
        let gone = Mutex<String?>(nil)
        office.disk.status = { (path) throws(SystemError) in
            if path == gone.withLock({ $0 }) { throw SystemError(ENOENT) }
            return try Disk.live.status(path)
        }
        let journal = try office.open({ $0.segmentBytes = 1 }).journal
        for _ in 0..<3 { try journal.add() }
        try journal.takeSnapshot(lines(1...3))
        let before = try journal.files.figures()
        gone.withLock { $0 = office.segment(1) }
        let figures = try journal.files.figures()
        #expect(figures.segments == before.segments - 1)
        #expect(figures.journalBytes == before.journalBytes - Int64(try office.bytes(office.segment(1)).count))
        gone.withLock { $0 = office.snapshot(3) }
        #expect(try journal.files.figures().snapshot == nil)
        try journal.close()
    }

    @Test func filesThatCannotBeLookedAtAreAFailureAndHarmNothing() throws {
        let isRefused = Mutex(false)
        office.disk.names = { (path) throws(SystemError) in
            if isRefused.withLock({ $0 }) { throw SystemError(EACCES) }
            return try Disk.live.names(path)
        }
        let journal = try office.open().journal
        isRefused.withLock { $0 = true }
        #expect(throws: JournalFault.self) { try journal.files.figures() }
        isRefused.withLock { $0 = false }
        try journal.add()
        try journal.close()
    }

    @Test func aSyncIsTimedWhenOneHasSucceeded() throws {
        let isFailing = Mutex(false)
        office.disk.fdatasync = { _ throws(SystemError) in
            if isFailing.withLock({ $0 }) { throw SystemError(EIO) }
        }
        let journal = try office.open().journal
        #expect(journal.lastSync == nil)
        isFailing.withLock { $0 = true }
        #expect(throws: JournalFault.self) { try journal.add() }
        #expect(journal.lastSync == nil)
        try journal.close()
        isFailing.withLock { $0 = false }
        let again = try office.open().journal
        try again.add()
        #expect(again.lastSync != nil)
        try again.close()
    }
}
