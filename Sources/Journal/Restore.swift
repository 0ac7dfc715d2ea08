internal import Glibc

/// A data directory that ends exactly after one entry, made from a backup or from a data directory that no process has.
public struct Restore: Hashable, Sendable {
    /// Where the new directory ends.
    public enum Goal: Hashable, Sendable {
        /// Where the source does.
        case all
        /// After the entry with this number.
        case seq(UInt64)
        /// Before the first entry that is later; milliseconds since 1970.
        case time(Int64)
    }

    /// The last entry in it.
    public private(set) var seq: UInt64 = 0
    /// When that was made, in milliseconds since 1970; nil if only a snapshot stands for it.
    public private(set) var at: Int64?
    /// With a time: entries after the last one that are not later, because the clock went back. They are left out.
    public private(set) var leftOut: UInt64 = 0
    /// What could have been asked for.
    public private(set) var possible: ClosedRange<UInt64> = 0...0
    public private(set) var segments = 0
    public private(set) var snapshots: [UInt64] = []

    /// Makes it. The source is not changed. After a failure nothing is left of what was made.
    ///
    /// - Parameter target: a directory that is empty or not there.
    ///
    /// Fails with `.outOfRange`, `.notEmpty`, `.unfinishedBackup`, and `.data` where the source is not what was written.
    public init(
        from source: String,
        to goal: Goal,
        into target: String,
        disk: Disk = .live,
        decoder: LineDecoder,
        progress: WorkProgress = .init()
    ) throws(ToolFault) {
        let from = DataDirectory(path: source, disk: disk)
        let store = try from.storeOfSource()
        progress.expect(2 * from.bytesToRead)
        var survey = Survey(from, store: store)
        var search = Search(goal: goal)
        try tool { () throws(JournalFault) in
            try survey.run(decoder, stopAtFault: goal != .all, progress: progress) { step throws(JournalFault) in
                search.take(step)
            }
        }
        seq = try search.result(survey)
        at = search.at
        leftOut = search.leftOut
        possible = try survey.restorable()
        if case .seq = goal, !possible.contains(seq) { throw survey.outOfRange("seq \(seq)", search, possible) }
        if let fault = survey.fault(upTo: seq, all: goal == .all) { throw .data(fault) }
        let new = try NewDirectory(target, disk: disk)
        do throws(ToolFault) {
            try tool { () throws(JournalFault) in
                try copySnapshots(survey, to: new.directory, disk, progress)
                let end = try copyJournal(survey, to: new.directory, decoder, progress)
                try new.finish(store: store, end: end)
                let made = Verification(of: new.directory.path, disk: disk, decoder: decoder)
                if let fault = made.faults.first { throw fault }
            }
        } catch {
            new.abandon()
            throw error
        }
    }

    private mutating func copySnapshots(
        _ survey: Survey,
        to directory: DataDirectory,
        _ disk: Disk,
        _ progress: WorkProgress
    ) throws(JournalFault) {
        for snapshot in survey.snapshots where snapshot.seq <= seq && survey.fits(snapshot) {
            try directory.copySnapshot(snapshot.seq, from: survey.directory, progress)
            snapshots.append(snapshot.seq)
        }
    }

    private mutating func copyJournal(
        _ survey: Survey,
        to directory: DataDirectory,
        _ decoder: LineDecoder,
        _ progress: WorkProgress
    ) throws(JournalFault) -> SealedPoint {
        var copy = JournalCopy(directory, store: survey.store)
        var made = 0
        let last = seq
        let walk = ChainWalk(
            directory: survey.directory,
            store: survey.store,
            segments: survey.segments,
            decoder: decoder
        )
        try walk.run { step throws(JournalFault) in
            progress.add(Int64(step.line.bytes.count + 1))
            if let fault = step.fault {
                // Behind the end nothing is asked of the source.
                if made > 0, copy.end.seq == last { return false }
                throw fault
            }
            guard let end = step.end else { return false }
            switch step.content {
            case .header:
                guard let start = survey.headers[step.segment] else { return false }
                try copy.begin(step.segment, after: start)
                made += 1
            case .group(let entries) where end.seq <= last:
                try copy.add(step.line.bytes, end: end, isSeal: entries.isEmpty)
            case .group(let entries):
                let kept = entries.filter { $0.seq <= last }
                if !kept.isEmpty { try copy.add(kept.map { Array(step.line.bytes[$0.bytes]) }) }
                return false
            case .badHeader, .torn, .damaged, .unreadable:
                return false
            }
            return true
        }
        segments = made
        return try copy.finish()
    }
}

/// Looks for the entry that a restore ends with.
private struct Search {
    let goal: Restore.Goal
    /// The last entry before the first one that is later than the time.
    private var before: Survey.Moment?
    private var isPassed = false
    private(set) var first: Survey.Moment?
    private(set) var last: Survey.Moment?
    /// When the entry was made that it ends with.
    private(set) var at: Int64?
    private(set) var leftOut: UInt64 = 0

    init(goal: Restore.Goal) {
        self.goal = goal
    }

    mutating func take(_ step: ChainWalk.Step) {
        guard case .group(let entries) = step.content, step.fault == nil else { return }
        for entry in entries {
            let moment = Survey.Moment(seq: entry.seq, at: entry.at)
            first = first ?? moment
            last = moment
            switch goal {
            case .all: at = entry.at
            case .seq(let seq): if entry.seq == seq { at = entry.at }
            case .time(let time):
                if entry.at > time { isPassed = true }
                if !isPassed { before = moment } else if entry.at <= time { leftOut += 1 }
            }
        }
    }

    /// The number of the last entry.
    mutating func result(_ survey: Survey) throws(ToolFault) -> UInt64 {
        switch goal {
        case .all: return survey.stretches.first?.end?.seq ?? 0
        case .seq(let seq): return seq
        case .time(let time):
            if !isPassed, let fault = survey.faults.first { throw .data(fault) }
            guard let before else {
                throw survey.outOfRange(Moments.text(time), self, try survey.restorable())
            }
            at = before.at
            return before.seq
        }
    }
}

extension Survey {
    /// The numbers after which a directory can end that is made from this one.
    fileprivate func restorable() throws(ToolFault) -> ClosedRange<UInt64> {
        let last = stretches.first?.end?.seq ?? 0
        if segments.first == 1 { return 0...last }
        guard let snapshot = snapshots.first(where: { fits($0) && $0.seq <= last }) else {
            throw .data(
                faults.first ?? .damaged(file: directory.segment(1), offset: 0, reason: "no snapshot stands for it")
            )
        }
        return snapshot.seq...last
    }

    fileprivate func outOfRange(_ wanted: String, _ search: Search, _ possible: ClosedRange<UInt64>) -> ToolFault {
        var text = "seq \(possible.lowerBound) to \(possible.upperBound)"
        if let first = search.first, let last = search.last {
            text += ", \(Moments.text(first.at)) to \(Moments.text(last.at))"
        }
        if let fault = faults.first { text += " (behind that: \(fault))" }
        return .outOfRange(wanted: wanted, possible: text)
    }

    /// What is wrong in the part that is needed.
    fileprivate func fault(upTo seq: UInt64, all: Bool) -> JournalFault? {
        if all { return (faults + unfitting()).first }
        let damagedSnapshots = Set(snapshots.filter { $0.seq <= seq && !fits($0) }.map { directory.snapshot($0.seq) })
        return (faults + unfitting()).first { fault in
            guard let path = fault.path else { return true }
            if damagedSnapshots.contains(path) { return true }
            let name = path.split(separator: "/").last.map(String.init) ?? ""
            guard path.hasPrefix(directory.snapshots + "/"), let number = FileName.number(of: name) else {
                // The journal was read up to its first fault, and what is wanted is before that.
                return false
            }
            return number <= seq
        }
    }
}

extension DataDirectory {
    /// The store of a directory that is to be read by a tool; its modes are those of wherever it was brought from.
    func storeOfSource() throws(ToolFault) -> String {
        if let holder = Lock.holder(of: self) { throw .data(.locked(holder: holder)) }
        if isUnfinishedBackup, (try? disk.find(format)) ?? nil == nil { throw .unfinishedBackup(path: path) }
        return try tool { () throws(JournalFault) in
            let status = try harmless { () throws(CallFailure) in try disk.find(path) }
            guard let status else { throw .unusable(path: path, call: "stat", errno: ENOENT) }
            guard status.isDirectory, try harmless({ () throws(CallFailure) in try disk.find(format) }) != nil else {
                throw .foreign(path: path)
            }
            return try readFormat()
        }
    }

    /// Copies a snapshot from another directory.
    func copySnapshot(
        _ seq: UInt64,
        from other: DataDirectory,
        _ progress: WorkProgress
    ) throws(JournalFault) {
        let file = try harmless { () throws(CallFailure) in try disk.file(other.snapshot(seq), O_RDONLY) }
        defer { file.close() }
        let copy = FileCopy(disk: disk, progress: progress)
        _ = try copy.copy(file, bytes: nil, to: snapshot(seq))
    }
}
