import Councils
import Dispatch
import Journal
import Synchronization

/// The way to disk: check → encode → one write → sync → publish → answer.
extension Store {
    /// Runs and writes what has gathered as one group, and asks for the next turn. Runs on the queue, where between two
    /// groups others have theirs: a snapshot is taken up, the store is closed.
    func commit() {
        guard let group = takeGroup() else { return sealWhenQuiet() }
        write(group)
        snapshotIfDue()
        queue.async { self.commit() }
    }

    private func write(_ group: [Pending]) {
        var state = read().state
        let group = group.map { $0.run(&state) }
        let entries = group.compactMap(\.entry)
        do throws(JournalFault) {
            if !entries.isEmpty {
                try journal.value.append(entries)
                journal.noteGroup(of: entries.count)
                publish(state)
                // Whoever is told of a change finds it.
                feed.append(group.flatMap(\.events))
            }
            // Also what changed nothing waits until here: it may have seen what others of its group did.
            for ran in group { ran.finish(.success(())) }
        } catch {
            let refusal = fail(error)
            for ran in group { ran.finish(.failure(refusal)) }
        }
    }

    private func takeGroup() -> [Pending]? {
        writer.withLock { writer in
            guard !writer.pending.isEmpty else {
                writer.isCommitting = false
                return nil
            }
            defer { writer.pending = [] }
            return writer.pending
        }
    }

    /// Draws the consequences of a failure. Nothing of what was written is on disk, or nobody knows. What waits behind it
    /// has not run: it gets its turn, or is refused where nothing is taken any more.
    ///
    /// - Returns: what those are answered whom it concerns.
    func fail(_ fault: JournalFault) -> Refusal {
        let refusal: Refusal
        let condition: Condition
        switch fault {
        case .diskFull: (refusal, condition) = (.diskFull, .diskFull)
        // A call failed before anything was written: the next write may do better.
        case .unusable, .notALine, .abandoned: (refusal, condition) = (.unavailable, .writable)
        case .failed, .locked, .insecureMode, .foreign, .otherStore, .newerFormat, .damaged:
            (refusal, condition) = (.outcomeUnknown, .failed)
        }
        let refused: [Pending] = writer.withLock { writer in
            if writer.condition != .closed { writer.condition = condition }
            guard condition != .writable else { return [] }
            defer { writer.pending = [] }
            return writer.pending
        }
        if let refusal = condition.refusal {
            for pending in refused { pending.refuse(refusal) }
        }
        switch condition {
        case .diskFull: tryAgainLater()
        case .failed:
            journal.value.fail(fault)
            failed(String(describing: fault))
        case .writable, .closed: report("a write failed: \(fault)")
        }
        return refusal
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
        guard !journal.turn.isSealAwaited else { return }
        journal.turn.isSealAwaited = true
        let seq = journal.value.lastSeq
        queue.asyncAfter(deadline: .now() + .milliseconds(settings.sealAfterMilliseconds)) {
            self.journal.turn.isSealAwaited = false
            let isQuiet = self.writer.withLock { !$0.isCommitting && $0.condition == .writable }
            guard isQuiet, !self.journal.value.isSealed else { return }
            guard self.journal.value.lastSeq == seq else { return self.sealWhenQuiet() }
            do throws(JournalFault) {
                try self.journal.value.seal()
                self.journal.noteSync()
            } catch {
                _ = self.fail(error)
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
                self.journal.turn.isWritingSnapshot = true
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
