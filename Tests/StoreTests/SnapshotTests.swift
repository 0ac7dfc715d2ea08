import Councils
import Dispatch
import Glibc
import Journal
import Synchronization
import Testing

@testable import Store

@Suite struct SnapshotTests {
    private let office = Office()
    private let disk = SnapshotDisk()

    @Test func aSnapshotIsWrittenWhenTheJournalHasGrownAndUsedByTheNextOpening() async throws {
        let store = try office.open(settings: { $0.snapshotAfterBytes = 1 }).store
        try await store.put("a-1")
        await store.snapshotsSettled()
        _ = try await store.write(.test) { tx throws(Refusal) in
            _ = try tx.create("minutes-1", Minutes.full, for: .administrator)
            _ = try tx.create("minutes-2", Minutes.draft(), for: .administrator)
            try tx.delete(try tx.current(ID<Minutes>("minutes-2")), for: .administrator)
        }
        await store.snapshotsSettled()
        #expect(try office.names("snapshots").last == "0000000002.ndjson")
        let before = store.read().state.dump
        await store.close()
        let (again, recovery) = try office.open()
        #expect(recovery.snapshotSeq == 2 && recovery.snapshotLines == 3 && recovery.entries == 0)
        #expect(again.read().state.dump == before)
        await again.close()
    }

    @Test func twoSnapshotsAreKept() async throws {
        let store = try office.open(settings: { $0.snapshotAfterBytes = 1 }).store
        for number in 1...5 {
            try await store.put("c-\(number)")
            await store.snapshotsSettled()
        }
        #expect(try office.names("snapshots") == ["0000000004.ndjson", "0000000005.ndjson"])
        await store.close()
    }

    @Test func noSnapshotIsWrittenBeforeTheJournalHasGrown() async throws {
        let store = try office.open(settings: { $0.snapshotAfterBytes = 100_000 }).store
        for number in 1...5 { try await store.put("c-\(number)") }
        await store.snapshotsSettled()
        #expect(try office.names("snapshots").isEmpty)
        await store.close()
    }

    @Test func writesGoOnBesideASnapshotAndAreNotInIt() async throws {
        let store = try office.open(disk: disk.disk, settings: { $0.snapshotAfterBytes = 1 }).store
        disk.hold()
        try await store.put("a-1")
        await disk.waits.wait()
        for number in 1...5 { try await store.put("c-\(number)") }
        #expect(store.read().state.seq == 6)
        disk.letGo()
        await store.snapshotsSettled()
        #expect(try office.names("snapshots").first == "0000000001.ndjson")
        await store.close()
        let (again, recovery) = try office.open()
        #expect(
            again.read().state.dump == store.read().state.dump && recovery.snapshotSeq == 1 && recovery.entries == 5
        )
        await again.close()
    }

    @Test func aSnapshotComesUnderAnUnbrokenLoadToo() async throws {
        let held = HeldDisk()
        let store = try office.open(disk: held.disk, settings: { $0.snapshotAfterBytes = 1 }).store
        held.hold()
        _ = await store.begin("c-0")
        for number in 1...8 {
            await held.arrival()
            _ = await store.begin("c-\(number)")
            held.letGo()
        }
        await held.arrival()
        // Nine groups, each there before the one before it was on disk: a snapshot would have begun a segment.
        let segments = try office.names("journal").count
        #expect(segments > 1)
        held.stop()
        await store.close()
    }

    @Test func afterASnapshotsFailedSyncNothingMoreIsWritten() async throws {
        let failed = Event()
        let (store, _) = try office.open(
            disk: disk.disk,
            settings: { $0.snapshotAfterBytes = 1 },
            failed: { _ in failed.happen() }
        )
        disk.fail(with: EIO)
        disk.hold()
        try await store.put("a-1")
        await disk.waits.wait()
        try await store.put("b-1")
        disk.letGo()
        await failed.wait()
        let later = await refusal { () async throws(Refusal) in try await store.put("c-1") }
        #expect(later == .unavailable && store.read().state.seq == 2)
        await store.close()
        #expect(disk.syncs.withLock { $0 } == 2)
        await store.close()
        #expect(disk.syncs.withLock { $0 } == 2)
        #expect(try office.names("snapshots").isEmpty)
    }

    @Test func aSnapshotThatFailsWhileTheStoreClosesIsNotFollowedByASeal() async throws {
        let store = try office.open(disk: disk.disk, settings: { $0.snapshotAfterBytes = 1 }).store
        disk.fail(with: EIO)
        disk.hold()
        try await store.put("a-1")
        await disk.waits.wait()
        try await store.put("b-1")
        // Runs up to its first suspension at once.
        let closed = Task.immediate { await store.close() }
        disk.letGo()
        await closed.value
        #expect(disk.syncs.withLock { $0 } == 2)
    }

    /// Each attempt begins a segment and may fill a disk that has little room.
    @Test func aSnapshotThatFailedIsNotTriedAgainWithEachWrite() async throws {
        let faulty = FaultyDisk()
        faulty.set { $0.open = ("/snapshots/", ENOSPC) }
        let store = try office.open(disk: faulty.disk, settings: { $0.snapshotAfterBytes = 1_000 }).store
        for number in 1...40 {
            try await store.put("c-\(number)")
            await store.snapshotsSettled()
        }
        let segments = try office.names("journal").count
        #expect(segments < 25)
        await store.close()
    }

    @Test func nothingIsRemovedOnceTheDirectoryIsLetGo() async throws {
        let store = try office.open(disk: disk.disk, settings: { $0.snapshotAfterBytes = 1 }).store
        for number in 1...2 {
            try await store.put("c-\(number)")
            await store.snapshotsSettled()
        }
        disk.hold()
        try await store.put("c-3")
        await disk.waits.wait()
        // Runs up to its first suspension at once.
        let closed = Task.immediate { await store.close() }
        disk.letGo()
        await closed.value
        await store.settled()
        #expect(try office.names("snapshots").count == 2)
        #expect(disk.removedLate.isEmpty)
    }
}

extension Store {
    /// Returns when no snapshot is being written, and the last one has been adopted.
    func snapshotsSettled() async {
        await settled()
        await withCheckedContinuation { continuation in
            journal.snapshots.notify(queue: queue) { continuation.resume() }
        }
    }
}
