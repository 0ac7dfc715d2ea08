internal import Glibc

/// What reading everything in a data directory or a backup has shown. Nothing is changed and no lock is taken, so that
/// it may be in use meanwhile.
public struct Verification: Sendable {
    /// The store's id; nil if nothing says it.
    public private(set) var store: String?
    /// The last entry of the journal.
    public private(set) var seq: UInt64 = 0
    /// When that was made, in milliseconds since 1970; nil if no entry is there.
    public private(set) var at: Int64?
    /// The first entry that is there; nil if none is.
    public private(set) var firstSeq: UInt64?
    public private(set) var segments = 0
    public private(set) var groups = 0
    public private(set) var entries: UInt64 = 0
    /// The `seq`s of the snapshots that are whole.
    public private(set) var snapshots: [UInt64] = []
    /// What was read and is whole.
    public private(set) var bytes: Int64 = 0
    /// The line of the process that has it; nil if none has.
    public private(set) var holder: String?
    /// The end of the last segment is no whole line. Being written while a process has it; otherwise what can be left
    /// of a write that was cut off, which the next opening sets aside.
    public private(set) var torn: Torn?
    public private(set) var quarantine: [SetAside] = []
    /// The last line that is whole and follows all before it; nil if there is none.
    public private(set) var head: Head?
    /// Everything that is wrong; empty for a directory that can be opened without loss.
    public private(set) var faults: [JournalFault] = []

    /// A place of the chain, as it can be kept elsewhere: the last entry there, and the sum of the line.
    public struct Head: Hashable, Sendable {
        public let seq: UInt64
        public let sum: String

        public init(seq: UInt64, sum: String) {
            self.seq = seq
            self.sum = sum
        }
    }

    public struct Torn: Hashable, Sendable {
        public let file: String
        /// Where it begins.
        public let offset: Int64
    }

    /// A file that an opening or a repair has set aside.
    public struct SetAside: Hashable, Sendable {
        public let path: String
        public let bytes: Int64
    }

    /// Reads a directory through.
    ///
    /// - Parameter expected: a head that was kept elsewhere: it is a fault if no line has it.
    public init(
        of path: String,
        disk: Disk = .live,
        decoder: LineDecoder,
        expecting expected: Head? = nil,
        progress: WorkProgress = .init()
    ) {
        let directory = DataDirectory(path: path, disk: disk)
        for _ in 1...5 {
            self = Verification()
            let before = Lock.holder(of: directory)
            let first = Self.firstSegment(of: directory)
            do throws(JournalFault) { try read(directory, decoder, expected, progress) } catch { faults.append(error) }
            holder = before ?? Lock.holder(of: directory)
            // A server removes old segments: what was listed may be gone when its turn comes.
            if holder == nil || faults.isEmpty || Self.firstSegment(of: directory) == first { return }
        }
    }

    private init() {}

    private static func firstSegment(of directory: DataDirectory) -> UInt64? {
        (try? directory.numbers(in: directory.journal))?.first
    }

    private mutating func read(
        _ directory: DataDirectory,
        _ decoder: LineDecoder,
        _ expected: Head?,
        _ progress: WorkProgress
    ) throws(JournalFault) {
        let disk = directory.disk
        let status = try harmless { () throws(CallFailure) in try disk.find(directory.path) }
        guard let status else { throw .unusable(path: directory.path, call: "stat", errno: ENOENT) }
        guard status.isDirectory else { throw .foreign(path: directory.path) }
        let names = try harmless { () throws(CallFailure) in try disk.list(directory.path) }
        let store = try findStore(directory, names)
        self.store = store
        // Only of what is ours: to others nobody should be told to change a mode.
        for path in try harmless({ () throws(CallFailure) in try directory.paths(names) }) {
            do { try directory.checkMode(path) } catch { faults.append(error) }
        }
        try listQuarantine(directory)
        progress.expect(directory.bytesToRead)
        var survey = Survey(directory, store: store)
        var isThere = expected == nil
        try survey.run(decoder, progress: progress) { step throws(JournalFault) in
            if let expected, let end = step.end, end.seq == expected.seq, end.sum.text == expected.sum {
                isThere = true
            }
        }
        faults += survey.faults
        if let expected, !isThere {
            let reason =
                "no line of it is the head that was kept (seq \(expected.seq), sum \(expected.sum)): "
                + "it was cut off or changed since, or is another one"
            faults.append(
                .damaged(file: directory.segment(survey.segments.last ?? 1), offset: 0, reason: reason)
            )
        }
        faults += survey.unfitting()
        take(survey)
    }

    private mutating func findStore(_ directory: DataDirectory, _ names: [String]) throws(JournalFault) -> String {
        do throws(JournalFault) {
            guard names.contains("FORMAT") else { throw .foreign(path: directory.path) }
            return try directory.readFormat()
        } catch {
            if case .newerFormat = error { throw error }
            guard let store = directory.storeInHeaders() else { throw error }
            faults.append(
                .damaged(file: directory.format, offset: 0, reason: "it does not say which store this is")
            )
            return store
        }
    }

    private mutating func take(_ survey: Survey) {
        segments = survey.segments.count
        groups = survey.stretches.reduce(0) { $0 + $1.groups }
        entries = survey.stretches.reduce(0) { $0 + $1.entries }
        firstSeq = survey.stretches.lazy.compactMap { $0.first?.seq }.first
        let last = survey.stretches.last
        seq = last?.end?.seq ?? last?.last?.seq ?? 0
        head = last?.end.map { Head(seq: $0.seq, sum: $0.sum.text) }
        at = survey.stretches.last { $0.last != nil }?.last?.at
        snapshots = survey.snapshots.map(\.seq)
        bytes = survey.bytes
        torn = survey.torn.map { Torn(file: survey.directory.segment($0.segment), offset: $0.offset) }
    }

    private mutating func listQuarantine(_ directory: DataDirectory) throws(JournalFault) {
        quarantine = try harmless { () throws(CallFailure) in
            guard try directory.disk.find(directory.quarantine) != nil else { return [] }
            var found: [SetAside] = []
            for name in try directory.disk.list(directory.quarantine).sorted() {
                let path = directory.quarantine + "/" + name
                if let size = try directory.disk.find(path)?.size { found.append(SetAside(path: path, bytes: size)) }
            }
            return found
        }
    }
}

extension DataDirectory {
    /// Of all segments and snapshots.
    var bytesToRead: Int64 {
        [journal, snapshots].reduce(0) { sum, folder in
            let names = ((try? disk.list(folder)) ?? []).filter { FileName.number(of: $0) != nil }
            return names.reduce(sum) { $0 + ((try? disk.status(folder + "/" + $1).size) ?? 0) }
        }
    }

    /// What the first header that can be read says, of a segment or a snapshot; nil if none can be.
    func storeInHeaders() -> String? {
        for folder in [journal, snapshots] {
            for number in (try? numbers(in: folder)) ?? [] {
                guard let file = try? disk.file(folder + "/" + FileName.numbered(number), O_RDONLY) else { continue }
                defer { file.close() }
                guard let start = try? file.read(4096, at: 0), let end = start.firstIndex(of: Format.newline),
                    let store = Format.fields(of: start[..<end])?.store
                else { continue }
                if Segment.start(header: start[..<end], store: store, number: number) != nil { return store }
                if Snapshot(header: Array(start[...end]))?.seq == number { return store }
            }
        }
        return nil
    }
}

extension Survey {
    /// Whether a replay can go on after a snapshot with a segment that is there.
    func fits(_ snapshot: Snapshot) -> Bool {
        headers[snapshot.segment] == Position(seq: snapshot.seq, sum: snapshot.follows)
    }

    /// The faults of snapshots that do not fit the journal, and of a journal whose beginning no snapshot stands for.
    func unfitting() -> [JournalFault] {
        var faults: [JournalFault] = []
        for snapshot in snapshots where !fits(snapshot) {
            if headers[snapshot.segment] == nil {
                let reason = "its header is missing, and the snapshot of seq \(snapshot.seq) needs it"
                faults.append(.damaged(file: directory.segment(snapshot.segment), offset: 0, reason: reason))
            } else {
                let reason = "it does not fit the segment \(snapshot.segment) that is to follow it"
                faults.append(.damaged(file: directory.snapshot(snapshot.seq), offset: 0, reason: reason))
            }
        }
        let first = segments.first ?? 0
        if first != 1, !snapshots.contains(where: { fits($0) && $0.segment >= first }) {
            let reason = "it is missing, and no snapshot stands for it"
            faults.append(.damaged(file: directory.segment(1), offset: 0, reason: reason))
        }
        return faults
    }
}
