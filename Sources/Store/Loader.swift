import Journal

/// Puts a state together from what a data directory holds: the lines of a snapshot, then the groups since.
///
/// Lines are decoded on other threads, a round of batches at a time, and taken in their order while the next round is
/// being decoded. Groups are few and decoded as they come. The orders of the tables are made in the end, all at once.
final class Loader {
    private var state = State()
    private var round: [LineBatch] = []
    private var batch = LineBatch(first: 0, capacity: 0)
    private var decoding: DecodingRound?

    /// Small enough for what is parsed of one batch to stay near the processor.
    private static let batchBytes = 64 << 10
    /// So much that threads seldom wait for each other.
    private static let batchesInRound = 128

    /// Takes a line of a snapshot. May throw for one that was taken before.
    func line(_ line: ArraySlice<UInt8>) throws(UndecodableLine) {
        batch.append(line)
        if batch.bytes.count >= Self.batchBytes { try endBatch() }
    }

    /// Takes what is still under way.
    func endOfLines() throws(UndecodableLine) {
        try endBatch()
        try endRound()
        try decoding?.take(into: &state)
        decoding = nil
    }

    /// Takes the entries of a group.
    ///
    /// - Returns: their numbers.
    func group(_ entries: ArraySlice<UInt8>) throws -> ClosedRange<UInt64> {
        let entries = try StoredEntry.read(group: entries)
        for entry in entries {
            for change in entry.changes { try Self.decode(change)(&state) }
            if let key = entry.key { state.keys.keep(key) }
        }
        let seqs = entries.map(\.seq)
        guard let first = seqs.first, let last = seqs.last,
            zip(seqs, seqs.dropFirst()).allSatisfy({ $0.addingReportingOverflow(1) == ($1, false) })
        else {
            throw Undecodable(description: "the entries' numbers do not follow each other")
        }
        return first...last
    }

    static func decode(_ change: StoredChange) throws(Undecodable) -> TableAccess.Loading {
        let table = try State.table(of: change.object)
        do throws(UndecodableChange) {
            return try table.decode([change])
        } catch {
            throw error.reason
        }
    }

    /// The state, ready for use.
    func finish(seq: UInt64) -> State {
        var references = ReferenceIndex()
        for table in State.tables { references.add(table.index(&state), of: table.name) }
        state.references = references.tree()
        state.seq = seq
        return state
    }

    private func endBatch() throws(UndecodableLine) {
        round.append(batch)
        batch = LineBatch(first: batch.first + batch.ends.count, capacity: Self.batchBytes + Self.batchBytes / 8)
        if round.count == Self.batchesInRound { try endRound() }
    }

    private func endRound() throws(UndecodableLine) {
        let next = DecodingRound(round)
        round = []
        try decoding?.take(into: &state)
        decoding = next
    }
}
