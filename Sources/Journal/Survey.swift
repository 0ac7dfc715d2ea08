/// What is in a data directory, as far as it can be read: every stretch of the journal whose lines follow each other,
/// every snapshot, and everything that is wrong. Changes nothing.
struct Survey {
    /// Lines that follow each other.
    struct Stretch: Hashable, Sendable {
        var from: Place
        var to: Place
        /// What its first line follows, where that is a header.
        var start: Position?
        /// What the next line would follow.
        var end: Position?
        var first: Moment?
        var last: Moment?
        var groups = 0
        var entries: UInt64 = 0
        var isSealed = true
    }

    /// A byte of a segment.
    struct Place: Hashable, Sendable {
        var segment: UInt64
        var offset: Int64
    }

    /// An entry's number and time (milliseconds since 1970).
    struct Moment: Hashable, Sendable {
        var seq: UInt64
        var at: Int64
    }

    let directory: DataDirectory
    let store: String
    var segments: [UInt64] = []
    var stretches: [Stretch] = []
    /// What each header follows, those left out that are not whole and whose place is not known.
    var headers: [UInt64: Position] = [:]
    /// Snapshots that are whole, in order; whether they fit the journal is not said by that.
    var snapshots: [Snapshot] = []
    /// What stands at the end and can be left of a write that was cut off.
    var torn: Place?
    var reached: SealedPoint?
    var faults: [JournalFault] = []
    /// What was read, in bytes.
    var bytes: Int64 = 0

    init(_ directory: DataDirectory, store: String) {
        self.directory = directory
        self.store = store
    }

    /// Reads everything. Fails with `.newerFormat`, or with `.unusable` if not even the names can be read.
    /// - Parameters:
    ///   - stopAtFault: read no further than the first line that is wrong.
    ///   - visit: called for each line, once it is taken into account.
    mutating func run(
        _ decoder: LineDecoder,
        stopAtFault: Bool = false,
        progress: WorkProgress = WorkProgress(),
        visit: (ChainWalk.Step) throws(JournalFault) -> Void = { _ in }
    ) throws(JournalFault) {
        // Before the segments: what a snapshot needs was there before it.
        let seqs = try names(in: directory.snapshots)
        segments = try names(in: directory.journal)
        do { reached = try directory.readEnd() } catch { faults.append(error) }
        var isReached = reached.map { ($0.segment < segments.first ?? 1) } ?? true
        let walk = ChainWalk(directory: directory, store: store, segments: segments, decoder: decoder)
        try walk.run { step throws(JournalFault) in
            take(step)
            if let reached, reached.segment == step.segment, reached.bytes == step.endOffset {
                // Behind damage a seal does not tell its number.
                isReached =
                    (step.sum ?? step.end?.sum)?.text == reached.sum && step.end?.seq ?? reached.seq == reached.seq
            }
            progress.add(Int64(step.line.bytes.count + 1))
            try visit(step)
            return !(stopAtFault && step.fault != nil)
        }
        if let reached, !isReached, !(stopAtFault && !faults.isEmpty) {
            faults.append(missing(reached))
        }
        for seq in seqs { try take(snapshot: seq, decoder, progress) }
    }

    /// What is missing where the journal ends before `END`, or has another line there.
    private func missing(_ reached: SealedPoint) -> JournalFault {
        let reason =
            "END says that the journal was closed at byte \(reached.bytes) of it (seq \(reached.seq)), "
            + "and the line that ended there is not there"
        let here = stretches.last { $0.to.segment == reached.segment }?.to.offset ?? 0
        return .damaged(file: directory.segment(reached.segment), offset: min(here, reached.bytes), reason: reason)
    }

    private mutating func take(_ step: ChainWalk.Step) {
        if let fault = step.fault { faults.append(fault) }
        let from = Place(segment: step.segment, offset: step.line.offset)
        let to = Place(segment: step.segment, offset: step.endOffset)
        var entries: [EntryPlace] = []
        switch step.content {
        case .unreadable, .damaged: return
        case .torn:
            torn = from
            return
        case .badHeader(let start): headers[step.segment] = start
        case .header: headers[step.segment] = Segment.start(header: step.line.bytes, store: store, number: step.segment)
        case .group(let places): entries = places
        }
        bytes += to.offset - from.offset
        if !step.isLinked || stretches.isEmpty {
            stretches.append(Stretch(from: from, to: to, start: from.offset == 0 ? headers[step.segment] : nil))
        }
        let last = stretches.count - 1
        stretches[last].to = to
        stretches[last].end = step.end
        stretches[last].isSealed = entries.isEmpty
        if let first = entries.first, let final = entries.last {
            stretches[last].first = stretches[last].first ?? Moment(seq: first.seq, at: first.at)
            stretches[last].last = Moment(seq: final.seq, at: final.at)
            stretches[last].groups += 1
            stretches[last].entries += UInt64(entries.count)
        }
    }

    /// One that has been replaced meanwhile is not looked at.
    private mutating func take(
        snapshot seq: UInt64,
        _ decoder: LineDecoder,
        _ progress: WorkProgress
    ) throws(JournalFault) {
        let path = directory.snapshot(seq)
        let disk = directory.disk
        let size = try harmless { () throws(CallFailure) in try disk.find(path)?.size }
        guard let size else { return }
        do throws(JournalFault) {
            switch try Snapshot.verify(path, seq: seq, store: store, disk: disk) {
            case .damaged(let reason):
                if try harmless({ () throws(CallFailure) in try disk.find(path) }) == nil { return }
                faults.append(.damaged(file: path, offset: 0, reason: reason))
            case .whole(let snapshot, _, let body):
                try Replay.feed(path, body, disk: disk) { try decoder.snapshotLine($0) }
                bytes += size
                snapshots.append(snapshot)
            }
        } catch {
            if case .newerFormat = error { throw error }
            if try harmless({ () throws(CallFailure) in try disk.find(path) }) == nil { return }
            faults.append(error)
        }
        progress.add(size)
    }

    private func names(in folder: String) throws(JournalFault) -> [UInt64] {
        try harmless { () throws(CallFailure) in
            try directory.disk.find(folder) == nil ? [] : directory.numbers(in: folder)
        }
    }
}
