extension Journal {
    /// Begins a snapshot of the state at `lastSeq`. The journal goes on in a new segment; the writer may be sent to
    /// another thread, and what it answers goes to `adopt`. It must be done before `close`. Fails as `append`.
    public func beginSnapshot() throws(JournalFault) -> SnapshotWriter {
        try roll()
        let snapshot = Snapshot(
            seq: lastSeq,
            store: storeID,
            segment: segment.number,
            follows: segment.start.sum
        )
        return SnapshotWriter(directory: directory, snapshot: snapshot, bytesBefore: bytesSinceSnapshot)
    }

    /// Takes a snapshot for the newest: removes all but the two newest, and the segments that the older of the two does
    /// not need, if they are older than the retention. Fails with `.unusable` if something could not be removed, which
    /// harms nothing, and with `.failed` after a failed sync.
    public func adopt(_ snapshot: SnapshotWriter.Finished) throws(JournalFault) {
        bytesSinceSnapshot -= snapshot.bytesBefore
        let snapshots = try harmless { () throws(CallFailure) in try directory.numbers(in: directory.snapshots) }
        for seq in snapshots.dropLast(2) { try remove(directory.snapshot(seq), from: directory.snapshots) }
        guard let days = options.retentionDays, let older = snapshots.dropLast().last,
            let needed = Snapshot.header(of: directory.snapshot(older), disk: directory.disk)?.segment
        else { return }
        let limit = now() - Int64(days) * 86_400_000
        let segments = try harmless { () throws(CallFailure) in try directory.numbers(in: directory.journal) }
        for number in segments.prefix(while: { $0 < needed }) {
            let path = directory.segment(number)
            let status = try harmless { () throws(CallFailure) in try directory.disk.find(path) }
            guard let status, status.modified < limit else { return }
            try remove(path, from: directory.journal)
        }
    }

    /// One at a time and each durable, so that a crash leaves no gap between those that remain.
    private func remove(_ path: String, from folder: String) throws(JournalFault) {
        try harmless { () throws(CallFailure) in try directory.disk.remove(path) }
        do { try directory.disk.syncDirectory(folder) } catch { throw refuse(after: error.fatal) }
    }
}
