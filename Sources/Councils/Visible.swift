/// What a reader of a level may know of a value. Everything that leaves the process is made from this.
public protocol Visible: Hashable, Sendable {
    associatedtype Seen: Hashable, Sendable

    /// Whether everybody sees all of every value there is, was and will be.
    static var isPublicByNature: Bool { get }

    /// - Returns: nil where the value itself is not to be known.
    func seen(at level: Level) -> Seen?
}

extension Visible {
    public static var isPublicByNature: Bool { false }

    /// The lowest level that sees anything of it, with what that is.
    public var lowest: (level: Level, seen: Seen)? {
        for level in Level.allCases {
            if let seen = seen(at: level) { return (level, seen) }
        }
        return nil
    }

    /// The lowest level that sees anything of it.
    public var visibleFrom: Level { lowest?.level ?? .secretariat }
}

extension Council: Visible {
    public static let isPublicByNature = true

    public func seen(at level: Level) -> Council? { self }
}

extension Member: Visible {
    public static let isPublicByNature = true

    public func seen(at level: Level) -> Member? { self }
}

extension RoleAssignment: Visible {
    public static let isPublicByNature = true

    public func seen(at level: Level) -> RoleAssignment? { self }
}
