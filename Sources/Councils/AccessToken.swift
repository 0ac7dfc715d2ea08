/// What lets a caller be more than the public. The secret itself is nowhere kept, only its digest.
public struct AccessToken: Hashable, Sendable {
    public enum Role: String, Hashable, Sendable, CaseIterable { case member, secretariat, administrator }

    /// The secret before the last rotation, which is good for a while yet.
    public struct FormerSecret: Hashable, Sendable {
        /// SHA-256, as ``AccessToken/digest``.
        public var digest: String
        /// The first moment at which it is good no more.
        public var until: Instant

        public init(digest: String, until: Instant) {
            self.digest = digest
            self.until = until
        }
    }

    public var label: Line
    public var role: Role
    /// The councils that it is bound to; none for an administrator, exactly one for a member.
    public var councilIDs: [ID<Council>]
    public var memberID: ID<Member>?
    /// SHA-256 of the secret, 64 hexadecimal digits.
    public internal(set) var digest: String
    /// Its last day in Tokyo.
    public var expiresOn: Day?
    public internal(set) var rotatedAt: Instant?
    public internal(set) var former: FormerSecret?
    /// The last day in Tokyo on which somebody was let in by it. Coarse on purpose: what a person did when is for the
    /// audit log to say.
    public internal(set) var lastUsedOn: Day?
    public internal(set) var revokedAt: Instant?

    /// How long a token lives that is given no last day.
    public static let defaultLifetimeInDays = 90
    /// How long the former secret is good after a rotation, so that whoever has it can be given the new one meanwhile.
    public static let rotationOverlapInMilliseconds: Int64 = 24 * 3_600_000

    public init(
        label: Line,
        role: Role,
        councilIDs: [ID<Council>],
        memberID: ID<Member>?,
        digest: String,
        expiresOn: Day?,
        rotatedAt: Instant? = nil,
        former: FormerSecret? = nil,
        lastUsedOn: Day? = nil,
        revokedAt: Instant? = nil
    ) {
        self.label = label
        self.role = role
        self.councilIDs = councilIDs
        self.memberID = memberID
        self.digest = digest
        self.expiresOn = expiresOn
        self.rotatedAt = rotatedAt
        self.former = former
        self.lastUsedOn = lastUsedOn
        self.revokedAt = revokedAt
    }

    public func isValid(on day: Day) -> Bool {
        revokedAt == nil && expiresOn.map { day <= $0 } ?? true
    }

    /// The digests of the secrets that are good at a moment, as far as rotation goes.
    public func digests(at moment: Instant) -> [String] {
        guard let former, moment < former.until else { return [digest] }
        return [digest, former.digest]
    }
}

// What becomes of a token.
extension AccessToken {
    /// Ends all its secrets at once. Fails with ``Refusal/conflict(_:missing:)`` if it was revoked before.
    public mutating func revoke(at moment: Instant) throws(Refusal) {
        guard revokedAt == nil else { throw .conflict(.alreadyRevoked) }
        revokedAt = moment
    }

    /// Gives it a new secret. The one before is good for ``rotationOverlapInMilliseconds`` more; the one before that, if
    /// it still was, no more. The last day stays: a rotation is no renewal.
    ///
    /// Fails with ``Refusal/conflict(_:missing:)`` if it was revoked or has expired.
    public mutating func rotate(to digest: String, at moment: Instant) throws(Refusal) {
        guard revokedAt == nil else { throw .conflict(.alreadyRevoked) }
        guard isValid(on: moment.dayInTokyo) else { throw .conflict(.alreadyExpired) }
        let until = Instant(milliseconds: moment.milliseconds + Self.rotationOverlapInMilliseconds)
        former = FormerSecret(digest: self.digest, until: until)
        self.digest = digest
        rotatedAt = moment
    }

    /// Takes note of a use.
    ///
    /// - Returns: whether that is news: false for a day on which it was used before, or behind one (of a clock that
    ///   went back).
    public mutating func use(on day: Day) -> Bool {
        guard lastUsedOn.map({ $0 < day }) ?? true else { return false }
        lastUsedOn = day
        return true
    }

    /// Whether more has changed than the day of the last use. That is nobody's edit: were it a version of its own, a
    /// revocation would be refused as outdated because the token that is to be stopped was used meanwhile.
    public func isNewVersion(of former: AccessToken) -> Bool {
        var unused = self
        unused.lastUsedOn = former.lastUsedOn
        return unused != former
    }
}
