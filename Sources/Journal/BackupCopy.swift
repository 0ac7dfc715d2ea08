internal import Glibc

/// The files of a backup, copied one after the other from a directory that goes on changing.
struct BackupCopy {
    private let from: DataDirectory
    private let to: DataDirectory
    private let store: String
    private let point: SealedPoint
    private(set) var files: [Manifest.File] = []

    init(from: DataDirectory, to: DataDirectory, store: String, point: SealedPoint) {
        self.from = from
        self.to = to
        self.store = store
        self.point = point
    }

    /// The snapshots up to the point, and the segments, the last one as far as the point.
    mutating func run(_ copy: FileCopy) throws(ToolFault) {
        let point = self.point
        // Open before anything is copied: the server removes the older one at each new one.
        let snapshots = try tool { () throws(JournalFault) in try openSnapshots() }
        defer { for snapshot in snapshots { snapshot.file.close() } }
        let segments = try tool { () throws(JournalFault) in
            try harmless { () throws(CallFailure) in try from.numbers(in: from.journal) }
        }.filter { $0 <= point.segment }
        guard let first = segments.first, segments.last == point.segment,
            first == 1 || snapshots.contains(where: { $0.segment >= first })
        else { throw .changed(path: from.journal) }
        copy.progress.expect(from.bytesToRead)
        for snapshot in snapshots {
            try add("snapshots/" + FileName.numbered(snapshot.seq)) { path throws(JournalFault) in
                try copy.copy(snapshot.file, bytes: nil, to: path)
            }
        }
        for number in segments {
            let file = try open(number)
            defer { file.close() }
            try add("journal/" + FileName.numbered(number)) { path throws(JournalFault) in
                try copy.copy(file, bytes: number == point.segment ? point.bytes : nil, to: path)
            }
        }
    }

    /// What was written otherwise.
    mutating func add(_ name: String, _ bytes: [UInt8]) {
        let sum = bytes.withUnsafeBytes { Sum(of: $0) }
        files.append(Manifest.File(name: name, bytes: Int64(bytes.count), sha256: sum.text))
    }

    private mutating func add(
        _ name: String,
        _ copy: (String) throws(JournalFault) -> (Int64, Sum)
    ) throws(ToolFault) {
        let (bytes, sum) = try tool { () throws(JournalFault) in try copy(to.path + "/" + name) }
        files.append(Manifest.File(name: name, bytes: bytes, sha256: sum.text))
    }

    private func open(_ number: UInt64) throws(ToolFault) -> File {
        do throws(CallFailure) { return try from.disk.file(from.segment(number), O_RDONLY) } catch {
            throw error.errno == ENOENT ? .changed(path: error.path) : .data(error.fault)
        }
    }

    private struct Opened {
        let seq: UInt64
        let segment: UInt64
        let file: File
    }

    private func openSnapshots() throws(JournalFault) -> [Opened] {
        var opened: [Opened] = []
        let seqs = try harmless { () throws(CallFailure) in
            try from.disk.find(from.snapshots) == nil ? [] : from.numbers(in: from.snapshots)
        }
        for seq in seqs where seq <= point.seq {
            do throws(CallFailure) {
                let file = try from.disk.file(from.snapshot(seq), O_RDONLY)
                // One that is damaged is copied and then found: a backup that hides it would be none.
                let segment = try Snapshot.header(of: file)?.segment ?? 0
                if segment <= point.segment {
                    opened.append(Opened(seq: seq, segment: segment, file: file))
                } else {
                    file.close()
                }
            } catch {
                if error.errno == ENOENT { continue }
                for snapshot in opened { snapshot.file.close() }
                throw error.fault
            }
        }
        return opened
    }
}
