import Councils
import Foundation
import Glibc
import Journal
import Testing

@testable import Store

/// What the store tells those who watch it.
@Suite struct FiguresTests {
    private let office = Office()

    @Test func aGroupCountsOnceWithItsEntriesAndItsSync() async throws {
        let disk = HeldDisk()
        let store = try office.open(disk: disk.disk).store
        disk.hold()
        let first = await store.begin("c-1")
        await disk.arrival()
        // Three changes, and a look that changes nothing, share the next sync.
        let rest = [await store.begin("c-2"), await store.begin("c-3"), await store.begin("c-4")]
        let look = await store.begin { tx throws(Refusal) in tx.state.councils.count }
        disk.stop()
        for writing in [first] + rest { _ = try await writing.answer.get() }
        _ = await look.answer
        let writing = await store.figures().writing
        // Up to 1, up to 2, up to 4.
        #expect(writing.groupEntries.counts.prefix(4) == [1, 0, 1, 0])
        #expect(writing.groupEntries.count == 2 && writing.groupEntries.sum == 4)
        #expect(writing.syncSeconds.count == 2 && disk.syncs == 2 && writing.syncSeconds.sum > 0)
        await store.close()
    }

    @Test func aSealIsASyncAndNoGroup() async throws {
        let disk = HeldDisk()
        let store = try office.open(disk: disk.disk) { $0.sealAfterMilliseconds = 1 }.store
        disk.hold()
        let writing = await store.begin("c-1")
        await disk.arrival()
        disk.letGo()
        _ = try await writing.answer.get()
        await disk.arrival()
        disk.stop()
        await store.settled()
        let figures = await store.figures().writing
        #expect(figures.groupEntries.count == 1 && figures.syncSeconds.count == 2)
        await store.close()
    }

    @Test func whatAStartWouldReplayGrowsWithWritesAndShrinksWithASnapshot() async throws {
        let disk = SnapshotDisk()
        let store = try office.open(disk: disk.disk, settings: { $0.snapshotAfterBytes = 1 }).store
        #expect(await store.figures().writing.bytesSinceSnapshot == 0)
        disk.hold()
        try await store.put("c-1")
        await disk.waits.wait()
        let one = await store.figures().writing.bytesSinceSnapshot
        #expect(one > 0)
        try await store.put("c-2")
        let two = await store.figures()
        #expect(two.writing.bytesSinceSnapshot > one && two.writing.snapshotDuration == nil)
        #expect(two.files?.snapshot == nil)
        disk.letGo()
        await store.snapshotsSettled()
        let three = await store.figures()
        #expect(three.writing.bytesSinceSnapshot == two.writing.bytesSinceSnapshot - one)
        #expect(three.writing.snapshotDuration != nil && three.writing.snapshotFailures == 0)
        #expect(three.files?.snapshot?.seq == 1)
        await store.close()
        let again = try office.open().store
        let reopened = await again.figures().writing
        #expect(reopened.bytesSinceSnapshot >= three.writing.bytesSinceSnapshot && reopened.groupEntries.count == 0)
        await again.close()
    }

    @Test func aFailedSnapshotIsCounted() async throws {
        let disk = FaultyDisk()
        disk.set { $0.open = ("/snapshots/", ENOSPC) }
        let store = try office.open(disk: disk.disk, settings: { $0.snapshotAfterBytes = 1 }).store
        try await store.put("c-1")
        await store.snapshotsSettled()
        let figures = await store.figures()
        #expect(figures.writing.snapshotFailures == 1 && figures.writing.snapshotDuration == nil)
        #expect(figures.condition == .writable && figures.files?.segments == 2)
        await store.close()
        #expect(await store.figures().condition == .closed)
    }

    @Test func aBackupShowsByItsMark() async throws {
        let store = try office.open().store
        #expect(await store.figures().files?.backedUpAt == nil)
        let mark = office.path + "/BACKUP"
        try Data().write(to: URL(filePath: mark))
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000)],
            ofItemAtPath: mark
        )
        #expect(await store.figures().files?.backedUpAt == Instant(milliseconds: 1_700_000_000_000))
        await store.close()
    }

    @Test func afterAFailedSyncTheConditionSaysSoAndNothingIsCounted() async throws {
        let (disk, failed) = (HeldDisk(), Event())
        let store = try office.open(disk: disk.disk, failed: { _ in failed.happen() }).store
        disk.hold()
        let writing = await store.begin("c-1")
        await disk.arrival()
        disk.letGo(failingWith: EIO)
        await failed.wait()
        _ = await writing.answer
        disk.stop()
        let figures = await store.figures()
        #expect(figures.condition == .failed)
        #expect(figures.writing.groupEntries.count == 0 && figures.writing.syncSeconds.count == 0)
        await store.close()
    }

    @Test(arguments: [(0.5, 0), (1.0, 0), (1.5, 1), (2.0, 1), (2.5, 2), (.infinity, 2)])
    func aValueIsInTheFirstBucketWhoseBoundIsNotBelowIt(_ value: Double, _ bucket: Int) {
        var histogram = Histogram([1, 2])
        histogram.observe(value)
        #expect(histogram.counts.firstIndex(of: 1) == bucket && histogram.count == 1 && histogram.sum == value)
    }

    @Test func aDurationIsObservedInSeconds() {
        var histogram = Histogram([1])
        histogram.observe(.milliseconds(2_250))
        #expect(histogram.sum == 2.25 && histogram.counts == [0, 1])
    }
}
