internal import Glibc

/// Which segment holds a `seq`, known from the headers.
struct SegmentCatalog: Sendable {
    private let directory: DataDirectory
    private let store: String
    /// The segments that are there: without a gap, the oldest may go, newer ones come.
    private var numbers: ClosedRange<UInt64>?
    private var firstSeqs: [UInt64: UInt64] = [:]

    init(_ directory: DataDirectory, store: String) {
        self.directory = directory
        self.store = store
    }

    /// The segment that a `seq` stands in; nil if it has been removed. The `seq` must be one that is on the disk.
    mutating func segment(of seq: UInt64) throws(JournalFault) -> UInt64? {
        try look()
        guard let numbers else { return nil }
        var (low, high) = (numbers.lowerBound, numbers.upperBound)
        while low <= high {
            let middle = low + (high - low + 1) / 2
            guard let first = try firstSeq(of: middle) else {
                forget(middle)
                low = middle + 1
                continue
            }
            if first > seq {
                high = middle - 1
            } else if low == high {
                return low
            } else {
                low = middle
            }
        }
        return nil
    }

    /// The first segment that is still there.
    mutating func oldest() throws(JournalFault) -> UInt64? {
        try look()
        return numbers?.lowerBound
    }

    /// A segment was removed, and so were those before it.
    mutating func forget(_ number: UInt64) {
        guard let numbers, number >= numbers.lowerBound else { return }
        self.numbers = number < numbers.upperBound ? number + 1...numbers.upperBound : nil
        firstSeqs = firstSeqs.filter { $0.key > number }
    }

    /// Lists them once; later, asks for newer ones.
    private mutating func look() throws(JournalFault) {
        if numbers == nil {
            let found = try harmless { () throws(CallFailure) in try directory.numbers(in: directory.journal) }
            guard let first = found.first, var last = found.last else { return }
            // The header of the newest may be on its way: no group stands behind it yet.
            if last > first, try header(of: last) == nil { last -= 1 }
            numbers = first...last
        }
        while let numbers, let first = try header(of: numbers.upperBound + 1) {
            firstSeqs[numbers.upperBound + 1] = first
            self.numbers = numbers.lowerBound...numbers.upperBound + 1
        }
    }

    /// Nil if the segment is not there.
    private mutating func firstSeq(of number: UInt64) throws(JournalFault) -> UInt64? {
        if let known = firstSeqs[number] { return known }
        guard let first = try header(of: number) else {
            let path = directory.segment(number)
            if try harmless({ () throws(CallFailure) in try directory.disk.find(path) }) == nil { return nil }
            throw .damaged(file: path, offset: 0, reason: "its header is not the one that belongs here")
        }
        firstSeqs[number] = first
        return first
    }

    /// The `firstSeq` of a header that is whole; nil if there is none.
    private func header(of number: UInt64) throws(JournalFault) -> UInt64? {
        let path = directory.segment(number)
        let start = try harmless { () throws(CallFailure) -> [UInt8]? in
            guard let file = try directory.disk.file(ifThere: path) else { return nil }
            defer { file.close() }
            return try file.read(4096, at: 0)
        }
        guard let start, let end = start.firstIndex(of: Format.newline) else { return nil }
        return Segment.firstSeq(inHeader: Array(start[..<end]), store: store, number: number)
    }
}

extension Disk {
    /// Opens a file to read it; nil if there is none.
    func file(ifThere path: String) throws(CallFailure) -> File? {
        do { return try file(path, O_RDONLY) } catch {
            if error.errno == ENOENT { return nil }
            throw error
        }
    }
}
