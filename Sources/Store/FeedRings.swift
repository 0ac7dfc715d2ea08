import Councils
import Crypto

/// The rings of all councils and levels. A reader has, in each council, the ring of its level there.
struct FeedRings: Sendable {
    private struct Key: Hashable {
        let council: ID<Council>
        let level: Level
    }

    private let limit: Int
    private var rings: [(key: Key, ring: FeedRing)] = []
    private var places: [Key: Int] = [:]
    /// What came in this entry or before it is not known.
    let horizon: UInt64

    init(limit: Int, horizon: UInt64 = 0) {
        self.limit = limit
        self.horizon = horizon
    }

    mutating func append(_ event: FeedEvent) {
        let key = Key(council: event.council, level: event.level)
        guard let place = places[key] else {
            places[key] = rings.count
            var ring = FeedRing(limit: limit)
            ring.append(event)
            rings.append((key, ring))
            return
        }
        rings[place].ring.append(event)
    }

    /// Behind what is here comes what happened meanwhile.
    mutating func append(_ newer: FeedRings) {
        for (key, ring) in newer.rings {
            // Where newer ones have been pruned, of the older ones nothing is left.
            if ring.pruned != nil, let place = places[key] { rings[place].ring = ring }
            if ring.pruned != nil, places[key] == nil {
                places[key] = rings.count
                rings.append((key, ring))
            }
            guard ring.pruned == nil else { continue }
            for index in 0..<ring.count { append(ring[index]) }
        }
    }

    private func places(of reader: Reader, in councils: Set<ID<Council>>?) -> [Int] {
        rings.indices.filter { place in
            let key = rings[place].key
            return reader.level(in: key.council) == key.level && councils?.contains(key.council) ?? true
        }
    }

    /// The place of the last event that is no longer known.
    private func end(ofPrunedIn places: [Int]) -> FeedPosition {
        let horizon = FeedPosition(seq: horizon, ordinal: .max)
        return places.reduce(horizon) { max($0, rings[$1].ring.pruned?.position ?? horizon) }
    }

    /// A reader's events behind a position in their order, at most so many; nil if some of them have been pruned.
    func events(
        after position: FeedPosition,
        for reader: Reader,
        in councils: Set<ID<Council>>?,
        atMost limit: Int
    ) -> [FeedEvent]? {
        let places = places(of: reader, in: councils)
        guard position >= end(ofPrunedIn: places) else { return nil }
        var heads = places.map { (place: $0, index: rings[$0].ring.index(after: position)) }
        heads.removeAll { $0.index == rings[$0.place].ring.count }
        var events: [FeedEvent] = []
        while events.count < limit, var first = heads.indices.first {
            var next = rings[heads[first].place].ring[heads[first].index]
            for head in heads.indices.dropFirst() {
                let event = rings[heads[head].place].ring[heads[head].index]
                if event.position < next.position { (first, next) = (head, event) }
            }
            events.append(next)
            heads[first].index += 1
            if heads[first].index == rings[heads[first].place].ring.count { heads.remove(at: first) }
        }
        return events
    }

    func hasEvents(after position: FeedPosition, for reader: Reader, in councils: Set<ID<Council>>?) -> Bool {
        places(of: reader, in: councils).contains { place in
            rings[place].ring.newest.map { $0.position > position } ?? false
        }
    }

    /// The newest of a reader's events that fits.
    func last(for reader: Reader, where fits: (FeedEvent) -> Bool) -> FeedEvent? {
        places(of: reader, in: nil).compactMap { rings[$0].ring.last(where: fits) }.max { $0.position < $1.position }
    }

    /// Behind everything that there is.
    var end: FeedPosition {
        rings.reduce(FeedPosition(seq: horizon, ordinal: .max)) { max($0, $1.ring.newest?.position ?? $0) }
    }

    /// Before everything that a reader is kept.
    func start(for reader: Reader) -> FeedPosition { end(ofPrunedIn: places(of: reader, in: nil)) }

    func event(_ cursor: FeedCursor.Shown) -> FeedEvent? {
        places[Key(council: cursor.council, level: cursor.level)].flatMap {
            rings[$0].ring.event(of: cursor.resource, cursor.id, version: cursor.version)
        }
    }

    /// What a reader has lost by pruning, as a digest that tells nobody what it was; empty where nothing is lost.
    ///
    /// - Parameter salt: known to the office alone.
    func loss(for reader: Reader, salt: String) -> [UInt8] {
        var parts = places(of: reader, in: nil).compactMap { place in
            rings[place].ring.pruned.map { "\($0.council.text) \($0.resource) \($0.id) \($0.version)" }
        }
        if horizon > 0 { parts.append("\(horizon)") }
        guard !parts.isEmpty else { return [] }
        let text = ([salt] + parts.sorted()).joined(separator: "\n")
        return Array(SHA256.hash(data: Array(text.utf8)).prefix(16))
    }
}
