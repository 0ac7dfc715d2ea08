public import Councils
import HashTreeCollections

/// The requests of the last day that had a key.
struct KeptRequests: Sendable {
    /// 24 hours.
    static let lifetimeInMilliseconds: Int64 = 86_400_000
    /// As many are kept, each with what it did; above, the oldest go before their time.
    static let most = 100_000

    /// When a request was done, to find the oldest.
    private struct Moment: Hashable, Sendable, Comparable {
        let at: Int64
        let id: String

        static func < (one: Moment, other: Moment) -> Bool { (one.at, one.id) < (other.at, other.id) }
    }

    private var requests = TreeDictionary<String, KeptRequest>()
    private var moments = BTree<Moment>()

    var count: Int { requests.count }
    var isEmpty: Bool { requests.isEmpty }

    /// What was done under a key; nil once its day has passed.
    func request(_ id: String, at moment: Instant) -> KeptRequest? {
        requests[id].flatMap { $0.isKept(at: moment) ? $0 : nil }
    }

    /// Keeps one and lets go of those whose day has passed by then. What is kept follows from the entries alone, so that
    /// a replay leads to the same.
    mutating func keep(_ request: KeptRequest) {
        remove(request.key.id)
        while let oldest = moments.first, let kept = requests[oldest.id],
            !kept.isKept(at: request.at) || requests.count >= Self.most
        {
            remove(oldest.id)
        }
        requests[request.key.id] = request
        moments.insert(Moment(at: request.at.milliseconds, id: request.key.id))
    }

    private mutating func remove(_ id: String) {
        guard let former = requests.removeValue(forKey: id) else { return }
        moments.remove(Moment(at: former.at.milliseconds, id: id))
    }

    /// From the oldest.
    var all: some Sequence<KeptRequest> {
        moments.ascending().lazy.compactMap { requests[$0.id] }
    }
}

extension KeptRequest {
    fileprivate func isKept(at moment: Instant) -> Bool {
        moment.milliseconds - at.milliseconds < KeptRequests.lifetimeInMilliseconds
    }
}

extension BTree {
    fileprivate var first: Key? {
        var walk = ascending()
        return walk.next()
    }
}

extension State {
    /// What was done under an Idempotency-Key within the last 24 hours.
    public func keptRequest(_ id: String, at moment: Instant) -> KeptRequest? { keys.request(id, at: moment) }
}
