public import Councils
import JSONText

extension Goal: Stored {
    public static let table = "goals"
    public static let form = 1
    public static var tablePath: any WritableKeyPath<StoreState, Table<Goal>> & Sendable { \.goals }

    public static let orderings = [
        Ordering<Goal>(name: "id") { _, id in SortKey(id.text) },
        Ordering<Goal>(name: "group") { goal, _ in goal.group.flatMap(SortKey.init) },
    ]

    public func council(id: ID<Goal>) -> ID<Council> { place.councilID }
    public var refersTo: [Reference] { [Reference(place.planID)] + sumOf.map { Reference($0) } }

    public var storedForm: StoredForm { StoredForm(write: write) }

    private func write(to json: inout JSONWriter) {
        json.member(place)
        json.member("group", group)
        json.member("statement", statement)
        json.member("target", target)
        json.ids("sumOf", sumOf)
        json.member("source", source)
    }

    public init(_ stored: StoredObject, form: Int) throws(Undecodable) {
        self.init(
            place: try stored.planPlace(),
            group: try stored.optional("group", StoredObject.one(of: TargetGroup.self)),
            statement: try stored.required("statement", StoredObject.line),
            target: try stored.optional("target", StoredObject.quantity),
            sumOf: try stored.list("sumOf", StoredObject.id),
            source: try stored.optional("source", StoredObject.source)
        )
    }
}
