import Dispatch
import Journal
import Synchronization

/// What the audit log tells those who watch it.
public struct AuditFigures: Sendable {
    public var condition: AuditLog.Condition
    /// The number of the last entry.
    public var seq: UInt64
    /// Entries of each group.
    public var groupEntries: Histogram
    /// Seconds of each sync.
    public var syncSeconds: Histogram
    /// Bytes of its files, the reserve left out; nil if they can't be looked at.
    public var bytes: Int64?

    public init(
        condition: AuditLog.Condition,
        seq: UInt64,
        groupEntries: Histogram,
        syncSeconds: Histogram,
        bytes: Int64?
    ) {
        self.condition = condition
        self.seq = seq
        self.groupEntries = groupEntries
        self.syncSeconds = syncSeconds
        self.bytes = bytes
    }
}

extension AuditLog {
    /// Waits for no entry that is under way.
    public func figures() async -> AuditFigures {
        let files = await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async { [files = journal.files] in
                continuation.resume(returning: try? files.figures())
            }
        }
        let writing = journal.figures.withLock { $0 }
        return AuditFigures(
            condition: condition,
            seq: head.seq,
            groupEntries: writing.groupEntries,
            syncSeconds: writing.syncSeconds,
            bytes: files?.journalBytes
        )
    }
}
