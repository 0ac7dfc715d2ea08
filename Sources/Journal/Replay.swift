internal import Glibc

/// Reads a data directory and changes nothing in it.
struct Replay {
    let directory: DataDirectory
    let store: String
    /// Begin with the last segment but one, which says itself what it follows.
    var opensAtEnd = false
    var recovery = Recovery()
    /// Newer snapshots that did not verify.
    private(set) var rejected: [(seq: UInt64, reason: String)] = []
    /// Bytes of the groups that were replayed.
    private(set) var bytes = 0

    init(_ directory: DataDirectory, store: String, opensAtEnd: Bool = false) {
        self.directory = directory
        self.store = store
        self.opensAtEnd = opensAtEnd
    }

    /// Where the journal goes on.
    struct Last {
        var number: UInt64
        var start: Position
        var end: SegmentReader.End
    }

    /// The newest snapshot that verifies, then every segment from the one it names.
    mutating func run(
        snapshotLine: (ArraySlice<UInt8>) throws -> Void,
        snapshotEnd: () throws -> Void,
        group: (ArraySlice<UInt8>) throws -> ClosedRange<UInt64>
    ) throws(JournalFault) -> Last {
        let segments = try self.segments()
        var (number, position) = try opensAtEnd ? lastButOne(of: segments) : load(snapshotLine, snapshotEnd)
        guard let final = segments.last, segments.contains(number) else {
            let need = recovery.snapshotSeq.map { "the snapshot of seq \($0)" } ?? "a replay without a snapshot"
            throw .damaged(file: directory.segment(number), offset: 0, reason: "it is missing, and \(need) needs it")
        }
        let reached = try directory.readEnd()
        if let reached, reached.segment > final {
            let reason = "it is missing, and END says that the journal had come to it (seq \(reached.seq))"
            throw .damaged(file: directory.segment(reached.segment), offset: 0, reason: reason)
        }
        while true {
            var reader = SegmentReader(directory: directory, store: store, number: number, isLast: number == final)
            if reached?.segment == number { reader.reached = reached }
            let end = try reader.read(after: position, group: group)
            recovery.groups += end.groups
            recovery.entries += end.position.seq - position.seq
            bytes += Int(max(0, end.length - end.headerLength))
            if number == final { return Last(number: number, start: position, end: end) }
            position = end.position
            number += 1
        }
    }

    private func segments() throws(JournalFault) -> [UInt64] {
        let segments = try harmless { () throws(CallFailure) in
            try directory.disk.find(directory.journal) == nil ? [] : directory.numbers(in: directory.journal)
        }
        for (number, next) in zip(segments, segments.dropFirst()) where next != number + 1 {
            throw .damaged(
                file: directory.segment(number + 1),
                offset: 0,
                reason: "it is missing, and later ones are not"
            )
        }
        return segments
    }

    /// Answers the segment to begin with and what it says that it follows; the first where there are no two.
    private func lastButOne(of segments: [UInt64]) throws(JournalFault) -> (UInt64, Position) {
        guard segments.first == 1, segments.count > 2 else { return (1, Position(seq: 0, sum: .none)) }
        let number = segments[segments.count - 2]
        let path = directory.segment(number)
        let start = try harmless { () throws(CallFailure) -> [UInt8] in
            let file = try directory.disk.file(path, O_RDONLY)
            defer { file.close() }
            return try file.read(4096, at: 0)
        }
        guard let end = start.firstIndex(of: Format.newline),
            let position = Segment.start(header: start[..<end], store: store, number: number)
        else { throw .damaged(file: path, offset: 0, reason: "its header is not the one that belongs here") }
        return (number, position)
    }

    /// Answers the segment to begin with and what it must follow.
    private mutating func load(
        _ take: (ArraySlice<UInt8>) throws -> Void,
        _ end: () throws -> Void
    ) throws(JournalFault) -> (UInt64, Position) {
        let seqs = try harmless { () throws(CallFailure) in
            try directory.disk.find(directory.snapshots) == nil ? [] : directory.numbers(in: directory.snapshots)
        }
        for seq in seqs.reversed() {
            let path = directory.snapshot(seq)
            switch try Snapshot.verify(path, seq: seq, store: store, disk: directory.disk) {
            case .damaged(let reason):
                rejected.append((seq, reason))
            case .whole(let snapshot, let lines, let body):
                try Self.feed(path, body, disk: directory.disk, to: take, end)
                recovery.snapshotSeq = seq
                recovery.snapshotLines = lines
                return (snapshot.segment, Position(seq: seq, sum: snapshot.follows))
            }
        }
        return (1, Position(seq: 0, sum: .none))
    }

    /// Gives each line of a snapshot's state to `take`, and calls `end` behind the last.
    static func feed(
        _ path: String,
        _ body: Range<Int64>,
        disk: Disk,
        to take: (ArraySlice<UInt8>) throws -> Void,
        _ end: () throws -> Void = {}
    ) throws(JournalFault) {
        let file = try harmless { () throws(CallFailure) in try disk.file(path, O_RDONLY) }
        defer { file.close() }
        var reader = LineReader(file)
        var last: LineReader.Line?
        do {
            while reader.offset < body.upperBound, let line = try reader.next() {
                last = line
                if line.offset >= body.lowerBound { try take(line.bytes) }
            }
            last = nil
            try end()
        } catch let failure as CallFailure {
            throw failure.fault
        } catch let fault as UndecodableLine {
            throw try damage(file, line: fault.line, fault.reason)
        } catch {
            throw .damaged(
                file: path,
                offset: last?.offset ?? body.upperBound,
                reason: last.map { "line \($0.number): \(error)" } ?? "\(error)"
            )
        }
    }

    /// Where a line of the state stands. The header is the line before the first.
    private static func damage(_ file: File, line number: Int, _ reason: String) throws(JournalFault) -> JournalFault {
        var reader = LineReader(file)
        while let line = try harmless({ () throws(CallFailure) in try reader.next() }) {
            if line.number == number + 2 {
                return .damaged(file: file.path, offset: line.offset, reason: "line \(line.number): \(reason)")
            }
        }
        return .damaged(file: file.path, offset: 0, reason: reason)
    }
}
