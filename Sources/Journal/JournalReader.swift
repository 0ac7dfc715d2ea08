internal import Glibc
internal import Synchronization

/// Finds what was written before, beside the live journal, in a few reads of bounded size wherever it stands.
///
/// Safe on any thread; one search at a time.
public final class JournalReader: Sendable {
    private struct Known {
        var catalog: SegmentCatalog
        /// Of the segments that were used last, the latest at the end.
        var indexes: [(number: UInt64, index: SegmentIndex)] = []
    }

    /// One group as it was written.
    public struct Group: Hashable, Sendable {
        /// The `[…]` of its line.
        public let entries: [UInt8]
        /// The segment that it stands in.
        public let file: String
        /// Where its line begins there, in bytes.
        public let offset: Int64
    }

    /// So many indexes are kept: about a megabyte in all.
    static let mostIndexes = 64

    let directory: DataDirectory
    let store: String
    private let known: Mutex<Known>

    /// How many are kept now.
    var indexCount: Int { known.withLock { $0.indexes.count } }

    init(_ directory: DataDirectory, store: String) {
        self.directory = directory
        self.store = store
        known = Mutex(Known(catalog: SegmentCatalog(directory, store: store)))
    }

    /// The group that a `seq` stands in; nil if its segment has been removed.
    ///
    /// The `seq` must be one whose `append` has returned. The first search in a segment reads it up to there; later
    /// ones, about 64 KiB and the line.
    ///
    /// Fails with `.damaged` if the line is not what was written, with `.unusable` if it cannot be read.
    public func group(of seq: UInt64) throws(JournalFault) -> Group? {
        try groups(seq) { (index, file) throws(CallFailure) in try index.line(of: seq, in: file).map { [$0] } ?? [] }
            .last
    }

    /// The group that a `seq` stands in and those shortly before it, in their order, for who reads backwards: about as
    /// many as stand in 64 KiB. Empty if the segment has been removed. Otherwise as ``group(of:)``.
    public func groups(upTo seq: UInt64) throws(JournalFault) -> [Group] {
        try groups(seq) { (index, file) throws(CallFailure) in try index.lines(upTo: seq, in: file) }
    }

    private func groups(
        _ seq: UInt64,
        _ search: (inout SegmentIndex, File) throws(CallFailure) -> [SegmentIndex.Line]
    ) throws(JournalFault) -> [Group] {
        try known.withLock { (known) throws(JournalFault) in try groups(seq, &known, search) }
    }

    private func groups(
        _ seq: UInt64,
        _ known: inout Known,
        _ search: (inout SegmentIndex, File) throws(CallFailure) -> [SegmentIndex.Line]
    ) throws(JournalFault) -> [Group] {
        guard seq > 0, let number = try known.catalog.segment(of: seq) else { return [] }
        let path = directory.segment(number)
        guard let file = try harmless({ () throws(CallFailure) in try directory.disk.file(ifThere: path) }) else {
            known.catalog.forget(number)
            return []
        }
        defer { file.close() }
        var index = SegmentIndex()
        if let place = known.indexes.firstIndex(where: { $0.number == number }) {
            index = known.indexes.remove(at: place).index
        }
        let lines = try harmless { () throws(CallFailure) in try search(&index, file) }
        if known.indexes.count == Self.mostIndexes { known.indexes.removeFirst() }
        known.indexes.append((number, index))
        if lines.isEmpty {
            throw .damaged(file: path, offset: 0, reason: "it has no line for seq \(seq), which was written there")
        }
        var groups: [Group] = []
        for line in lines {
            guard let record = line.bytes.withUnsafeBytes({ Record(verifying: $0) }) else {
                let reason = "the line of seq \(seq), or one shortly before it, is not what was written"
                throw .damaged(file: path, offset: line.offset, reason: reason)
            }
            let entries = Array(line.bytes.dropFirst(record.entries.lowerBound).prefix(record.entries.count))
            groups.append(Group(entries: entries, file: path, offset: line.offset))
        }
        return groups
    }
}

extension Journal {
    /// Reads what is on the disk, on other threads, while the journal goes on.
    public func reader() -> JournalReader {
        JournalReader(directory, store: storeID)
    }
}
