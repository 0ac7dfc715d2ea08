import Councils
import Store
import Web

/// One reader's way through the feed: a place in it, and nothing of what was passed.
struct Follower: Sendable {
    /// Why nothing more is told.
    enum End: Error, Hashable, Sendable {
        case tokenIsNoLongerValid
        /// What comes next is no longer kept.
        case pruned
    }

    let store: Store
    let environment: Environment
    let principal: Principal
    /// nil for all of them.
    let councils: Set<ID<Council>>?
    let resources: Set<String>?
    private(set) var position: FeedPosition
    /// What stands for that place outside: the last event that this reader could see, shown or left out.
    private(set) var cursor: FeedCursor

    init(_ call: Call, at position: FeedPosition, _ cursor: FeedCursor) {
        store = call.store
        environment = call.environment
        principal = call.principal
        councils = call.namedCouncils
        let named = call.parameters.values.filter { $0.name == "resource" }.map(\.text)
        resources = named.isEmpty ? nil : Set(named)
        self.position = position
        self.cursor = cursor
    }

    private static let batch = 256
    /// So many events are looked at for one answer; the next one goes on from there.
    private static let most = 40 * batch

    /// What is there now to be shown, at most so many. Who asks, and what that reader may see, is judged here, by the
    /// state as it is now.
    mutating func take(_ limit: Int) throws(End) -> [FeedEvent] {
        var shown: [FeedEvent] = []
        var looked = 0
        while shown.count < limit, looked < Self.most {
            let found = store.feed.events(after: position, for: principal.reader, in: councils, atMost: Self.batch)
            guard let found else { throw .pruned }
            if found.isEmpty { break }
            looked += found.count
            // Later than the events: what they tell of is in it.
            let state = store.read().state
            for event in found where shown.count < limit {
                position = event.position
                guard state.shows(event) else { continue }
                cursor = FeedCursor(event)
                if resources?.contains(event.resource) ?? true { shown.append(event) }
            }
        }
        let state = store.read().state
        guard principal.isStillValid(in: state, at: environment.now()) else {
            throw .tokenIsNoLongerValid
        }
        return shown.filter { state.shows($0) }
    }

    /// The same; where there is nothing, waits for something at most so long.
    mutating func take(_ limit: Int, within duration: Duration) async throws(End) -> [FeedEvent] {
        let first = try take(limit)
        guard first.isEmpty, duration > .zero else { return first }
        let (waited, result) = await waiting(limit, within: duration)
        self = waited
        return try result.get()
    }

    private enum Wake { case news, time }

    private func waiting(_ limit: Int, within duration: Duration) async -> (Follower, Result<[FeedEvent], End>) {
        await withTaskGroup(of: Wake.self) { group in
            defer { group.cancelAll() }
            var follower = self
            group.addTask { [environment] in
                await environment.sleep(duration)
                return .time
            }
            group.addTask { [follower] in await follower.news() }
            while let wake = await group.next() {
                do throws(End) {
                    let found = try follower.take(limit)
                    guard found.isEmpty, wake == .news, !store.feed.isOver, !Task.isCancelled else {
                        return (follower, .success(found))
                    }
                } catch {
                    return (follower, .failure(error))
                }
                // What came can't be seen, or was not asked for: the wait goes on.
                group.addTask { [follower] in await follower.news() }
            }
            return (follower, .success([]))
        }
    }

    private func news() async -> Wake {
        await store.feed.news(after: position, for: principal.reader, in: councils)
        return .news
    }
}
