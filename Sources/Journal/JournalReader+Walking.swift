extension JournalReader {
    /// Gives the groups in which the numbers of a range stand, the oldest first and each once. Those of segments that were
    /// removed are not there any more.
    ///
    /// The last number must be one whose `append` has returned. Other searches go on meanwhile.
    ///
    /// Fails as ``group(of:)``, and with what `take` throws as `.damaged`.
    public func groups(of seqs: ClosedRange<UInt64>, _ take: (Group) throws -> Void) throws(JournalFault) {
        var catalog = SegmentCatalog(directory, store: store)
        var found = try catalog.segment(of: seqs.lowerBound)
        if found == nil { found = try catalog.oldest() }
        guard var number = found else { return }
        while try groups(of: seqs, in: directory.segment(number), take) { number += 1 }
    }

    /// Whether the range may go on in the next segment.
    private func groups(
        of seqs: ClosedRange<UInt64>,
        in path: String,
        _ take: (Group) throws -> Void
    ) throws(JournalFault) -> Bool {
        guard let file = try harmless({ () throws(CallFailure) in try directory.disk.file(ifThere: path) }) else {
            return false
        }
        defer { file.close() }
        var index = SegmentIndex()
        let start = try harmless { () throws(CallFailure) in try index.line(of: seqs.lowerBound, in: file)?.offset }
        var reader = LineReader(file, at: start ?? 0)
        // A line without its end is being written: it is behind the range.
        while let line = try harmless({ () throws(CallFailure) in try reader.next() }), line.isEnded {
            switch Record.head(of: line.bytes) {
            case .seal: continue
            case .other where line.offset == 0: continue
            case .group(let first) where first > seqs.upperBound: return false
            case .group, .other: break
            }
            guard let record = line.bytes.withUnsafeBytes({ Record(verifying: $0) }) else {
                throw .damaged(file: path, offset: line.offset, reason: "the line is not what was written")
            }
            let entries = Array(line.bytes.dropFirst(record.entries.lowerBound).prefix(record.entries.count))
            do {
                try take(Group(entries: entries, file: path, offset: line.offset))
            } catch {
                throw .damaged(file: path, offset: line.offset, reason: "\(error)")
            }
        }
        return true
    }
}
