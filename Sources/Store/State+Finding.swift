public import Councils
import HashTreeCollections

extension State {
    /// What a reader sees of one value.
    ///
    /// - Throws: ``Refusal/deleted`` if it is gone and the reader could see it, ``Refusal/notFound`` if there is none
    ///   or it is not this reader's to know: the two can't be told apart.
    public func find<Value: Stored>(_ id: ID<Value>, for reader: Reader) throws(Refusal) -> Shown<Value> {
        try Value.find(id, in: self, for: reader)
    }

    /// All values of a council that a reader sees, in the default order.
    public func all<Value: Stored>(_ type: Value.Type, in council: ID<Council>, for reader: Reader) -> [Shown<Value>] {
        var listing = Listing<Value>(for: reader)
        listing.councils = [council]
        listing.limit = .max
        return list(listing).items
    }

    /// Whether anything refers to this entity, councils left out.
    public func isReferred<Target: Stored>(to target: ID<Target>) -> Bool {
        !references(to: target, atMost: 1).isEmpty
    }

    /// Everything that belongs to a council, at most so many of each kind.
    func references(inCouncil council: ID<Council>, atMost limit: Int = 20) -> [Reference] {
        func some<Value: Stored>(_ type: Value.Type) -> [Reference] {
            var listing = Listing<Value>(for: .administrator)
            listing.councils = [council]
            listing.limit = limit
            return list(listing).items.map { Reference(resource: Value.table, id: $0.id.text) }
        }
        return some(Member.self) + some(RoleAssignment.self) + some(Meeting.self) + some(Minutes.self)
            + some(Plan.self) + some(Estimate.self) + some(Goal.self) + some(KPI.self) + some(Measurement.self)
            + some(Measure.self) + some(GrantProject.self) + some(GrantChange.self)
            + some(LocalPlatform.self) + some(SupportRequest.self) + some(GoodPractice.self)
    }
}

extension Stored {
    public static func find(
        _ id: ID<Self>,
        in state: StoreState,
        for reader: Reader
    ) throws(Refusal) -> Shown<Self> {
        let table = state[keyPath: tablePath]
        if let record = table[id] {
            guard let seen = record.seen(at: reader.level(in: record.value.council(id: id))) else { throw .notFound }
            return seen
        }
        if let tombstone = table.tombstones[id],
            reader.level(in: ID(trusted: tombstone.council)) >= tombstone.visibleFrom
        {
            throw .deleted
        }
        throw .notFound
    }
}
