import Councils
import Dispatch
import Glibc
import Journal
import Synchronization
import Testing

@testable import Store

/// What becomes of writes when the disk fails or is full.
@Suite struct FailingDiskTests {
    private let office = Office()

    @Test func afterAFailedSyncNothingMoreIsTaken() async throws {
        let (disk, failed) = (HeldDisk(), Event())
        let store = try office.open(disk: disk.disk, failed: { _ in failed.happen() }).store
        try await store.put("a-1")
        let before = store.read().state.dump
        disk.hold()
        let first = await store.begin("b-1")
        await disk.arrival()
        let second = await store.begin("c-1")
        disk.letGo(failingWith: EIO)
        let refusals = [await first.refusal, await second.refusal]
        // The second had not run.
        #expect(refusals == [.outcomeUnknown, .unavailable])
        await failed.wait()
        #expect(!store.isWritable && store.read().state.dump == before)
        disk.stop()
        let later = await refusal { () async throws(Refusal) in try await store.put("d-1") }
        #expect(later == .unavailable && disk.syncs == 2)
        await store.close()
        #expect(disk.syncs == 2)
        // Both are legal: the group that was being written, or not.
        let image = try Office(imageOf: office)
        let again = try image.open().store
        #expect(again.read().state.councils["a-1"] != nil && again.read().state.councils["c-1"] == nil)
        await again.close()
    }

    @Test func closingLetsGoOfADirectoryWhoseDiskHasFailed() async throws {
        let (disk, failed) = (HeldDisk(), Event())
        let store = try office.open(disk: disk.disk, failed: { _ in failed.happen() }).store
        disk.hold()
        _ = await store.begin("a-1")
        await disk.arrival()
        disk.letGo(failingWith: EIO)
        await failed.wait()
        disk.stop()
        await store.close()
        _ = try office.open()
    }

    @Test func aFailureIsSaidOnce() async throws {
        let (disk, reasons) = (HeldDisk(), Reasons())
        let store = try office.open(disk: disk.disk, failed: { reasons.add($0) }).store
        disk.hold()
        let writing = await store.begin("a-1")
        await disk.arrival()
        disk.letGo(failingWith: EIO)
        _ = await writing.answer
        disk.stop()
        _ = await refusal { () async throws(Refusal) in try await store.put("b-1") }
        await store.close()
        #expect(reasons.all.count == 1 && reasons.all[0].contains("fdatasync"))
    }

    @Test func aFullDiskIsSaidToTheWholeQueueAndReadingGoesOn() async throws {
        let disk = FaultyDisk()
        let held = HeldDisk()
        var both = disk.disk
        both.fdatasync = held.disk.fdatasync
        let store = try office.open(disk: both) { $0.retryAfterMilliseconds = 1 }.store
        try await store.put("a-1")
        let before = store.read().state.dump
        held.hold()
        let first = await store.begin("b-1")
        await held.arrival()
        disk.set {
            $0.write = ENOSPC
            $0.allocate = ENOSPC
        }
        let second = await store.begin("c-1")
        let third = await store.begin { tx throws(Refusal) in tx.state.councils.count }
        held.stop()
        let refusals = [await first.refusal, await second.refusal, await third.refusal]
        #expect(refusals == [nil, .diskFull, .diskFull])
        #expect(!store.isWritable && store.read().state.seq == 2 && store.read().state.dump != before)
        let fourth = await refusal { () async throws(Refusal) in try await store.put("d-1") }
        #expect(fourth == .diskFull)
        await disk.asked(3)
        #expect(!store.isWritable)
        disk.set { $0 = FaultyDisk.Plan() }
        await disk.hadRoom.wait()
        // What asks for room runs on the queue, and so does what is behind it.
        await store.settled()
        try await store.put("c-1")
        #expect(store.read().state.seq == 3 && store.read().state.councils.count == 3)
        await store.close()
        let (again, recovery) = try office.open()
        #expect(again.read().state.dump == store.read().state.dump && recovery.tornTail == nil)
        await again.close()
    }

    @Test func aCallThatFailsBeforeAnythingIsWrittenLeavesTheStoreWritable() async throws {
        let disk = FaultyDisk()
        let reported = Event()
        let store = try office.open(disk: disk.disk, segmentBytes: 1, report: { _ in reported.happen() }).store
        try await store.put("a-1")
        // The next group begins a segment.
        disk.set { $0.open = ("/journal/", EMFILE) }
        let writing = await store.begin("b-1")
        let refused = await writing.refusal
        await reported.wait()
        #expect(refused == .unavailable && store.isWritable && store.read().state.seq == 1)
        disk.set { $0 = FaultyDisk.Plan() }
        try await store.put("c-1")
        #expect(store.read().state.seq == 2)
        await store.close()
        let again = try office.open().store
        #expect(again.read().state.dump == store.read().state.dump)
        await again.close()
    }

    @Test func aFailedSealFailsTheStore() async throws {
        let (disk, failed) = (HeldDisk(), Event())
        let (store, _) = try office.open(
            disk: disk.disk,
            settings: { $0.sealAfterMilliseconds = 1 },
            failed: { _ in failed.happen() }
        )
        disk.hold()
        let writing = await store.begin("a-1")
        await disk.arrival()
        disk.letGo()
        _ = try await writing.answer.get()
        await disk.arrival()
        disk.letGo(failingWith: EIO)
        await failed.wait()
        #expect(!store.isWritable && store.read().state.seq == 1)
        disk.stop()
        await store.close()
    }

    @Test func aSealComesWhenItIsQuiet() async throws {
        let disk = HeldDisk()
        let store = try office.open(disk: disk.disk) { $0.sealAfterMilliseconds = 1 }.store
        disk.hold()
        let writing = await store.begin("a-1")
        await disk.arrival()
        disk.letGo()
        _ = try await writing.answer.get()
        await disk.arrival()
        disk.stop()
        await store.settled()
        #expect(disk.syncs == 2)
        #expect(try office.journalLines().map { $0.hasPrefix(#"{"entries":[],"#) } == [false, true])
        await store.close()
        #expect(disk.syncs == 2)
    }
}

/// What was said, in order.
final class Reasons: Sendable {
    private let said = Mutex<[String]>([])

    var all: [String] { said.withLock { $0 } }
    func add(_ reason: String) { said.withLock { $0.append(reason) } }
}

extension Store {
    /// Returns when everything that was in the queue has run.
    func settled() async {
        await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
    }
}
