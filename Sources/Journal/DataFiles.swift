/// The files of a data directory as they can be looked at beside the thread that writes them.
public struct DataFiles: Sendable {
    let directory: DataDirectory

    /// What names, sizes and times say. Opens nothing but folders; a file that goes meanwhile is not counted.
    ///
    /// Fails with `.unusable` if a folder or a file cannot be looked at.
    public func figures() throws(JournalFault) -> DataFigures {
        try harmless { () throws(CallFailure) in
            var figures = DataFigures()
            for number in try directory.numbers(in: directory.journal) {
                guard let status = try directory.disk.find(directory.segment(number)) else { continue }
                figures.segments += 1
                figures.journalBytes += status.size
            }
            if let seq = try directory.numbers(in: directory.snapshots).last,
                let status = try directory.disk.find(directory.snapshot(seq))
            {
                figures.snapshot = .init(seq: seq, bytes: status.size, writtenAt: status.modified)
            }
            figures.backedUpAt = try directory.disk.find(directory.backup)?.modified
            return figures
        }
    }
}

/// What stands in a data directory.
public struct DataFigures: Hashable, Sendable {
    /// How many segments the journal has, and their bytes.
    public var segments = 0
    public var journalBytes: Int64 = 0
    /// The newest; nil before the first.
    public var snapshot: Snapshot?
    /// When the last backup was made, in milliseconds since 1970; nil before the first.
    public var backedUpAt: Int64?

    public struct Snapshot: Hashable, Sendable {
        public var seq: UInt64
        public var bytes: Int64
        /// In milliseconds since 1970.
        public var writtenAt: Int64
    }
}

extension Journal {
    /// For those who watch: they disturb nobody who writes.
    public var files: DataFiles { DataFiles(directory: directory) }
}
