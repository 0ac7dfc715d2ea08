import Synchronization

/// The places of those who follow the feed: streams, and requests that wait. Those of the public and those with tokens are
/// counted apart, so that nobody without a token takes an office's place.
final class ChangePlaces: Sendable {
    enum Kind: Hashable, Sendable, CaseIterable { case `public`, token }

    /// One place; given back when nobody holds it any more.
    final class Place: Sendable {
        private let places: ChangePlaces
        private let kind: Kind

        fileprivate init(_ kind: Kind, of places: ChangePlaces) {
            self.places = places
            self.kind = kind
        }

        deinit {
            places.taken.withLock { $0[kind, default: 1] -= 1 }
        }
    }

    private let limit: Int
    private let taken: Mutex<[Kind: Int]> = Mutex([:])

    /// - Parameter limit: for each kind.
    init(limit: Int) {
        self.limit = limit
    }

    /// - Returns: nil if all are taken.
    func take(_ kind: Kind) -> Place? {
        let isFree = taken.withLock { taken in
            guard taken[kind, default: 0] < limit else { return false }
            taken[kind, default: 0] += 1
            return true
        }
        return isFree ? Place(kind, of: self) : nil
    }

    /// How many are taken.
    var count: Int { taken.withLock { $0.values.reduce(0, +) } }
}
