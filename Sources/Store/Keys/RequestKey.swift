public import Councils

/// An Idempotency-Key as it is kept: what it stands for, never its text.
public struct RequestKey: Hashable, Sendable {
    /// Of the principal and the key: the same key of another principal is another one.
    public let id: String
    /// Of what was asked: method, path, query and body.
    public let request: String

    public init(id: String, request: String) {
        self.id = id
        self.request = request
    }
}

/// What a request has done to one value.
public struct Outcome: Hashable, Sendable {
    public enum Change: String, Hashable, Sendable, CaseIterable { case created, changed, deleted }

    public let change: Change
    /// As in its path: `role-assignments`.
    public let resource: String
    public let id: String
    /// The number that those who see everything of the value were told.
    public let version: Int
}

/// A request that was done under a key.
public struct KeptRequest: Hashable, Sendable {
    public let key: RequestKey
    /// When it was done.
    public let at: Instant
    /// In the order in which it did them.
    public let outcomes: [Outcome]
}
