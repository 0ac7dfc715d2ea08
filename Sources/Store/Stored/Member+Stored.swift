public import Councils
import JSONText

extension Member: Stored {
    public static let table = "members"
    public static let form = 1
    public static var tablePath: any WritableKeyPath<StoreState, Table<Member>> & Sendable { \.members }

    public static let orderings = [
        // Councils, and within each the order of its table.
        Ordering<Member>(name: "councilId") { member, _ in SortKey(member.councilID.text, then: member.order) },
        Ordering<Member>(name: "order") { member, _ in SortKey(member.order) },
        Ordering<Member>(name: "name") { member, _ in SortKey(member.name) },
        Ordering<Member>(name: "from") { member, _ in SortKey(member.period.from) },
        Ordering<Member>(name: "id") { _, id in SortKey(id.text) },
    ]

    public func council(id: ID<Member>) -> ID<Council> { councilID }

    public var storedForm: StoredForm { StoredForm(write: write) }

    private func write(to json: inout JSONWriter) {
        json.member("councilId", councilID)
        json.member("name", name)
        json.lines("aliases", aliases)
        json.member("category", category)
        json.member("sector", sector)
        json.member("order", order)
        json.lines("units", units)
        json.member("localGovernmentCode", localGovernmentCode?.text)
        json.member("corporateNumber", corporateNumber?.text)
        json.member(period)
        json.member("source", source)
    }

    public init(_ stored: StoredObject, form: Int) throws(Undecodable) {
        self.init(
            councilID: try stored.required("councilId", StoredObject.id),
            name: try stored.required("name", StoredObject.line),
            aliases: try stored.list("aliases", StoredObject.line),
            category: try stored.optional("category", StoredObject.line),
            sector: try stored.required("sector", StoredObject.one(of: Sector.self)),
            order: try stored.required("order", StoredObject.integer),
            units: try stored.list("units", StoredObject.line),
            localGovernmentCode: try stored.optional("localGovernmentCode") {
                try $0.stringValue.map { try LocalGovernmentCode($0) }
            },
            corporateNumber: try stored.optional("corporateNumber") {
                try $0.stringValue.map { try CorporateNumber($0) }
            },
            period: try stored.period(),
            source: try stored.optional("source", StoredObject.source)
        )
    }
}
