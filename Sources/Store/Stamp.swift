public import Councils

/// What one level of readers is told of a value's history: only what changed for them counts.
public struct Stamp: Hashable, Sendable {
    /// From 1, one more with each change that this level can see.
    public let version: Int
    /// When this level could see it first.
    public let createdAt: Instant
    public let updatedAt: Instant
}

/// The stamps of all levels. An edit of a withheld text leaves those below its level as they were.
struct Stamps: Hashable, Sendable {
    var `public`: Stamp?
    var members: Stamp?
    var secretariat: Stamp?

    subscript(level: Level) -> Stamp? {
        get {
            switch level {
            case .public: self.public
            case .members: members
            case .secretariat: secretariat
            }
        }
        set {
            switch level {
            case .public: self.public = newValue
            case .members: members = newValue
            case .secretariat: secretariat = newValue
            }
        }
    }

    /// The stamps after `former` became `value`. A level that does not see the value keeps the stamp that it had, so
    /// that no version is given twice.
    func after<Value: Visible>(_ former: Value?, became value: Value, at moment: Instant) -> Stamps {
        var result = self
        for level in Level.allCases {
            let seen = value.seen(at: level)
            guard let seen, seen != former?.seen(at: level) else { continue }
            let last = self[level]
            result[level] = Stamp(
                version: (last?.version ?? 0) + 1,
                createdAt: last?.createdAt ?? moment,
                updatedAt: moment
            )
        }
        return result
    }
}
