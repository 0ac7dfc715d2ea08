public import Councils
public import Store

// What the process itself does with tokens, before anybody can ask.
extension API {
    /// A secret for an administrator's token, and what puts the token into the store.
    public struct NewAdministrator: Sendable {
        /// To be written where only the office can read it; it is kept nowhere else.
        public let secret: String
        fileprivate let token: AccessToken
        fileprivate let id: ID<AccessToken>

        /// That it was made, for the audit log.
        public func auditEntry(environment: Environment) -> AuditEntry {
            AuditEntry(
                at: environment.now(),
                actor: "bootstrap",
                role: .administrator,
                action: .create,
                resource: .tokens,
                route: "-",
                id: id.text,
                address: "-",
                request: "first-administrator",
                status: 201
            )
        }
    }

    /// Whether anybody could make tokens: an administrator's token that is neither expired nor revoked.
    public static func hasAdministrator(_ store: Store, environment: Environment) -> Bool {
        let today = environment.now().dayInTokyo
        return store.read().state.tokens.contains { $0.role == .administrator && $0.isValid(on: today) }
    }

    /// A token without an end, for the first administrator.
    public static func newAdministrator(label: String, environment: Environment) throws -> NewAdministrator {
        let secret = TokenSecret(random: environment.random)
        return NewAdministrator(
            secret: secret.text,
            token: AccessToken(
                label: try Line(label),
                role: .administrator,
                councilIDs: [],
                memberID: nil,
                digest: secret.digest,
                expiresOn: nil
            ),
            id: IDSource(environment).next(at: environment.now())
        )
    }

    /// The secret must be safe on disk before.
    public static func add(_ administrator: NewAdministrator, to store: Store, environment: Environment) async throws {
        let origin = Origin(moment: environment.now(), actor: "bootstrap", request: "first-administrator")
        try await store.write(origin) { tx throws(Refusal) in
            _ = try tx.create(administrator.id, administrator.token, for: .administrator)
        }
    }
}
