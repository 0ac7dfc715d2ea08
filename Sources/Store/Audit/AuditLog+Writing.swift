import Councils
import Dispatch
import Journal
import Synchronization

/// The way to disk: one write and one sync for all that has gathered. All of it runs on the journal's queue.
extension AuditLog {
    /// Writes what has gathered as one group, and asks for the next turn.
    func writePending() {
        guard let group = takeGroup() else { return sealWhenQuiet() }
        write(group)
        journal.queue.async { self.writePending() }
    }

    private func takeGroup() -> [Pending]? {
        writer.withLock { writer in
            guard !writer.pending.isEmpty else {
                writer.isWriting = false
                return nil
            }
            defer { writer.pending = [] }
            return writer.pending
        }
    }

    private func write(_ group: [Pending]) {
        do throws(JournalFault) {
            try append(group)
        } catch {
            let refusal = fail(error)
            // The reserve may just have been given up: it was kept for this group.
            if refusal == .diskFull, condition == .reserve {
                do throws(JournalFault) {
                    try append(group)
                    return answer(group, .success(()))
                } catch {
                    return answer(group, .failure(fail(error)))
                }
            }
            return answer(group, .failure(refusal))
        }
        answer(group, .success(()))
    }

    private func append(_ group: [Pending]) throws(JournalFault) {
        let seq = journal.value.lastSeq
        let lines = group.enumerated().map { AuditEntry.line(seq + UInt64($0) + 1, $1.tail) }
        try journal.value.append(lines)
        journal.noteGroup(of: lines.count)
        noteHead(at: group.last?.at)
    }

    private func answer(_ group: [Pending], _ result: Result<Void, Refusal>) {
        for pending in group { pending.answer(result) }
    }

    private func noteHead(at moment: Instant?) {
        let point = journal.value.head
        writer.withLock { writer in
            writer.head = Head(
                storeID: writer.head.storeID,
                seq: point.seq,
                sum: point.sum,
                at: moment ?? writer.head.at
            )
        }
    }

    /// Draws the consequences of a failure; nothing of what was written is on disk, or nobody knows.
    ///
    /// - Returns: what those are answered whom it concerns.
    private func fail(_ fault: JournalFault) -> Refusal {
        let refusal: Refusal
        let next: Condition
        switch fault {
        case .diskFull: (refusal, next) = (.diskFull, journal.value.giveUpReserve() ? .reserve : .diskFull)
        // A call failed before anything was written: the next entry may do better.
        case .unusable, .notALine, .abandoned: (refusal, next) = (.unavailable, condition)
        case .failed, .locked, .insecureMode, .foreign, .otherStore, .newerFormat, .damaged:
            (refusal, next) = (.outcomeUnknown, .failed)
        }
        let (before, refused): (Condition, [Pending]) = writer.withLock { writer in
            let before = writer.condition
            if before != .closed { writer.condition = next }
            guard next.refusal != nil else { return (before, []) }
            defer { writer.pending = [] }
            return (before, writer.pending)
        }
        if let refusal = next.refusal { answer(refused, .failure(refusal)) }
        switch next {
        case .reserve, .diskFull:
            report("the disk of the audit log is full: \(fault)")
            if before == .writable { tryAgainLater() }
        case .failed:
            journal.value.fail(fault)
            failed(String(describing: fault))
        case .writable, .closed: report("an entry of the audit log was not written: \(fault)")
        }
        return refusal
    }

    /// Asks once in a while whether there is room again. Nothing is changed before there is enough for a new reserve, or
    /// the changes would take what the entries need.
    func tryAgainLater() {
        journal.queue.asyncAfter(deadline: .now() + .milliseconds(settings.retryAfterMilliseconds)) {
            let condition = self.condition
            guard condition == .reserve || condition == .diskFull else { return }
            let journal = self.journal.value
            if journal.hasRoom(beside: self.settings.reserveBytes),
                journal.makeReserve(bytes: self.settings.reserveBytes)
            {
                return self.become(.writable)
            }
            if condition == .diskFull, journal.hasRoom() { self.become(.reserve) }
            self.tryAgainLater()
        }
    }

    private func become(_ condition: Condition) {
        writer.withLock { if $0.condition != .closed, $0.condition != .failed { $0.condition = condition } }
    }

    /// An empty group after a while without entries, as in the store's journal.
    private func sealWhenQuiet() {
        guard !journal.turn.isSealAwaited else { return }
        journal.turn.isSealAwaited = true
        let seq = journal.value.lastSeq
        journal.queue.asyncAfter(deadline: .now() + .milliseconds(settings.sealAfterMilliseconds)) {
            self.journal.turn.isSealAwaited = false
            let isQuiet = self.writer.withLock { !$0.isWriting && $0.condition.refusal == nil }
            guard isQuiet, !self.journal.value.isSealed else { return }
            guard self.journal.value.lastSeq == seq else { return self.sealWhenQuiet() }
            do throws(JournalFault) {
                try self.journal.value.seal()
                self.journal.noteSync()
                self.noteHead(at: nil)
            } catch {
                _ = self.fail(error)
            }
        }
    }

    /// Takes no more entries, waits for those under way, seals the log and lets go of the directory.
    ///
    /// - Returns: its last line.
    @discardableResult
    public func close() async -> Head {
        writer.withLock { if $0.condition != .failed { $0.condition = .closed } }
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            journal.queue.async {
                while let group = self.takeGroup() { self.write(group) }
                do throws(JournalFault) {
                    try self.journal.value.close()
                    self.noteHead(at: nil)
                } catch {
                    self.report("closing the audit log: \(error)")
                }
                continuation.resume()
            }
        }
        return head
    }
}
