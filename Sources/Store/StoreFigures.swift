public import Councils
import Dispatch
import Journal
import Synchronization

/// What a store tells those who watch it.
public struct StoreFigures: Sendable {
    public var condition: Store.Condition
    public var writing: WritingFigures
    /// Nil if the files can't be looked at.
    public var files: FileFigures?
}

/// What has been written since the store was opened.
public struct WritingFigures: Hashable, Sendable {
    /// Entries of each group: how many writes have shared a sync.
    public internal(set) var groupEntries = Histogram([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024])
    /// Seconds of each sync of a group or a seal.
    public internal(set) var syncSeconds = Histogram(
        [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
    )
    /// What the next opening would have to replay.
    public internal(set) var bytesSinceSnapshot: Int
    /// Nil before the first.
    public internal(set) var snapshotDuration: Duration?
    /// Snapshots that could not be begun, written or taken up whole.
    public internal(set) var snapshotFailures = 0

    init(bytesSinceSnapshot: Int) {
        self.bytesSinceSnapshot = bytesSinceSnapshot
    }
}

/// What stands in the data directory.
public struct FileFigures: Hashable, Sendable {
    public struct Snapshot: Hashable, Sendable {
        public var seq: UInt64
        public var bytes: Int64
        public var writtenAt: Instant
    }

    public var segments: Int
    public var journalBytes: Int64
    /// The newest; nil before the first.
    public var snapshot: Snapshot?
    /// Nil before the first.
    public var backedUpAt: Instant?

    init(_ figures: DataFigures) {
        segments = figures.segments
        journalBytes = figures.journalBytes
        snapshot = figures.snapshot.map {
            Snapshot(seq: $0.seq, bytes: $0.bytes, writtenAt: Instant(milliseconds: $0.writtenAt))
        }
        backedUpAt = figures.backedUpAt.map(Instant.init(milliseconds:))
    }
}

extension Store {
    /// Waits for no write that is under way. The files are looked at on a thread of their own, so that a slow disk holds
    /// up none that answers.
    public func figures() async -> StoreFigures {
        let files = await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async { [files = journal.files] in
                continuation.resume(returning: try? FileFigures(files.figures()))
            }
        }
        return StoreFigures(condition: condition, writing: journal.figures.withLock { $0 }, files: files)
    }
}

/// Runs on the queue, once for each group and not for each write.
extension JournalBox {
    func noteGroup(of entries: Int) {
        figures.withLock { $0.groupEntries.observe(Double(entries)) }
        noteSync()
    }

    func noteSync() {
        let (duration, bytes) = (value.lastSync, value.bytesSinceSnapshot)
        figures.withLock { figures in
            if let duration { figures.syncSeconds.observe(duration) }
            figures.bytesSinceSnapshot = bytes
        }
    }

    /// A snapshot is on the disk.
    func noteSnapshot(taking duration: Duration) {
        let bytes = value.bytesSinceSnapshot
        figures.withLock { figures in
            figures.snapshotDuration = duration
            figures.bytesSinceSnapshot = bytes
        }
    }

    func noteSnapshotFailure() {
        figures.withLock { $0.snapshotFailures += 1 }
    }
}
