import Councils
import Dispatch
import Journal
import Testing

@testable import Store

@Suite struct ClosingTests {
    private let office = Office()

    @Test func aClosedStoreTakesNothingMoreAndIsStillRead() async throws {
        let store = try office.open().store
        try await store.put("a-1")
        await store.close()
        await store.close()
        let later = await refusal { () async throws(Refusal) in try await store.put("b-1") }
        #expect(later == .unavailable && !store.isWritable && store.read().state.councils.count == 1)
        let again = try office.open().store
        #expect(again.read().state.seq == 1)
        await again.close()
    }

    @Test func closingWaitsForWhatIsUnderWay() async throws {
        let disk = HeldDisk()
        let store = try office.open(disk: disk.disk).store
        disk.hold()
        let writing = await store.begin("a-1")
        await disk.arrival()
        let closed = Task { await store.close() }
        let next = await store.begin("b-1")
        disk.stop()
        await closed.value
        _ = try await writing.answer.get()
        // It came before the end or after it; what it was told is what is there.
        let isThere = await next.refusal == nil
        let again = try office.open().store
        #expect(again.read().state.councils.count == (isThere ? 2 : 1))
        await again.close()
    }

    @Test func whatQueuedBeforeTheCloseIsWrittenAndWhatComesAfterIsRefused() async throws {
        let store = try office.open().store
        store.queue.suspend()
        let before = await store.begin("a-1")
        // Runs up to its first suspension at once.
        let closed = Task.immediate { await store.close() }
        let after = await store.begin("b-1")
        store.queue.resume()
        await closed.value
        await store.settled()
        let refusals = [await before.refusal, await after.refusal]
        #expect(refusals == [nil, .unavailable] && !store.isWritable)
        let again = try office.open().store
        #expect(again.read().state.dump == store.read().state.dump && again.read().state.seq == 1)
        await again.close()
    }
}
