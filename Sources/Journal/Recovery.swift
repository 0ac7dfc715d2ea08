/// What opening a data directory found and did.
public struct Recovery: Hashable, Sendable {
    /// The directory was made just now.
    public var isNew = false
    /// The `seq` of the snapshot that the replay began with; nil if it began with the first segment.
    public var snapshotSeq: UInt64?
    /// The lines of that snapshot.
    public var snapshotLines = 0
    /// Newer snapshots that did not verify, newest first: not used, and set aside.
    public var rejectedSnapshots: [RejectedSnapshot] = []
    /// Groups replayed, seals not counted.
    public var groups = 0
    /// Entries replayed.
    public var entries: UInt64 = 0
    /// A write that was cut off: set aside.
    public var tornTail: TornTail?

    public struct RejectedSnapshot: Hashable, Sendable {
        public var seq: UInt64
        public var reason: String
        /// Where it is now.
        public var quarantine: String
    }

    public struct TornTail: Hashable, Sendable {
        /// The segment that it stood in.
        public var file: String
        /// Where it began, in bytes from the start of the segment.
        public var offset: Int64
        public var bytes: Int64
        /// Where it is now; nil for an empty segment, of which there is nothing to keep.
        public var quarantine: String?
    }
}
