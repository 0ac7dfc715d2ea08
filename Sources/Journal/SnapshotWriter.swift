internal import Crypto
internal import Glibc

/// Writes a snapshot of the `seq` at which `beginSnapshot` was called. May be sent to another thread and writes while
/// the journal goes on.
public struct SnapshotWriter: Sendable {
    let directory: DataDirectory
    let snapshot: Snapshot
    /// What `bytesSinceSnapshot` was when it began.
    let bytesBefore: Int

    public var seq: UInt64 { snapshot.seq }

    /// A snapshot that is on the disk, for `Journal.adopt`.
    public struct Finished: Hashable, Sendable {
        public let seq: UInt64
        public let path: String
        /// Lines of the state: header and last line are not counted.
        public let lines: Int
        public let bytes: Int64
        let bytesBefore: Int
    }

    /// Calls `state` once; it hands over every line of the state, each without a line end, and may throw `.abandoned`.
    ///
    /// - Parameters:
    ///   - pace: how fast it may be written, and then read back.
    ///   - isHurried: asked for each piece; if so, the pace does not count.
    ///
    /// Fails with `.diskFull` or `.unusable` if there is no snapshot and the journal is untouched; with `.damaged` if
    /// what was read back is not what was written; with `.failed` if a sync failed: then the disk is not to be trusted
    /// and the process should stop, as after a failed append.
    public func write(
        pace: Pace = Pace(mebibytesPerSecond: nil),
        isHurried: @escaping @Sendable () -> Bool = { false },
        _ state: (_ line: (ArraySlice<UInt8>) throws(JournalFault) -> Void) throws(JournalFault) -> Void
    ) throws(JournalFault) -> Finished {
        let path = directory.snapshot(seq)
        let unfinished = path + DataDirectory.unfinished
        do {
            let finished = try write(state, to: unfinished, as: path, pace, isHurried)
            try harmless { () throws(CallFailure) in try directory.disk.move(unfinished, to: path) }
            try decisive { () throws(CallFailure) in try directory.disk.syncDirectory(directory.snapshots) }
            return finished
        } catch {
            try? directory.disk.remove(unfinished)
            throw error
        }
    }

    private func write(
        _ state: (_ line: (ArraySlice<UInt8>) throws(JournalFault) -> Void) throws(JournalFault) -> Void,
        to unfinished: String,
        as path: String,
        _ pace: Pace,
        _ isHurried: @escaping @Sendable () -> Bool
    ) throws(JournalFault) -> Finished {
        let disk = directory.disk
        let file = try harmless { () throws(CallFailure) in
            try disk.remove(unfinished)
            return try disk.file(unfinished, O_RDWR | O_CREAT | O_EXCL)
        }
        defer { file.close() }
        var output = SnapshotOutput(file: file)
        var pace = pace
        try output.put(snapshot.header)
        try state { (line) throws(JournalFault) in
            let piece = try output.put(line: line)
            if piece > 0, !isHurried() { pace.wait(after: piece) }
        }
        let lines = output.lines
        try output.finish()
        try decisive { () throws(CallFailure) in try file.sync() }
        disk.forget(file.descriptor)
        let gentle = disk.gentle(pace, isHurried: isHurried)
        switch try Snapshot.verify(unfinished, seq: seq, store: snapshot.store, disk: gentle) {
        case .whole(snapshot, lines, _):
            return Finished(seq: seq, path: path, lines: lines, bytes: output.offset, bytesBefore: bytesBefore)
        case .whole:
            throw .damaged(file: unfinished, offset: 0, reason: "what was read back is not what was written")
        case .damaged(let reason):
            throw .damaged(file: unfinished, offset: 0, reason: "what was read back is not what was written: \(reason)")
        }
    }
}

/// Sums and writes, piece by piece.
private struct SnapshotOutput {
    let file: File
    private(set) var offset: Int64 = 0
    private(set) var lines = 0
    private var buffer: [UInt8] = []
    private var hasher = SHA256()

    init(file: File) {
        self.file = file
        buffer.reserveCapacity(FileOutput.piece + 1 << 16)
    }

    /// Answers how many bytes went to the disk with it: a piece, or none.
    mutating func put(line: ArraySlice<UInt8>) throws(JournalFault) -> Int {
        guard !line.isEmpty, !line.contains(Format.newline) else { throw .notALine(index: lines) }
        buffer += line
        buffer.append(Format.newline)
        lines += 1
        guard buffer.count >= FileOutput.piece else { return 0 }
        let piece = buffer.count
        try flush()
        try decisive { () throws(CallFailure) in try file.syncData() }
        return piece
    }

    mutating func put(_ bytes: [UInt8]) throws(JournalFault) {
        buffer += bytes
    }

    mutating func finish() throws(JournalFault) {
        try flush()
        buffer = Snapshot.trailer(lines: lines, sum: Sum(hasher))
        try flush()
    }

    private mutating func flush() throws(JournalFault) {
        buffer.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        try harmless { () throws(CallFailure) in try file.writeAll(buffer, at: offset) }
        offset += Int64(buffer.count)
        buffer.removeAll(keepingCapacity: true)
    }
}
