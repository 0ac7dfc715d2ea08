extension Journal {
    /// Reads a data directory or a backup as `open` does, without its lock and without changing anything: also while a
    /// process has it. A group that is being written is not there yet.
    public static func read(
        _ path: String,
        disk: Disk = .live,
        snapshotLine: (ArraySlice<UInt8>) throws -> Void,
        snapshotEnd: () throws -> Void = {},
        group: (ArraySlice<UInt8>) throws -> ClosedRange<UInt64>
    ) throws(JournalFault) -> (storeID: String, seq: UInt64, recovery: Recovery) {
        let directory = DataDirectory(path: path, disk: disk)
        guard let store = try directory.inspect() else { throw .foreign(path: directory.path) }
        var replay = Replay(directory, store: store)
        let last = try replay.run(snapshotLine: snapshotLine, snapshotEnd: snapshotEnd, group: group)
        return (store, last.end.position.seq, replay.recovery)
    }
}
