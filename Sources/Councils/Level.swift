/// Who may know a text: everybody, the members of its council, or its secretariat (G§6, T§6).
public enum Level: String, Hashable, Sendable, CaseIterable {
    case `public`
    case members
    case secretariat
}

extension Level: Comparable {
    private var rank: Int {
        switch self {
        case .public: 0
        case .members: 1
        case .secretariat: 2
        }
    }

    public static func < (one: Level, other: Level) -> Bool { one.rank < other.rank }
}
