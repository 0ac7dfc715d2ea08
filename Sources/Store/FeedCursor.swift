public import Councils

/// How far a reader has come, told by what the reader was shown and by nothing else: hidden edits change no cursor.
public enum FeedCursor: Hashable, Sendable {
    /// The event that was shown last.
    public struct Shown: Hashable, Sendable {
        public var council: ID<Council>
        public var level: Level
        public var resource: String
        public var id: String
        public var version: Int

        public init(council: ID<Council>, level: Level, resource: String, id: String, version: Int) {
            self.council = council
            self.level = level
            self.resource = resource
            self.id = id
            self.version = version
        }
    }

    /// Nothing was shown yet. With a digest of what had been pruned by then, empty where nothing had.
    case start([UInt8])
    case after(Shown)

    public init(_ event: FeedEvent) {
        self = .after(
            Shown(
                council: event.council,
                level: event.level,
                resource: event.resource,
                id: event.id,
                version: event.version
            )
        )
    }
}
