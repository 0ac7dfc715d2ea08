public import Councils
import JSONText

extension AccessToken: Stored {
    public static let table = "tokens"
    public static let form = 2
    public static var tablePath: any WritableKeyPath<StoreState, Table<AccessToken>> & Sendable { \.tokens }

    public static let orderings = [
        Ordering<AccessToken>(name: "id") { _, id in SortKey(id.text) },
        Ordering<AccessToken>(name: "label") { token, _ in SortKey(token.label) },
        Ordering<AccessToken>(name: "expiresOn") { token, _ in token.expiresOn.map(SortKey.init) },
    ]

    public func council(id: ID<AccessToken>) -> ID<Council> { ID(trusted: "") }
    public var uniqueKeys: [String] { [digest] + (former.map { [$0.digest] } ?? []) }

    public var storedForm: StoredForm { StoredForm(write: write) }

    private func write(to json: inout JSONWriter) {
        json.member("label", label)
        json.member("role", role)
        json.member("councilIds", councilIDs.map(\.text))
        json.member("memberId", memberID)
        json.member("digest", digest)
        json.member("expiresOn", expiresOn)
        json.member("rotatedAt", rotatedAt?.milliseconds)
        if let former {
            json.member(
                "former",
                object: { json in
                    json.member("digest", former.digest)
                    json.member("until", former.until.milliseconds)
                }
            )
        }
        json.member("lastUsedOn", lastUsedOn)
        json.member("revokedAt", revokedAt?.milliseconds)
    }

    private static func former(_ value: JSONPart) throws -> FormerSecret? {
        let stored = try StoredObject(value)
        return FormerSecret(
            digest: try stored.required("digest", StoredObject.text),
            until: try stored.required("until", StoredObject.instant)
        )
    }

    public init(_ stored: StoredObject, form: Int) throws(Undecodable) {
        self.init(
            label: try stored.required("label", StoredObject.line),
            role: try stored.required("role", StoredObject.one(of: Role.self)),
            councilIDs: try stored.list("councilIds", StoredObject.id),
            memberID: try stored.optional("memberId", StoredObject.id),
            digest: try stored.required("digest", StoredObject.text),
            expiresOn: try stored.optional("expiresOn", StoredObject.day),
            // Form 1 had no rotation, and no last use.
            rotatedAt: try stored.optional("rotatedAt", StoredObject.instant),
            former: try stored.optional("former", Self.former),
            lastUsedOn: try stored.optional("lastUsedOn", StoredObject.day),
            revokedAt: try stored.optional("revokedAt", StoredObject.instant)
        )
    }
}
