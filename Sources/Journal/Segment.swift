internal import Glibc

/// A place in the chain: the last `seq` before it, and the sum that the next line follows.
struct Position: Hashable, Sendable {
    var seq: UInt64
    var sum: Sum
}

/// The segment that is being written.
struct Segment: Sendable {
    let number: UInt64
    /// What its header follows.
    let start: Position
    let file: File
    /// The bytes of its header.
    let headerLength: Int64
    /// The bytes that are known to be on the disk: header and whole lines.
    var length: Int64
    /// What the next line follows.
    var end: Position

    /// No line in it but the header.
    var isEmpty: Bool { length == headerLength }

    /// The first line with its line end, and its sum, which the first group follows. There is only one right header
    /// for a place in the chain, so reading one is comparing bytes.
    static func header(store: String, number: UInt64, after start: Position) -> (line: [UInt8], sum: Sum) {
        var line = Array(
            """
            {"format":"kyogikai-journal","version":\(Format.version),"store":\(Format.quoted(store)),\
            "segment":\(number),"firstSeq":\(start.seq + 1),"follows":"\(start.sum.text)"
            """.utf8
        )
        let sum = line.withUnsafeBytes { Sum(of: $0) }
        line += Array(#","sum":"\#(sum.text)"}"#.utf8)
        line.append(Format.newline)
        return (line, sum)
    }

    /// What a whole header follows, read from itself; nil unless it is exactly what `header` writes.
    static func start(header line: ArraySlice<UInt8>, store: String, number: UInt64) -> Position? {
        guard let fields = Format.fields(of: line), let firstSeq = fields.firstSeq, firstSeq > 0,
            let follows = fields.follows.flatMap(Sum.init(text:))
        else { return nil }
        let start = Position(seq: firstSeq - 1, sum: follows)
        return header(store: store, number: number, after: start).line.dropLast().elementsEqual(line) ? start : nil
    }

    /// A new segment, durable when this returns. What fails is thrown with whether the disk is still known.
    static func create(
        _ directory: DataDirectory,
        store: String,
        number: UInt64,
        after start: Position
    ) throws(JournalFault) -> Segment {
        let path = directory.segment(number)
        let file = try harmless { () throws(CallFailure) in
            try directory.disk.file(path, O_RDWR | O_CREAT | O_EXCL)
        }
        let (line, sum) = header(store: store, number: number, after: start)
        do {
            try file.writeAll(line, at: 0)
        } catch {
            file.close()
            // If it stayed, it would contradict the next line of the segment before it.
            try decisive { () throws(CallFailure) in
                try directory.disk.remove(path)
                try directory.disk.syncDirectory(directory.journal)
            }
            throw error.fault
        }
        do {
            try file.sync()
            try directory.disk.syncDirectory(directory.journal)
        } catch {
            file.close()
            throw error.fatal
        }
        let length = Int64(line.count)
        return Segment(
            number: number,
            start: start,
            file: file,
            headerLength: length,
            length: length,
            end: Position(seq: start.seq, sum: sum)
        )
    }
}
