internal import Glibc

/// A copy of a damaged data directory, made of what can be had of it: the state with the highest `seq`. The damaged one is
/// not changed.
public struct Salvage: Hashable, Sendable {
    /// The last entry of the new directory.
    public private(set) var seq: UInt64 = 0
    /// When that was made, in milliseconds since 1970; nil if only a snapshot stands for it.
    public private(set) var at: Int64?
    /// The snapshot that the new directory begins with; nil if its journal begins with the first entry.
    public private(set) var snapshotSeq: UInt64?
    /// The first entry of which the new directory has the history; nil if it has none.
    public private(set) var historyFrom: UInt64?
    /// Everything that is wrong with the source.
    public private(set) var faults: [JournalFault] = []
    /// Entries that are in no way to be had.
    public private(set) var lost: [Lost] = []
    /// Entries that are whole on their own but no part of the new journal, and where they are.
    public private(set) var setAside: [SetAside] = []
    /// Bytes that are not what was written.
    public private(set) var damaged: [Bytes] = []

    /// Numbers that are missing.
    public struct Lost: Hashable, Sendable {
        public let seqs: ClosedRange<UInt64>
        /// When the entry before them was made, and the one after them, in milliseconds since 1970, if those are known.
        public let after: Int64?
        public let before: Int64?
    }

    /// Entries, as lines of a file in `quarantine`.
    public struct SetAside: Hashable, Sendable {
        public let seqs: ClosedRange<UInt64>
        public let path: String
    }

    /// A part of a file of the source, and its copy.
    public struct Bytes: Hashable, Sendable {
        public let file: String
        public let range: Range<Int64>
        public let copy: String
    }

    /// Makes it. After a failure nothing is left of what was made.
    ///
    /// - Parameter target: a directory that is empty or not there.
    ///
    /// Fails with `.data(.damaged)` if there is nothing that could be had.
    public init(
        of source: String,
        into target: String,
        disk: Disk = .live,
        decoder: LineDecoder,
        progress: WorkProgress = .init()
    ) throws(ToolFault) {
        let from = DataDirectory(path: source, disk: disk)
        if let holder = Lock.holder(of: from) { throw .data(.locked(holder: holder)) }
        let store = try Self.store(of: from)
        progress.expect(2 * from.bytesToRead)
        var survey = Survey(from, store: store)
        try tool { () throws(JournalFault) in try survey.run(decoder, progress: progress) }
        faults = survey.faults + survey.unfitting()
        guard let part = SalvagedPart.best(of: survey) else {
            throw .data(faults.first ?? .foreign(path: source))
        }
        take(part, survey)
        let new = try NewDirectory(target, disk: disk)
        do throws(ToolFault) {
            try tool { () throws(JournalFault) in
                for snapshot in part.snapshots { try new.directory.copySnapshot(snapshot.seq, from: from, progress) }
                var writer = SalvageWriter(part, survey, new.directory)
                try writer.run(decoder, progress)
                setAside = writer.setAside
                damaged = writer.damaged
                try new.finish(store: store, end: writer.end)
                let made = Verification(of: new.directory.path, disk: disk, decoder: decoder)
                if let fault = made.faults.first { throw fault }
            }
        } catch {
            new.abandon()
            throw error
        }
    }

    /// From `FORMAT`, or where that is damaged or missing, from a header.
    private static func store(of directory: DataDirectory) throws(ToolFault) -> String {
        do throws(ToolFault) { return try directory.storeOfSource() } catch {
            switch error {
            case .data(.damaged), .data(.foreign), .unfinishedBackup:
                guard let store = directory.storeInHeaders() else { throw error }
                return store
            default: throw error
            }
        }
    }

    private mutating func take(_ part: SalvagedPart, _ survey: Survey) {
        seq = part.seq
        at = part.stretch?.last?.at
        snapshotSeq = part.snapshots.last?.seq
        if part.beginsWithFirst { snapshotSeq = nil }
        historyFrom = part.stretch?.first?.seq
        // What is known to have been: entries that are elsewhere, snapshots, the place of the last close.
        let others = survey.stretches.filter { ($0.last?.seq ?? 0) > seq }
            .sorted { ($0.first?.seq ?? 0) < ($1.first?.seq ?? 0) }
        let known = max(others.compactMap { $0.last?.seq }.max() ?? 0, survey.reached?.seq ?? 0)
        var next = seq + 1
        var time = at
        for other in others {
            guard let first = other.first, let last = other.last else { continue }
            if first.seq > next { lost.append(Lost(seqs: next...(first.seq - 1), after: time, before: first.at)) }
            if last.seq >= next { (next, time) = (last.seq + 1, last.at) }
        }
        if known >= next { lost.append(Lost(seqs: next...known, after: time, before: nil)) }
    }
}
