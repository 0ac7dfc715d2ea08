public import Councils
import JSONText

extension RoleAssignment: Stored {
    public static let table = "role-assignments"
    public static let form = 1
    public static var tablePath: any WritableKeyPath<StoreState, Table<RoleAssignment>> & Sendable { \.roleAssignments }

    public static let orderings = [
        Ordering<RoleAssignment>(name: "id") { _, id in SortKey(id.text) },
        Ordering<RoleAssignment>(name: "role") { assignment, _ in
            Role.allCases.firstIndex(of: assignment.role).map(SortKey.init)
        },
        Ordering<RoleAssignment>(name: "from") { assignment, _ in SortKey(assignment.period.from) },
    ]

    public func council(id: ID<RoleAssignment>) -> ID<Council> { councilID }
    public var refersTo: [Reference] { memberID.map { [Reference($0)] } ?? [] }

    public var storedForm: StoredForm { StoredForm(write: write) }

    private func write(to json: inout JSONWriter) {
        json.member("councilId", councilID)
        json.member("memberId", memberID)
        json.member("bodyName", bodyName)
        json.member("unit", unit)
        json.member("role", role)
        json.member("rank", rank)
        json.member("note", note)
        json.member(period)
        json.member("source", source)
    }

    public init(_ stored: StoredObject, form: Int) throws(Undecodable) {
        let holder: Holder
        if let member: ID<Member> = try stored.optional("memberId", StoredObject.id) {
            holder = .member(member)
        } else {
            holder = .body(try stored.required("bodyName", StoredObject.line))
        }
        self.init(
            councilID: try stored.required("councilId", StoredObject.id),
            holder: holder,
            unit: try stored.optional("unit", StoredObject.line),
            role: try stored.required("role", StoredObject.one(of: Role.self)),
            rank: try stored.optional("rank", StoredObject.one(of: Rank.self)),
            note: try stored.optional("note", StoredObject.line),
            period: try stored.period(),
            source: try stored.optional("source", StoredObject.source)
        )
    }
}
