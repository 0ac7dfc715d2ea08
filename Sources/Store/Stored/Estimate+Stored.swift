public import Councils
import JSONText

extension Estimate: Stored {
    public static let table = "estimates"
    public static let form = 1
    public static var tablePath: any WritableKeyPath<StoreState, Table<Estimate>> & Sendable { \.estimates }

    public static let orderings = [
        Ordering<Estimate>(name: "id") { _, id in SortKey(id.text) },
        Ordering<Estimate>(name: "group") { estimate, _ in SortKey(estimate.group) },
        Ordering<Estimate>(name: "sourceYear") { estimate, _ in SortKey(estimate.sourceYear) },
    ]

    public func council(id: ID<Estimate>) -> ID<Council> { councilID ?? ID(trusted: "") }

    public var storedForm: StoredForm { StoredForm(write: write) }

    private func write(to json: inout JSONWriter) {
        json.member("councilId", councilID)
        json.member("group", group)
        json.member("value", value)
        json.member("unit", unit)
        json.member("sharePercent", sharePercent)
        json.member("nationalSharePercent", nationalSharePercent)
        json.member("ageFrom", ageFrom)
        json.member("ageTo", ageTo)
        json.member("approximate", approximate)
        json.member("method", method)
        json.member("sourceYear", sourceYear)
        json.member("source", source)
    }

    public init(_ stored: StoredObject, form: Int) throws(Undecodable) {
        self.init(
            councilID: try stored.optional("councilId", StoredObject.id),
            group: try stored.required("group", StoredObject.one(of: TargetGroup.self)),
            value: try stored.required("value", StoredObject.figure),
            unit: try stored.required("unit", StoredObject.line),
            sharePercent: try stored.optional("sharePercent", StoredObject.figure),
            nationalSharePercent: try stored.optional("nationalSharePercent", StoredObject.figure),
            ageFrom: try stored.optional("ageFrom", StoredObject.integer),
            ageTo: try stored.optional("ageTo", StoredObject.integer),
            approximate: try stored.required("approximate", StoredObject.bool),
            method: try stored.optional("method", StoredObject.line),
            sourceYear: try stored.required("sourceYear", StoredObject.integer),
            source: try stored.optional("source", StoredObject.source)
        )
    }
}

extension SortKey {
    /// In the order in which the sources number the groups.
    init?(_ group: TargetGroup) {
        guard let place = TargetGroup.allCases.firstIndex(of: group) else { return nil }
        self.init(place)
    }
}
