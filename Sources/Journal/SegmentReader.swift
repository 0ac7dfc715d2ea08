internal import Glibc

/// Reads one segment from its start and says where it ends.
struct SegmentReader {
    let directory: DataDirectory
    let store: String
    let number: UInt64
    /// No segment comes after it, so that a write can have been cut off at its end.
    let isLast: Bool
    /// The place up to which this segment was written when the journal was closed; nil if that was in another one.
    var reached: SealedPoint?

    /// What was found.
    struct End {
        var position: Position
        /// The bytes of the header and of the whole lines after it; 0 if the header itself was cut off.
        var length: Int64
        var headerLength: Int64
        var groups = 0
        var isSealed = true
        /// Where a write that was cut off begins.
        var torn: Int64?
    }

    /// Gives each group's entries to `group`. Fails with `.damaged` where a line is not what was written, `.unusable`
    /// if it cannot be read.
    func read(
        after start: Position,
        group: (ArraySlice<UInt8>) throws -> ClosedRange<UInt64>
    ) throws(JournalFault) -> End {
        let path = directory.segment(number)
        let file = try harmless { () throws(CallFailure) in try directory.disk.file(path, O_RDONLY) }
        defer { file.close() }
        // After a failed sync the kernel may take pages for written that are not on the disk, and no later sync writes
        // them: what they hold must not be shown. Only the last segment can have such pages.
        if isLast { directory.disk.forget(file.descriptor) }
        let header = Segment.header(store: store, number: number, after: start)
        let headerLength = Int64(header.line.count)
        var reader = LineReader(file)
        var end = End(
            position: Position(seq: start.seq, sum: header.sum),
            length: headerLength,
            headerLength: headerLength
        )
        let first = try next(&reader)
        guard let first, first.isEnded, first.bytes.elementsEqual(header.line.dropLast()) else {
            try checkTornHeader(first, reader: &reader, expected: header.line)
            return End(position: start, length: 0, headerLength: headerLength, torn: 0)
        }
        try checkReached(end, after: 0)
        while let line = try next(&reader) {
            let record = line.isEnded ? line.bytes.withUnsafeBytes { Record(verifying: $0) } : nil
            guard let record else {
                try checkTorn(line, reader: &reader)
                if let reached, line.offset < reached.bytes {
                    throw damaged(line, "it is not what was written; " + isMissing(reached))
                }
                end.torn = line.offset
                break
            }
            guard record.prev == end.position.sum else {
                throw damaged(line, "its prev is not the sum of the line before it")
            }
            if !record.isSeal {
                let first = line.bytes.startIndex
                let entries = line.bytes[(first + record.entries.lowerBound)..<(first + record.entries.upperBound)]
                end.position.seq = try last(of: entries, after: end.position.seq, line, group)
                end.groups += 1
            }
            end.position.sum = record.sum
            end.isSealed = record.isSeal
            end.length = reader.offset
            try checkReached(end, after: line.offset)
        }
        if let reached, end.length < reached.bytes {
            throw .damaged(file: path, offset: end.length, reason: "it ends there; " + isMissing(reached))
        }
        return end
    }

    /// Whether the line that ends where the journal had come to is the one that was there.
    private func checkReached(_ end: End, after offset: Int64) throws(JournalFault) {
        guard let reached, offset < reached.bytes, end.length >= reached.bytes else { return }
        guard end.length == reached.bytes, end.position.seq == reached.seq, end.position.sum.text == reached.sum else {
            let reason = "it is not the line with which, says END, the journal was closed (seq \(reached.seq))"
            throw .damaged(file: directory.segment(number), offset: offset, reason: reason)
        }
    }

    private func isMissing(_ reached: SealedPoint) -> String {
        "END says that the journal had come to byte \(reached.bytes) of it (seq \(reached.seq)) when it was closed"
    }

    /// The last `seq` of a group that begins right after `seq`.
    private func last(
        of entries: ArraySlice<UInt8>,
        after seq: UInt64,
        _ line: LineReader.Line,
        _ group: (ArraySlice<UInt8>) throws -> ClosedRange<UInt64>
    ) throws(JournalFault) -> UInt64 {
        let seqs: ClosedRange<UInt64>
        do { seqs = try group(entries) } catch { throw damaged(line, "\(error)") }
        guard seqs.lowerBound == seq + 1 else {
            throw damaged(line, "its first seq is \(seqs.lowerBound) where \(seq + 1) was due")
        }
        return seqs.upperBound
    }

    /// Returns if a bad line can be what is left of the last write: one line, the last one, in the last segment.
    func checkTorn(_ line: LineReader.Line, reader: inout LineReader) throws(JournalFault) {
        guard isLast else { throw damaged(line, "it is not what was written, and another segment follows") }
        let holdsRecord = line.bytes.withUnsafeBytes { bytes in
            // A write that stopped before its line end, or a last byte that rotted: a legal end all the same.
            if !line.isEnded, endsWithRecord(bytes) { return false }
            return Record.stands(within: bytes)
        }
        if holdsRecord { throw damaged(line, "it is not what was written, and it holds a line that is") }
        if try next(&reader) != nil { throw damaged(line, "it is not what was written, and more lines follow") }
    }

    private func endsWithRecord(_ bytes: UnsafeRawBufferPointer) -> Bool {
        Record(verifying: bytes) != nil || Record(verifying: UnsafeRawBufferPointer(rebasing: bytes.dropLast())) != nil
    }

    /// Returns if a bad header can be what is left of making the segment: nothing longer than the header is there, and
    /// a segment was there before it.
    func checkTornHeader(
        _ line: LineReader.Line?,
        reader: inout LineReader,
        expected: [UInt8]
    ) throws(JournalFault) {
        let found = line ?? LineReader.Line(bytes: [], offset: 0, number: 1, isEnded: false)
        if let version = Format.fields(of: found.bytes)?.version, version > Format.version, hasItsSum(found.bytes) {
            throw .newerFormat(path: directory.segment(number), version: version)
        }
        let reason = "it is not the header that belongs here, \(String(decoding: expected.dropLast(), as: UTF8.self))"
        let isCutOff = expected.starts(with: found.bytes) || !hasItsSum(found.bytes)
        guard isLast, reached == nil, number > 1, found.bytes.count <= expected.count, isCutOff else {
            throw damaged(found, reason)
        }
        if line != nil, try next(&reader) != nil { throw damaged(found, reason) }
    }

    /// A header that is whole, though not the one that belongs here, was not cut off.
    private func hasItsSum(_ header: ArraySlice<UInt8>) -> Bool {
        let tail = Array(#","sum":""#.utf8).count + Sum.count + 2
        guard header.count > tail else { return false }
        let sum = header.dropLast(tail).withUnsafeBytes { Sum(of: $0) }
        return header.suffix(tail).elementsEqual(#","sum":"\#(sum.text)"}"#.utf8)
    }

    private func next(_ reader: inout LineReader) throws(JournalFault) -> LineReader.Line? {
        do { return try reader.next() } catch { throw error.fault }
    }

    private func damaged(_ line: LineReader.Line, _ reason: String) -> JournalFault {
        .damaged(file: directory.segment(number), offset: line.offset, reason: "line \(line.number): \(reason)")
    }
}
