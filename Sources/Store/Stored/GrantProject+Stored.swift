public import Councils
import JSONText

extension GrantProject: Stored {
    public static let table = "grant-projects"
    public static let form = 1
    public static var tablePath: any WritableKeyPath<StoreState, Table<GrantProject>> & Sendable { \.grantProjects }

    public static let orderings = [
        Ordering<GrantProject>(name: "id") { _, id in SortKey(id.text) },
        Ordering<GrantProject>(name: "number") { project, _ in SortKey(project.entry.number) },
        Ordering<GrantProject>(name: "position") { project, _ in SortKey(project.entry.position) },
    ]

    public func council(id: ID<GrantProject>) -> ID<Council> { place.councilID }

    public var refersTo: [Reference] {
        [Reference(place.planID)] + Set(formerEntries.compactMap(\.grantChangeID)).map { Reference($0) }
    }

    public var storedForm: StoredForm { StoredForm(write: write) }

    private func write(to json: inout JSONWriter) {
        json.member(place)
        entry.write(to: &json)
        json.member("inForceFrom", inForceFrom)
        json.member("inForceUntil", inForceUntil)
        json.member("formerEntries", each: formerEntries) { json, former in
            json.object { json in
                former.entry.write(to: &json)
                json.member("inForceUntil", former.inForceUntil)
                json.member("grantChangeId", former.grantChangeID)
            }
        }
        json.member("source", source)
    }

    public init(_ stored: StoredObject, form: Int) throws(Undecodable) {
        self.init(
            place: try stored.planPlace(),
            entry: try Entry(stored),
            inForceFrom: try stored.optional("inForceFrom", StoredObject.day),
            inForceUntil: try stored.optional("inForceUntil", StoredObject.day),
            formerEntries: try stored.list("formerEntries") { try FormerEntry(StoredObject($0)) },
            source: try stored.optional("source", StoredObject.source)
        )
    }
}

extension GrantProject.Entry {
    func write(to json: inout JSONWriter) {
        json.member("number", number)
        json.member("position", position)
        json.member("body", body)
        json.member("title", title)
        json.member("from", from)
        json.member("until", until)
    }

    init(_ stored: StoredObject) throws(Undecodable) {
        self.init(
            number: try stored.required("number", StoredObject.integer),
            position: try stored.required("position", StoredObject.integer),
            body: try stored.required("body", StoredObject.line),
            title: try stored.required("title", StoredObject.line),
            from: try stored.optional("from", StoredObject.day),
            until: try stored.optional("until", StoredObject.day)
        )
    }
}

extension GrantProject.FormerEntry {
    fileprivate init(_ stored: StoredObject) throws(Undecodable) {
        self.init(
            entry: try GrantProject.Entry(stored),
            inForceUntil: try stored.required("inForceUntil", StoredObject.day),
            grantChangeID: try stored.optional("grantChangeId", StoredObject.id)
        )
    }
}
