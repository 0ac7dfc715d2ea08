public import Councils

/// How a value came to be what it is, as one reader is told: its versions, the newest first.
public struct History: Hashable, Sendable {
    /// One version, as the reader's level counts them.
    public struct Version: Hashable, Sendable {
        public enum Change: String, Hashable, Sendable { case created, changed, deleted }

        public let number: Int
        public let at: Instant
        public let change: Change
        /// nil where it is not the reader's to know, or no longer known.
        public let author: Author?
    }

    /// Who made a version, and in which request.
    public struct Author: Hashable, Sendable {
        /// The public id of a token, or the name of a part of this program.
        public let actor: String
        public let request: String
    }

    /// The reader's, in the council of the value.
    public let level: Level
    public let versions: [Version]
    /// Whether older versions are known than those here.
    public let hasMore: Bool
    /// Whether nothing is older than what is here. Without it and without more, what came before is no longer known.
    public let isComplete: Bool
}
