import Councils
import Crypto
import HashTreeCollections
public import Journal

/// The state of a data directory or a backup as it stands on the disk, for tools: no lock is taken and nothing changed.
/// Unlike a ``Store`` it gives whole values away, to whoever may read the directory anyway.
public struct StoredState: Sendable {
    public let storeID: String
    private let state: State

    /// The last entry that is in it.
    public var seq: UInt64 { state.seq }

    /// How many values each table has.
    public var counts: [(table: String, count: Int)] { state.counts }

    /// The tables, in the order of their lines.
    public static var tables: [String] { State.tables.map(\.name) }

    /// Reads it. Every value is decoded, so that one that cannot be is found. Fails as `Store.open` does, but for the lock.
    public init(reading path: String, disk: Disk = .live) throws(JournalFault) {
        var attempts = 5
        while true {
            attempts -= 1
            do throws(JournalFault) {
                let loader = Loader()
                let found = try Journal.read(
                    path,
                    disk: disk,
                    snapshotLine: loader.line,
                    snapshotEnd: loader.endOfLines,
                    group: loader.group
                )
                storeID = found.storeID
                state = loader.finish(seq: found.seq)
                return
            } catch {
                // A server that has it may have removed what was about to be read.
                guard attempts > 0, Journal.holder(of: path, disk: disk) != nil else { throw error }
            }
        }
    }

    /// SHA-256 over all lines, each with a line end: table by table, in the order of their ids. Two directories that
    /// hold the same have the same.
    public var hash: String {
        var hasher = SHA256()
        lines { line in
            hasher.update(data: line)
            hasher.update(data: [UInt8(ascii: "\n")])
        }
        return hasher.finalize().map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    /// Gives away the state line by line, as JSON: `{"op":"put","table":…,"id":…,"version":…,"value":…}` for each value,
    /// `{"op":"delete",…}` for what is left of a deleted one.
    ///
    /// - Parameter tables: nil for all.
    public func lines<Failure>(
        of tables: Set<String>? = nil,
        _ write: (_ line: [UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        for table in State.tables where tables?.contains(table.name) ?? true {
            var written: Result<Void, Failure> = .success(())
            table.orderedLines(state) { line in
                do throws(Failure) {
                    try write(line)
                    return true
                } catch {
                    written = .failure(error)
                    return false
                }
            }
            try written.get()
        }
    }
}

extension Table {
    /// The ids of all values and of those that were deleted, in the order of their bytes.
    var orderedIDs: [ID<Value>] {
        (Array(records.keys) + Array(tombstones.keys)).sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
    }
}
