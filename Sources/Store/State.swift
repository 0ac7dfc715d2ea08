public import Councils

/// Everything that the process knows, as it stood after some write. A value: it is read without locks or waits.
public struct State: Sendable {
    public internal(set) var councils = Table<Council>()
    public internal(set) var members = Table<Member>()
    public internal(set) var roleAssignments = Table<RoleAssignment>()
    public internal(set) var meetings = Table<Meeting>()
    public internal(set) var minutes = Table<Minutes>()
    public internal(set) var tokens = Table<AccessToken>()
    public internal(set) var plans = Table<Plan>()
    public internal(set) var estimates = Table<Estimate>()
    public internal(set) var goals = Table<Goal>()
    public internal(set) var kpis = Table<KPI>()
    public internal(set) var measurements = Table<Measurement>()
    public internal(set) var measures = Table<Measure>()
    public internal(set) var grantProjects = Table<GrantProject>()
    public internal(set) var grantChanges = Table<GrantChange>()
    public internal(set) var localPlatforms = Table<LocalPlatform>()
    public internal(set) var supportRequests = Table<SupportRequest>()
    public internal(set) var goodPractices = Table<GoodPractice>()

    /// Who refers to whom, councils left out.
    var references = BTree<ReferenceKey>()
    /// The number of the last entry of the journal that is in it.
    public internal(set) var seq: UInt64 = 0
    /// What was done under an Idempotency-Key of late.
    var keys = KeptRequests()

    /// The tables, in the order in which they are written to a snapshot.
    static let tables = [
        TableAccess(Council.self), TableAccess(Member.self), TableAccess(RoleAssignment.self),
        TableAccess(Meeting.self), TableAccess(Minutes.self), TableAccess(AccessToken.self),
        TableAccess(Plan.self), TableAccess(Estimate.self), TableAccess(Goal.self), TableAccess(KPI.self),
        TableAccess(Measurement.self),
        TableAccess(Measure.self), TableAccess(GrantProject.self), TableAccess(GrantChange.self),
        TableAccess(LocalPlatform.self), TableAccess(SupportRequest.self), TableAccess(GoodPractice.self),
        .keys,
    ]

    /// The table that a change on disk belongs to.
    static func table(of change: StoredObject) throws(Undecodable) -> TableAccess {
        let name = try change.required("table", StoredObject.text)
        guard let table = tables.first(where: { $0.name == name }) else {
            throw Undecodable(description: "unknown table \(name)")
        }
        return table
    }
}

extension Stored {
    public static func put(_ record: Record<Self>, into state: inout StoreState) {
        let former = state[keyPath: tablePath][record.id]
        for target in former?.value.refersTo ?? [] {
            _ = state.references.remove(ReferenceKey(target: target, table: table, id: record.id.text))
        }
        for target in record.value.refersTo {
            _ = state.references.insert(ReferenceKey(target: target, table: table, id: record.id.text))
        }
        state[keyPath: tablePath].put(record)
    }
}

/// ``State``, for where a value's own `State` hides it.
public typealias StoreState = State

/// That one entity refers to another.
struct ReferenceKey: Hashable, Sendable, Comparable {
    let target: Reference
    let table: String
    let id: String

    static func < (one: ReferenceKey, other: ReferenceKey) -> Bool {
        (one.target.id, one.target.resource, one.table, one.id)
            < (other.target.id, other.target.resource, other.table, other.id)
    }
}

extension Reference {
    /// To a value by its id. Ids are the clients' to choose: the same one may be in several tables.
    init<Value: Stored>(_ id: ID<Value>) {
        self.init(resource: Value.table, id: id.text)
    }
}

extension State {
    /// How many values each table has.
    public var counts: [(table: String, count: Int)] {
        State.tables.map { ($0.name, $0.count(self)) }
    }

    mutating func put<Value: Stored>(_ record: Record<Value>) { Value.put(record, into: &self) }

    mutating func delete<Value: Stored>(_ type: Value.Type, _ id: ID<Value>, leaving tombstone: Tombstone?) {
        for target in self[keyPath: Value.tablePath][id]?.value.refersTo ?? [] {
            _ = references.remove(ReferenceKey(target: target, table: Value.table, id: id.text))
        }
        self[keyPath: Value.tablePath].delete(id, leaving: tombstone)
    }

    /// The ids of those values of a type that refer to this entity, in their order.
    public func referring<Value: Stored, Target: Stored>(
        _ type: Value.Type,
        to target: ID<Target>
    ) -> [ID<Value>] {
        let target = Reference(target)
        var found: [ID<Value>] = []
        let start = ReferenceKey(target: target, table: Value.table, id: "")
        for key in references.ascending(from: start) {
            guard key.target == target, key.table == Value.table else { break }
            found.append(ID(trusted: key.id))
        }
        return found
    }

    /// Everything that refers to this entity, at most so many.
    func references<Target: Stored>(to target: ID<Target>, atMost limit: Int = 100) -> [Reference] {
        let target = Reference(target)
        var found: [Reference] = []
        for key in references.ascending(from: ReferenceKey(target: target, table: "", id: "")) {
            guard key.target == target, found.count < limit else { break }
            found.append(Reference(resource: key.table, id: key.id))
        }
        return found
    }
}
