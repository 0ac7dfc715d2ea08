import Councils
import Dispatch
import Journal
import Synchronization

/// The way to disk: check → encode → one write → sync → publish → answer.
extension Store {
    /// Writes what has gathered as one group, and asks for the next turn. Runs on the queue, where between two groups
    /// others have theirs: a snapshot is taken up, the store is closed.
    func commit() {
        guard let group = takeGroup() else { return sealWhenQuiet() }
        write(group)
        snapshotIfDue()
        queue.async { self.commit() }
    }

    private func write(_ group: (pending: [Pending], state: State)) {
        let entries = group.pending.compactMap(\.entry)
        do throws(JournalFault) {
            if !entries.isEmpty {
                try journal.value.append(entries)
                journal.noteGroup(of: entries.count)
                publish(group.state)
            }
            for pending in group.pending { pending.finish(.success(())) }
        } catch {
            fail(group.pending, error)
        }
    }

    private func takeGroup() -> (pending: [Pending], state: State)? {
        writer.withLock { writer in
            guard !writer.pending.isEmpty else {
                writer.isCommitting = false
                return nil
            }
            defer { writer.pending = [] }
            return (writer.pending, writer.newest)
        }
    }

    /// Nothing of the group is on disk, or nobody knows. What queued behind it was built on it and fails with it.
    func fail(_ group: [Pending], _ fault: JournalFault) {
        let refusal: Refusal
        let condition: Condition
        switch fault {
        case .diskFull: (refusal, condition) = (.diskFull, .diskFull)
        // A call failed before anything was written: the next write may do better.
        case .unusable, .notALine, .abandoned: (refusal, condition) = (.unavailable, .writable)
        case .failed, .locked, .insecureMode, .foreign, .newerFormat, .damaged:
            (refusal, condition) = (.outcomeUnknown, .failed)
        }
        let all = writer.withLock { writer in
            defer { writer.pending = [] }
            writer.newest = read().state
            if writer.condition != .closed { writer.condition = condition }
            return group + writer.pending
        }
        for pending in all { pending.finish(.failure(refusal)) }
        switch condition {
        case .diskFull: tryAgainLater()
        case .failed:
            journal.value.fail(fault)
            failed(String(describing: fault))
        case .writable, .closed: report("a write failed: \(fault)")
        }
    }

    /// Asks once in a while whether there is room again.
    private func tryAgainLater() {
        queue.asyncAfter(deadline: .now() + .milliseconds(settings.retryAfterMilliseconds)) {
            let isFull = self.writer.withLock { $0.condition == .diskFull }
            guard isFull else { return }
            guard self.journal.value.hasRoom() else { return self.tryAgainLater() }
            self.writer.withLock { $0.condition = .writable }
        }
    }

    /// An empty group after a while without writes, so that rot in the last acknowledged group is not mistaken for a
    /// torn write. One timer is enough: it begins anew when there was a write meanwhile.
    private func sealWhenQuiet() {
        guard !journal.isSealAwaited else { return }
        journal.isSealAwaited = true
        let seq = journal.value.lastSeq
        queue.asyncAfter(deadline: .now() + .milliseconds(settings.sealAfterMilliseconds)) {
            self.journal.isSealAwaited = false
            let isQuiet = self.writer.withLock { !$0.isCommitting && $0.condition == .writable }
            guard isQuiet, !self.journal.value.isSealed else { return }
            guard self.journal.value.lastSeq == seq else { return self.sealWhenQuiet() }
            do throws(JournalFault) {
                try self.journal.value.seal()
                self.journal.noteSync()
            } catch {
                self.fail([], error)
            }
        }
    }

    /// Takes no more writes, waits for those under way and for a snapshot, seals the journal and lets go of the directory.
    /// After a failure nothing is sealed.
    public func close() async {
        writer.withLock { $0.condition = .closed }
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            queue.async {
                // No snapshot begins any more; the one that is being written is taken up before the end.
                self.journal.isWritingSnapshot = true
                while let group = self.takeGroup() { self.write(group) }
                self.journal.snapshots.notify(queue: self.queue) {
                    self.closeJournal()
                    continuation.resume()
                }
            }
        }
    }

    private func closeJournal() {
        do throws(JournalFault) {
            try journal.value.close()
        } catch {
            report("closing the journal: \(error)")
        }
    }
}
