/// Writes the segments of a new data directory, line by line, as they follow each other.
struct JournalCopy {
    private let directory: DataDirectory
    private let store: String
    private var output: FileOutput?
    private var number: UInt64 = 0
    private var isSealed = true
    /// What the next line follows.
    private(set) var end = Position(seq: 0, sum: .none)

    init(_ directory: DataDirectory, store: String) {
        self.directory = directory
        self.store = store
    }

    /// Begins a segment with the one header that is right for its place.
    mutating func begin(_ number: UInt64, after start: Position) throws(JournalFault) {
        _ = try output?.finish()
        output = try FileOutput(directory.segment(number), disk: directory.disk)
        self.number = number
        let header = Segment.header(store: store, number: number, after: start)
        try put(header.line, Position(seq: start.seq, sum: header.sum), isSeal: true)
    }

    /// A line as it was, without its end.
    mutating func add(_ line: ArraySlice<UInt8>, end: Position, isSeal: Bool) throws(JournalFault) {
        try put(line + [Format.newline], end, isSeal: isSeal)
    }

    /// A group of its own.
    mutating func add(_ entries: [[UInt8]]) throws(JournalFault) {
        var line: [UInt8] = []
        let sum = Record.encode(entries, after: end.sum, into: &line)
        try put(line, Position(seq: end.seq + UInt64(entries.count), sum: sum), isSeal: entries.isEmpty)
    }

    /// Seals and ends the last segment; durable but for the names. Answers the place that was reached.
    mutating func finish() throws(JournalFault) -> SealedPoint {
        if !isSealed { try add([]) }
        let length = output?.length ?? 0
        _ = try output?.finish()
        output = nil
        return SealedPoint(seq: end.seq, segment: number, bytes: length, sum: end.sum.text)
    }

    private mutating func put(
        _ line: some Collection<UInt8>,
        _ end: Position,
        isSeal: Bool
    ) throws(JournalFault) {
        try output?.put(line)
        self.end = end
        isSealed = isSeal
    }
}
