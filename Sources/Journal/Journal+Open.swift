extension Journal {
    /// Opens a data directory, or makes one: lock, check, the newest snapshot that verifies, replay, and only then
    /// set aside what was cut off.
    ///
    /// - Parameters:
    ///   - path: the data directory. It is made if it is missing, with those above it.
    ///   - storeID: the id for a new store; called only to make one.
    ///   - expected: the only id that a store which is there may have; nil for any.
    ///   - holder: the line for `LOCK`, such as `{"pid":…}`.
    ///   - now: milliseconds since 1970.
    ///   - snapshotLine: takes each line of the snapshot, without its line end.
    ///   - snapshotEnd: called behind the last line of the snapshot, if there is one.
    ///   - group: takes the `[…]` of a group with entries, and answers the `seq`s in it.
    ///
    /// Fails with `.locked`, `.insecureMode`, `.foreign`, `.otherStore`, `.newerFormat` or `.damaged`, and then nothing was
    /// changed;
    /// with `.damaged` also if one of the last three throws, which can be an `UndecodableLine`; with `.unusable`, `.diskFull` or `.failed` if a call
    /// to the system fails.
    public static func open(
        _ path: String,
        disk: Disk = .live,
        options: Options = Options(),
        storeID: () -> String,
        expecting expected: String? = nil,
        holder: [UInt8],
        now: @escaping @Sendable () -> Int64,
        snapshotLine: (ArraySlice<UInt8>) throws -> Void,
        snapshotEnd: () throws -> Void = {},
        group: (ArraySlice<UInt8>) throws -> ClosedRange<UInt64>
    ) throws(JournalFault) -> sending (Journal, Recovery) {
        let directory = DataDirectory(path: path, disk: disk)
        // In a directory that is refused, not even LOCK is made.
        if try harmless({ () throws(CallFailure) in try disk.find(directory.lock) }) == nil {
            _ = try directory.inspect()
            try directory.makeDirectories()
        }
        let lock = try Lock(directory)
        let opened: Opened
        do throws(JournalFault) {
            if let store = try directory.inspect() {
                if let expected, store != expected {
                    throw JournalFault.otherStore(path: directory.path, store: store, expected: expected)
                }
                var replay = Replay(directory, store: store, opensAtEnd: options.opensAtEnd)
                let last = try replay.run(snapshotLine: snapshotLine, snapshotEnd: snapshotEnd, group: group)
                let segment = try Repair(directory: directory, now: now()).run(&replay, last)
                opened = Opened(
                    store: store,
                    segment: segment,
                    recovery: replay.recovery,
                    bytes: replay.bytes,
                    isSealed: last.end.isSealed
                )
            } else {
                let store = storeID()
                let segment = try directory.create(store: store)
                opened = Opened(store: store, segment: segment, recovery: Recovery(isNew: true), bytes: 0)
            }
        } catch {
            lock.abandon()
            throw error
        }
        lock.write(holder)
        let journal = Journal(
            directory: directory,
            lock: lock,
            options: options,
            now: now,
            storeID: opened.store,
            segment: opened.segment,
            bytesSinceSnapshot: opened.bytes,
            isSealed: opened.isSealed
        )
        return (journal, opened.recovery)
    }

    private struct Opened {
        var store: String
        var segment: Segment
        var recovery: Recovery
        var bytes: Int
        var isSealed = true
    }
}

/// A line of a snapshot that its taker found wrong, be it after later ones were given.
public struct UndecodableLine: Error, Hashable, Sendable {
    /// Its number among the lines of the state, from 0.
    public let line: Int
    public let reason: String

    public init(line: Int, reason: String) {
        self.line = line
        self.reason = reason
    }
}
