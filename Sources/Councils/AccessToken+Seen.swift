/// A token as it is shown: without anything that its secret could be known by.
public struct SeenToken: Hashable, Sendable {
    public let label: Line
    public let role: AccessToken.Role
    public let councilIDs: [ID<Council>]
    public let memberID: ID<Member>?
    public let expiresOn: Day?
    public let rotatedAt: Instant?
    /// The first moment at which the former secret is good no more; it stays to be read when that has passed.
    public let formerSecretUntil: Instant?
    public let lastUsedOn: Day?
    public let revokedAt: Instant?
}

extension AccessToken: Visible {
    public func seen(at level: Level) -> SeenToken? {
        guard level == .secretariat else { return nil }
        return SeenToken(
            label: label,
            role: role,
            councilIDs: councilIDs,
            memberID: memberID,
            expiresOn: expiresOn,
            rotatedAt: rotatedAt,
            formerSecretUntil: former?.until,
            lastUsedOn: lastUsedOn,
            revokedAt: revokedAt
        )
    }
}
