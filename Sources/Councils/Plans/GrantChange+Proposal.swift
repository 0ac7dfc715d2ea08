extension GrantChange.Proposal {
    public enum Kind: String, Hashable, Sendable, CaseIterable { case addition, alteration, removal }

    public var kind: Kind {
        switch self {
        case .addition: .addition
        case .alteration: .alteration
        case .removal: .removal
        }
    }

    /// The row that it is about; nil for one that is to come.
    public var grantProjectID: ID<GrantProject>? {
        switch self {
        case .addition: nil
        case .alteration(let id, _), .removal(let id): id
        }
    }

    /// What the row is to say; nil for one that is to go.
    public var entry: GrantProject.Entry? {
        switch self {
        case .addition(let entry), .alteration(_, let entry): entry
        case .removal: nil
        }
    }
}
