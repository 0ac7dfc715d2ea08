import Councils
import Testing

@testable import Store

/// Whoever waits is woken by what concerns that reader, and by nothing else.
@Suite struct FeedWaitingTests {
    private let office = Office()

    private func wait(_ store: Store, _ reader: Reader, in councils: Set<ID<Council>>? = nil) -> Task<Void, Never> {
        let position = store.feed.now(for: reader, in: store.read().state).position
        return Task { await store.feed.news(after: position, for: reader, in: councils) }
    }

    /// Returns when so many wait.
    private func untilWaiting(_ count: Int, _ store: Store) async {
        while store.feed.waiting != count { await Task.yield() }
    }

    @Test func aHundredOfThePublicAreWokenTogetherAndByNothingHidden() async throws {
        let store = try office.open().store
        await store.feed.filled()
        let waiting = (0..<100).map { _ in wait(store, .public) }
        let own = wait(store, .secretariat(of: ["gunma"]))
        await untilWaiting(101, store)
        try await FeedTests.live(0, in: store)
        await own.value
        #expect(store.feed.waiting == 100 && store.feed.work == Feed.Work(events: 1, readers: 2, woken: 1))
        for step in 1...2 { try await FeedTests.live(step, in: store) }
        #expect(store.feed.waiting == 100 && store.feed.work.woken == 1)
        try await FeedTests.live(3, in: store)
        for task in waiting { await task.value }
        #expect(store.feed.waiting == 0 && store.feed.work == Feed.Work(events: 7, readers: 5, woken: 101))
        await store.close()
    }

    @Test func whatIsThereAlreadyIsNotWaitedFor() async throws {
        let store = try office.open().store
        await store.feed.filled()
        try await store.put("gunma")
        await store.feed.news(after: Feed.beginning, for: .public, in: nil)
        await store.feed.news(after: Feed.beginning, for: .public, in: ["gunma", "tokyo"])
        let other = wait(store, .public, in: ["tokyo"])
        await untilWaiting(1, store)
        other.cancel()
        await other.value
        #expect(store.feed.waiting == 0)
        await store.close()
    }

    @Test func aTaskThatIsCancelledWaitsNoLonger() async throws {
        let store = try office.open().store
        await store.feed.filled()
        let tasks = (0..<20).map { _ in wait(store, .public) }
        for task in tasks.prefix(10) { task.cancel() }
        for task in tasks.prefix(10) { await task.value }
        await untilWaiting(10, store)
        store.feed.stop()
        for task in tasks { await task.value }
        // Nothing is waited for any more.
        await store.feed.news(after: Feed.beginning, for: .public, in: nil)
        #expect(store.feed.waiting == 0 && store.feed.isOver)
        await store.close()
    }
}
