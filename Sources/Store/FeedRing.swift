import Councils

/// The newest events of one level in one council. What is pushed out depends on these alone: hidden edits are in other
/// rings.
struct FeedRing: Sendable {
    private var events: [FeedEvent] = []
    /// Where the oldest one stands, once the ring is full.
    private var start = 0
    private let limit: Int
    /// The newest one that was pushed out; nil while all are here.
    private(set) var pruned: FeedEvent?

    init(limit: Int) {
        self.limit = limit
    }

    var count: Int { events.count }

    /// From the oldest one on.
    subscript(index: Int) -> FeedEvent {
        let place = start + index
        return events[place < events.count ? place : place - events.count]
    }

    var newest: FeedEvent? { count == 0 ? nil : self[count - 1] }

    mutating func append(_ event: FeedEvent) {
        if events.count < limit { return events.append(event) }
        pruned = events[start]
        events[start] = event
        start = start + 1 == limit ? 0 : start + 1
    }

    /// The index of the first event behind a position; `count` if there is none.
    func index(after position: FeedPosition) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].position <= position { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The event of a version. Clients follow closely: it is looked for from the newest one back.
    func event(of resource: String, _ id: String, version: Int) -> FeedEvent? {
        for index in stride(from: count - 1, through: 0, by: -1) {
            let event = self[index]
            if event.version == version, event.id == id, event.resource == resource { return event }
        }
        return nil
    }

    /// The newest event that fits.
    func last(where fits: (FeedEvent) -> Bool) -> FeedEvent? {
        for index in stride(from: count - 1, through: 0, by: -1) where fits(self[index]) { return self[index] }
        return nil
    }
}
