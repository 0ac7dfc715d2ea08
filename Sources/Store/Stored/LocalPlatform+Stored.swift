public import Councils
import JSONText

extension LocalPlatform: Stored {
    public static let table = "local-platforms"
    public static let form = 1
    public static var tablePath: any WritableKeyPath<StoreState, Table<LocalPlatform>> & Sendable { \.localPlatforms }

    public static let orderings = [
        Ordering<LocalPlatform>(name: "id") { _, id in SortKey(id.text) },
        Ordering<LocalPlatform>(name: "name") { platform, _ in SortKey(platform.name) },
        Ordering<LocalPlatform>(name: "municipalityCode") { platform, _ in
            platform.municipalityCode.map { SortKey($0.text) }
        },
        Ordering<LocalPlatform>(name: "from") { platform, _ in SortKey(platform.period.from) },
    ]

    public func council(id: ID<LocalPlatform>) -> ID<Council> { councilID }

    public var storedForm: StoredForm { StoredForm(write: write) }

    private func write(to json: inout JSONWriter) {
        json.member("councilId", councilID)
        json.member("municipalityCode", municipalityCode?.text)
        json.member("name", name)
        json.member("secretariatDepartment", secretariatDepartment)
        json.member("networkKinds", networkKinds.map(\.rawValue))
        json.member("usesExistingBody", usesExistingBody)
        json.member(period)
        json.member("source", source)
    }

    public init(_ stored: StoredObject, form: Int) throws(Undecodable) {
        self.init(
            councilID: try stored.required("councilId", StoredObject.id),
            municipalityCode: try stored.optional("municipalityCode") {
                try $0.stringValue.map(LocalGovernmentCode.init)
            },
            name: try stored.required("name", StoredObject.line),
            secretariatDepartment: try stored.optional("secretariatDepartment", StoredObject.line),
            networkKinds: try stored.list("networkKinds", StoredObject.one(of: NetworkKind.self)),
            usesExistingBody: try stored.optional("usesExistingBody", StoredObject.line),
            period: try stored.period(),
            source: try stored.optional("source", StoredObject.source)
        )
    }
}
