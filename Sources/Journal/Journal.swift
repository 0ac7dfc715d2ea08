internal import Glibc

/// The bytes of a store on disk, and the only module that makes system calls on files. It knows no council.
///
/// # The data directory
///
/// Mode 0700, every file 0600; looser modes are refused.
/// ```
/// FORMAT                        {"name":"kyogikai","version":1,"store":"…"}, made last: without it there is no store
/// LOCK                          held with flock; a line that says who holds it
/// journal/0000000001.ndjson     segments, numbered without a gap
/// snapshots/0000000420.ndjson   the whole state at seq 420; the two newest are kept
/// quarantine/                   what opening has set aside
/// END                           how far the journal had come when it was last closed
/// audit/                        another data directory: the audit log's. Only its names and modes are looked at here
/// reserve                       room that is kept for when the disk is full; an audit log's alone
/// BACKUP                        when the last backup was made, and where; nothing depends on it
/// *.unfinished                  never counts; removed by the next opening
/// ```
/// Every file is lines of JSON that end with a line feed; sums are SHA-256 in 64 lowercase hexadecimal digits.
///
/// # A segment
///
/// ```
/// {"format":"kyogikai-journal","version":1,"store":"…","segment":1,"firstSeq":1,"follows":"<sum>","sum":"<sum>"}
/// {"entries":[{"seq":1,…},{"seq":2,…}],"prev":"<sum>","sum":"<sum>"}
/// {"entries":[],"prev":"<sum>","sum":"<sum>"}
/// ```
/// In every line, `sum` is over the bytes of the line before `,"sum"`, so over `prev` as it is written there:
/// ```
/// sed -n 2p FILE | sed 's/,"sum":"[^"]*"}$//' | tr -d '\n' | sha256sum
/// ```
/// One chain goes through all lines of all segments: `prev` is the sum of the line before, the header's own sum for a
/// first group; a header's `follows` is the sum of the last line of the segment before it (64 zeros for segment 1).
/// There is only one right header for a place in the chain. A line is one group, all or nothing. A group without
/// entries is a seal: what comes before it was written whole. A header is one too.
///
/// # A snapshot
///
/// ```
/// {"format":"kyogikai-snapshot","version":1,"store":"…","seq":420,"segment":7,"follows":"<sum>"}
/// …                                                  the lines of the state, as the store writes them
/// {"records":N,"sum":"<sum>"}
/// ```
/// The last `sum` is over every byte before that line, `records` counts the lines between. The replay goes on with the
/// header of segment 7, whose `follows` is the snapshot's and whose `firstSeq` is 421.
///
/// # When something is durable
///
/// A group: one write, one fdatasync, before `append` returns. A segment: written, fsync, fsync of the directory,
/// before its first group. A snapshot: `*.unfinished`, fsync, read back, rename, fsync of the directory. Opening syncs
/// what it has read, because a killed process may have left it in memory alone, and reads the last segment from the
/// device, because a failed sync may have left there what no later sync writes.
///
/// # END
///
/// ```
/// {"seq":420,"segment":7,"bytes":8123,"sum":"<sum>"}
/// ```
/// Written as a snapshot is, when the journal is closed and its seal is on the disk: byte 8123 of segment 7 is the end
/// of the line with that sum. A journal only grows, so this stays true for ever, also after a kill: one that ends before
/// that place, or has another line there, has lost what was acknowledged and is damaged, although its end looks like a
/// write that was cut off. Once the replay begins behind it, nothing is asked of it. Without it nothing is known.
///
/// # What opening makes of bytes that are wrong
///
/// One bad line, the last thing in the last segment: a write that was cut off. It is set aside. A header that was cut
/// off, in the last segment and with nothing after it, is written anew. A snapshot that does not verify is set aside,
/// and the one before it used. All else is damage, and nothing is changed: a bad line with any line after it or a whole
/// record inside it, a line that does not follow the one before, a segment that is missing, an end before `END`.
///
/// # Threads
///
/// A journal is used by one thread at a time. It is not `Sendable`; `open` gives it as `sending`, so that it can be
/// handed over once (into an actor, or through a `Mutex<Journal?>`). Only `SnapshotWriter` and `JournalReader` go
/// elsewhere.
public final class Journal {
    public struct Options: Hashable, Sendable {
        /// A segment that has reached this length gets no further group: the next one begins a new segment.
        public var segmentBytes = 64 << 20
        /// How many days a segment is kept that no snapshot needs any more, from its last group on; nil keeps all.
        public var retentionDays: Int?
        /// Opening reads the last two segments alone, so that it takes as long for a journal of any length. For one that
        /// nothing has to be replayed from: what stands before them is for ``Verification``.
        public var opensAtEnd = false

        public init() {}
    }

    let directory: DataDirectory
    let options: Options
    let now: @Sendable () -> Int64
    var segment: Segment
    private let lock: Lock
    private var line: [UInt8] = []
    /// Why nothing more is written.
    private var refusal: JournalFault?
    private var isClosed = false
    /// The room that the last refused write needed.
    private var needed: Int64 = 0

    public let storeID: String
    /// The last `seq` that is on the disk; 0 in a new store.
    public var lastSeq: UInt64 { segment.end.seq }
    /// How much a replay would read after the newest snapshot.
    public internal(set) var bytesSinceSnapshot: Int
    /// The last line is a seal: what comes before it cannot be mistaken for a write that was cut off.
    public private(set) var isSealed: Bool
    /// How long the last sync of a group or a seal took; nil before the first.
    public private(set) var lastSync: Duration?

    init(
        directory: DataDirectory,
        lock: Lock,
        options: Options,
        now: @escaping @Sendable () -> Int64,
        storeID: String,
        segment: Segment,
        bytesSinceSnapshot: Int,
        isSealed: Bool
    ) {
        self.directory = directory
        self.lock = lock
        self.options = options
        self.now = now
        self.storeID = storeID
        self.segment = segment
        self.bytesSinceSnapshot = bytesSinceSnapshot
        self.isSealed = isSealed
    }

    deinit {
        if isClosed { return }
        segment.file.close()
        lock.abandon()
    }

    /// Writes one group: when this returns, it is on the disk. `entries` are JSON objects, already encoded, without a
    /// line end; each begins with its `seq`, without a gap from `lastSeq + 1`. No entries: nothing happens.
    ///
    /// Fails with `.diskFull` or `.unusable` if nothing was written and it may be tried again; with `.failed` if nobody
    /// knows, and then for ever.
    public func append(_ entries: [[UInt8]]) throws(JournalFault) {
        if entries.isEmpty { return }
        if let index = entries.firstIndex(where: { $0.isEmpty || $0.contains(Format.newline) }) {
            throw .notALine(index: index)
        }
        if segment.length >= options.segmentBytes { try roll() }
        try write(entries)
        segment.end.seq += UInt64(entries.count)
        isSealed = false
    }

    /// Writes an empty group, so that rot in the group before it is not mistaken for a write that was cut off. Nothing
    /// happens if there is nothing to seal. Fails as `append`.
    public func seal() throws(JournalFault) {
        if let refusal { throw refusal }
        if isSealed { return }
        try write([])
        isSealed = true
    }

    /// Seals and answers how far the journal has come: what a backup may copy. Fails as `append`.
    public func sealedPoint() throws(JournalFault) -> SealedPoint {
        try seal()
        return SealedPoint(segment)
    }

    /// The last line that is on the disk, be it sealed or not.
    public var head: SealedPoint { SealedPoint(segment) }

    /// Whether there is room again for the group that was refused and a megabyte, and so many bytes more. To be asked now
    /// and then after `.diskFull`.
    public func hasRoom(beside bytes: Int64 = 0) -> Bool {
        Probe(directory: directory, bytes: needed + 1 << 20 + bytes).succeeds()
    }

    /// Tells the journal that its disk has failed elsewhere, in a snapshot: it refuses every further write, as after a
    /// failed sync of its own.
    public func fail(_ fault: JournalFault) {
        if refusal == nil { refusal = fault }
    }

    /// Says who holds the lock, in one line. Best effort.
    public func updateHolder(_ line: [UInt8]) {
        if !isClosed { lock.write(line) }
    }

    /// The line of the process that has a data directory open; nil if none has. Disturbs nobody.
    public static func holder(of path: String, disk: Disk = .live) -> String? {
        Lock.holder(of: DataDirectory(path: path, disk: disk))
    }

    /// Seals, writes `END`, closes and releases the lock, which it does even if the seal fails. What failed before is not
    /// said again. Fails with `.unusable` or `.diskFull` if all is well but the new `END`: the old one is there, or none.
    public func close() throws(JournalFault) {
        if isClosed { return }
        defer {
            isClosed = true
            segment.file.close()
            lock.release()
            refusal = .unusable(path: directory.path, call: "write after close", errno: EBADF)
        }
        if refusal != nil { return }
        try seal()
        try harmless { () throws(CallFailure) in try directory.writeEnd(SealedPoint(segment)) }
    }

    /// Begins a new segment. After a failure the old one goes on, unless nobody knows what is on the disk.
    func roll() throws(JournalFault) {
        if let refusal { throw refusal }
        if segment.isEmpty { return }
        let next: Segment
        do {
            next = try Segment.create(directory, store: storeID, number: segment.number + 1, after: segment.end)
        } catch {
            throw refuse(after: error)
        }
        segment.file.close()
        segment = next
        isSealed = true
    }

    /// Remembers a failure after which nothing more may be written.
    func refuse(after fault: JournalFault) -> JournalFault {
        if case .failed = fault { refusal = fault }
        return fault
    }

    private func write(_ entries: [[UInt8]]) throws(JournalFault) {
        if let refusal { throw refusal }
        let sum = Record.encode(entries, after: segment.end.sum, into: &line)
        defer { if line.capacity > 1 << 20 { line = [] } }
        let written: Int
        do {
            written = try line.withBytes { (line) throws(CallFailure) -> Int in
                try segment.file.write(line, at: segment.length)
            }
        } catch {
            guard error.isFull else { throw refuse(after: error.fatal) }
            throw try takeBack()
        }
        guard written == line.count else { throw try takeBack() }
        let begin = ContinuousClock.now
        do { try segment.file.syncData() } catch { throw refuse(after: error.fatal) }
        lastSync = ContinuousClock.now - begin
        segment.length += Int64(written)
        segment.end.sum = sum
        bytesSinceSnapshot += written
    }

    /// Cuts off what a write without enough room has left.
    private func takeBack() throws(JournalFault) -> JournalFault {
        needed = Int64(line.count)
        do {
            try segment.file.truncate(to: segment.length)
            // The next group may begin a segment: behind a header, what was cut off must not come back.
            try segment.file.sync()
        } catch {
            throw refuse(after: error.fatal)
        }
        return .diskFull(path: segment.file.path)
    }
}
