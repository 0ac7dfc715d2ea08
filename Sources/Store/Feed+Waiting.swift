public import Councils
import Synchronization

// Waiting for what has not happened yet.
extension Feed {
    /// Returns when there is an event of the reader's behind a position, when the feed is over, or when the task is
    /// cancelled. Nothing that others see wakes it.
    public func news(after position: FeedPosition, for reader: Reader, in councils: Set<ID<Council>>?) async {
        let ticket = inside.withLock { inside in
            inside.tickets += 1
            return inside.tickets
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waits = inside.withLock { inside in
                    // Whoever cancels after this finds the ticket.
                    guard !inside.isOver, !Task.isCancelled,
                        !inside.rings.hasEvents(after: position, for: reader, in: councils)
                    else { return false }
                    inside.waiting[reader, default: [:]][ticket] = continuation
                    return true
                }
                if !waits { continuation.resume() }
            }
        } onCancel: {
            let waiter = inside.withLock { inside in
                let waiter = inside.waiting[reader]?.removeValue(forKey: ticket)
                if inside.waiting[reader]?.isEmpty ?? false { inside.waiting[reader] = nil }
                return waiter
            }
            waiter?.resume()
        }
    }

    /// Nobody waits any more: whoever does is answered at once.
    public func stop() {
        let waiting = inside.withLock { inside in
            inside.isOver = true
            defer { inside.waiting = [:] }
            return inside.waiting.values.flatMap(\.values)
        }
        for waiter in waiting { waiter.resume() }
    }

    /// Whether nothing is waited for any more, because the process ends.
    public var isOver: Bool { inside.withLock { $0.isOver } }

    /// How many wait.
    public var waiting: Int { inside.withLock { $0.waiting.values.reduce(0) { $0 + $1.count } } }
}

extension Feed.Inside {
    /// Those who wait for one of these events; they wait no longer.
    mutating func takeConcerned(by events: [FeedEvent]) -> [CheckedContinuation<Void, Never>] {
        guard !waiting.isEmpty else { return [] }
        var levels: [ID<Council>: Set<Level>] = [:]
        for event in events { levels[event.council, default: []].insert(event.level) }
        work.readers += waiting.count
        let concerned = waiting.keys.filter { reader in
            levels.contains { council, levels in levels.contains(reader.level(in: council)) }
        }
        let woken = concerned.flatMap { waiting.removeValue(forKey: $0)?.values.map { $0 } ?? [] }
        work.woken += woken.count
        return woken
    }
}
