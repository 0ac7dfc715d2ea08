import Councils
import Dispatch
import Journal
import Synchronization

extension Store {
    /// Writes the published state beside live traffic, once the journal has grown enough. Runs on the queue.
    func snapshotIfDue() {
        let grown = journal.value.bytesSinceSnapshot - journal.turn.failedAt
        guard !journal.turn.isWritingSnapshot, grown >= settings.snapshotAfterBytes else {
            return
        }
        let state = read().state
        guard state.seq == journal.value.lastSeq else { return }
        let writer: SnapshotWriter
        do throws(JournalFault) {
            writer = try journal.value.beginSnapshot()
        } catch {
            return noSnapshot(error)
        }
        journal.turn.isWritingSnapshot = true
        journal.snapshots.enter()
        do throws(JournalFault) {
            try BackgroundThread.start {
                defer { self.journal.snapshots.leave() }
                let begin = ContinuousClock.now
                let result = self.write(state, with: writer)
                let duration = ContinuousClock.now - begin
                self.queue.async { self.adopt(result, after: duration) }
            }
        } catch {
            journal.snapshots.leave()
            adopt(.failure(error), after: .zero)
        }
    }

    /// Slowly, unless the store is being closed and waits for it, or the journal grows faster than this.
    private func write(_ state: State, with writer: SnapshotWriter) -> Result<SnapshotWriter.Finished, JournalFault> {
        let pace = Pace(mebibytesPerSecond: settings.snapshotMebibytesPerSecond)
        do throws(JournalFault) {
            let finished = try writer.write(pace: pace, isHurried: { self.isHurried }) {
                (write) throws(JournalFault) in
                for table in State.tables {
                    try table.lines(state) { line throws(JournalFault) in try write(line[...]) }
                }
            }
            return .success(finished)
        } catch {
            return .failure(error)
        }
    }

    private var isHurried: Bool {
        condition == .closed
            || journal.figures.withLock { $0.bytesSinceSnapshot } > 4 * settings.snapshotAfterBytes
    }

    private func adopt(_ result: Result<SnapshotWriter.Finished, JournalFault>, after duration: Duration) {
        journal.turn.isWritingSnapshot = false
        do throws(JournalFault) {
            let snapshot = try result.get()
            defer { journal.noteSnapshot(taking: duration) }
            try journal.value.adopt(snapshot)
            journal.turn.failedAt = 0
        } catch {
            noSnapshot(error)
        }
    }

    /// After a failed sync the disk is not to be trusted; without room the journal goes on as it is.
    private func noSnapshot(_ fault: JournalFault) {
        journal.turn.failedAt = journal.value.bytesSinceSnapshot
        journal.noteSnapshotFailure()
        if case .failed = fault { _ = fail(fault) } else { report("no snapshot: \(fault)") }
    }
}
