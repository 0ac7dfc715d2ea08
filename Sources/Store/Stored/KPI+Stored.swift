public import Councils
import JSONText

extension KPI: Stored {
    public static let table = "kpis"
    public static let form = 1
    public static var tablePath: any WritableKeyPath<StoreState, Table<KPI>> & Sendable { \.kpis }

    public static let orderings = [
        Ordering<KPI>(name: "id") { _, id in SortKey(id.text) },
        Ordering<KPI>(name: "group") { kpi, _ in kpi.group.flatMap(SortKey.init) },
        Ordering<KPI>(name: "name") { kpi, _ in SortKey(kpi.name) },
    ]

    public func council(id: ID<KPI>) -> ID<Council> { place.councilID }

    public var refersTo: [Reference] {
        var references = [Reference(place.planID)]
        if let subsetOf { references.append(Reference(subsetOf)) }
        if let grantProjectID { references.append(Reference(grantProjectID)) }
        return references
    }

    public var storedForm: StoredForm { StoredForm(write: write) }

    private func write(to json: inout JSONWriter) {
        json.member(place)
        json.member("group", group)
        json.member("name", name)
        json.member("kind", kind)
        json.member("indicator", indicator)
        json.member("target", target)
        json.member("scheduleTarget", scheduleTarget)
        json.lines("bodies", bodies)
        json.member("subsetOf", subsetOf)
        json.member("grantProjectId", grantProjectID)
        json.member("source", source)
    }

    public init(_ stored: StoredObject, form: Int) throws(Undecodable) {
        self.init(
            place: try stored.planPlace(),
            group: try stored.optional("group", StoredObject.one(of: TargetGroup.self)),
            name: try stored.required("name", StoredObject.line),
            kind: try stored.required("kind", StoredObject.one(of: Kind.self)),
            indicator: try stored.optional("indicator", StoredObject.one(of: Indicator.self)),
            target: try stored.optional("target", StoredObject.quantity),
            scheduleTarget: try stored.optional("scheduleTarget", StoredObject.quantity),
            bodies: try stored.list("bodies", StoredObject.line),
            subsetOf: try stored.optional("subsetOf", StoredObject.id),
            grantProjectID: try stored.optional("grantProjectId", StoredObject.id),
            source: try stored.optional("source", StoredObject.source)
        )
    }
}
