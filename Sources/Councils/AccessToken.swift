/// What lets a caller be more than the public. The secret itself is nowhere kept, only its digest.
public struct AccessToken: Hashable, Sendable {
    public enum Role: String, Hashable, Sendable, CaseIterable { case member, secretariat, administrator }

    public var label: Line
    public var role: Role
    /// The councils that it is bound to; none for an administrator, exactly one for a member.
    public var councilIDs: [ID<Council>]
    public var memberID: ID<Member>?
    /// SHA-256 of the secret, 64 hexadecimal digits.
    public var digest: String
    /// Its last day in Tokyo.
    public var expiresOn: Day?
    public internal(set) var revokedAt: Instant?

    /// How long a token lives that is given no last day.
    public static let defaultLifetimeInDays = 90

    public init(
        label: Line,
        role: Role,
        councilIDs: [ID<Council>],
        memberID: ID<Member>?,
        digest: String,
        expiresOn: Day?,
        revokedAt: Instant? = nil
    ) {
        self.label = label
        self.role = role
        self.councilIDs = councilIDs
        self.memberID = memberID
        self.digest = digest
        self.expiresOn = expiresOn
        self.revokedAt = revokedAt
    }

    public func isValid(on day: Day) -> Bool {
        revokedAt == nil && expiresOn.map { day <= $0 } ?? true
    }

    /// Fails with ``Refusal/conflict(_:missing:)`` if it was revoked before.
    public mutating func revoke(at moment: Instant) throws(Refusal) {
        guard revokedAt == nil else { throw .conflict(.alreadyRevoked) }
        revokedAt = moment
    }

    /// A member's token names one council and one of its members, a secretariat's its councils, an administrator's
    /// nothing. Asked before there is a token, so that everything that is wrong can be said at once.
    ///
    /// - Parameter member: the one of `memberID`.
    public static func faults(
        role: Role,
        councilIDs: [ID<Council>],
        memberID: ID<Member>?,
        expiresOn: Day?,
        council: (ID<Council>) -> Council?,
        member: Member?,
        today: Day
    ) -> [Fault] {
        var faults: [Fault] = []
        switch role {
        case .administrator:
            if !councilIDs.isEmpty { faults.append(Fault("/councilIds", .elements(0...0))) }
        case .secretariat:
            if councilIDs.isEmpty { faults.append(Fault("/councilIds", .elements(1...47))) }
        case .member:
            if councilIDs.count != 1 { faults.append(Fault("/councilIds", .elements(1...1))) }
        }
        for (index, id) in councilIDs.enumerated() {
            if council(id) == nil { faults.append(Fault("/councilIds/\(index)", .unknownReference)) }
            if councilIDs[..<index].contains(id) { faults.append(Fault("/councilIds/\(index)", .duplicate)) }
        }
        if role == .member {
            if memberID == nil {
                faults.append(Fault("/memberId", .required))
            } else if let member {
                if !councilIDs.contains(member.councilID) { faults.append(Fault("/memberId", .ofAnotherCouncil)) }
            } else {
                faults.append(Fault("/memberId", .unknownReference))
            }
        } else if memberID != nil {
            faults.append(Fault("/memberId", .onlyForMembersTokens))
        }
        if let expiresOn, expiresOn < today { faults.append(Fault("/expiresOn", .inThePast)) }
        return faults
    }
}

/// A token as it is shown: without anything that its secret could be known by.
public struct SeenToken: Hashable, Sendable {
    public let label: Line
    public let role: AccessToken.Role
    public let councilIDs: [ID<Council>]
    public let memberID: ID<Member>?
    public let expiresOn: Day?
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
            revokedAt: revokedAt
        )
    }
}
