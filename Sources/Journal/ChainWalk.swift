internal import Glibc

/// Goes through all segments of a journal from the first that is there, line by line, and goes on where one is not what
/// was written. Changes nothing.
struct ChainWalk {
    let directory: DataDirectory
    let store: String
    let segments: [UInt64]
    let decoder: LineDecoder

    /// One line, or a segment that cannot be read.
    struct Step {
        let segment: UInt64
        let line: LineReader.Line
        let content: Content
        /// It follows what came before it, or is the first of all.
        let isLinked: Bool
        /// What is wrong here: with the line, or with its following the one before.
        var fault: JournalFault?
        /// What the next line follows; nil if nobody knows.
        let end: Position?
        /// The sum of a whole group.
        var sum: Sum?

        /// The byte of the segment after it.
        var endOffset: Int64 { line.offset + Int64(line.bytes.count) + (line.isEnded ? 1 : 0) }
    }

    enum Content {
        case header
        /// In the place of a header, and not one; what it follows is known, and so what it must have been.
        case badHeader(after: Position)
        /// A group, whole on its own; without entries for a seal.
        case group([EntryPlace])
        /// Not a line that was written.
        case damaged
        /// What can be left of a write that was cut off: the last thing in the last segment.
        case torn
        /// A segment that is not there or cannot be read; `line` is where reading ended.
        case unreadable
    }

    /// Calls `visit` for each line, until it answers false. Fails with what `visit` throws, and with `.newerFormat`.
    func run(_ visit: (Step) throws(JournalFault) -> Bool) throws(JournalFault) {
        var position: Position? = segments.first == 1 ? Position(seq: 0, sum: .none) : nil
        var isStart = true
        var previous: UInt64?
        for number in segments {
            if let previous, number != previous + 1 {
                position = nil
                let fault = damaged(previous + 1, at: 0, "it is missing, and later ones are not")
                if try !visit(unreadable(previous + 1, at: 0, fault)) { return }
            }
            previous = number
            let file: File
            do { file = try directory.disk.file(directory.segment(number), O_RDONLY) } catch {
                position = nil
                isStart = false
                if try !visit(unreadable(number, at: 0, error.fault)) { return }
                continue
            }
            defer { file.close() }
            var reader = LineReader(file)
            do {
                guard try read(number, &reader, &position, &isStart, visit) else { return }
            } catch let failure as CallFailure {
                position = nil
                if try !visit(unreadable(number, at: reader.offset, failure.fault)) { return }
            } catch let fault as JournalFault {
                throw fault
            } catch {
                throw damaged(number, at: reader.offset, "\(error)")
            }
        }
    }

    /// One segment. False if `visit` has seen enough.
    private func read(
        _ number: UInt64,
        _ reader: inout LineReader,
        _ position: inout Position?,
        _ isStart: inout Bool,
        _ visit: (Step) throws(JournalFault) -> Bool
    ) throws -> Bool {
        let segment = SegmentReader(
            directory: directory,
            store: store,
            number: number,
            isLast: number == segments.last
        )
        guard let first = try reader.next() else {
            let empty = LineReader.Line(bytes: [], offset: 0, number: 1, isEnded: false)
            return try visit(badHeader(empty, segment, reader, &position))
        }
        var step = try header(first, segment, reader, &position, isStart: isStart)
        isStart = false
        while true {
            guard try visit(step) else { return false }
            position = step.end
            guard let line = try reader.next() else { return true }
            step = try group(line, segment, reader, position)
        }
    }

    private func header(
        _ line: LineReader.Line,
        _ segment: SegmentReader,
        _ reader: LineReader,
        _ position: inout Position?,
        isStart: Bool
    ) throws -> Step {
        guard line.isEnded, let start = Segment.start(header: line.bytes, store: store, number: segment.number) else {
            return try badHeader(line, segment, reader, &position)
        }
        let isLinked = position == start || isStart && position == nil
        let end = Position(seq: start.seq, sum: Segment.header(store: store, number: segment.number, after: start).sum)
        var step = Step(segment: segment.number, line: line, content: .header, isLinked: isLinked, end: end)
        if position != nil, !isLinked {
            step.fault = damaged(segment.number, line, "it does not follow the last line of the segment before it")
        }
        return step
    }

    private func badHeader(
        _ line: LineReader.Line,
        _ segment: SegmentReader,
        _ reader: LineReader,
        _ position: inout Position?
    ) throws -> Step {
        let expected = position ?? Position(seq: 0, sum: .none)
        let header = Segment.header(store: store, number: segment.number, after: expected)
        var ahead = reader
        var fault: JournalFault?
        do throws(JournalFault) {
            try segment.checkTornHeader(line, reader: &ahead, expected: header.line)
            if position == nil { fault = damaged(segment.number, line, "it is not a segment's header") }
        } catch {
            if case .newerFormat = error { throw error }
            fault = position == nil ? damaged(segment.number, line, "it is not a segment's header") : error
        }
        guard fault != nil, let start = position else {
            let content: Content = fault == nil ? .torn : .damaged
            return Step(
                segment: segment.number,
                line: line,
                content: content,
                isLinked: false,
                fault: fault,
                end: nil
            )
        }
        return Step(
            segment: segment.number,
            line: line,
            content: .badHeader(after: start),
            isLinked: true,
            fault: fault,
            end: Position(seq: start.seq, sum: header.sum)
        )
    }

    private func group(
        _ line: LineReader.Line,
        _ segment: SegmentReader,
        _ reader: LineReader,
        _ position: Position?
    ) throws -> Step {
        let number = segment.number
        let record = line.isEnded ? line.bytes.withUnsafeBytes { Record(verifying: $0) } : nil
        guard let record else {
            var ahead = reader
            var fault: JournalFault?
            do throws(JournalFault) { try segment.checkTorn(line, reader: &ahead) } catch { fault = error }
            let content: Content = fault == nil ? .torn : .damaged
            return Step(segment: number, line: line, content: content, isLinked: false, fault: fault, end: nil)
        }
        var entries: [EntryPlace] = []
        if !record.isSeal {
            do { entries = try places(of: record, in: line) } catch {
                let fault = damaged(number, line, "\(error)")
                return Step(segment: number, line: line, content: .damaged, isLinked: false, fault: fault, end: nil)
            }
        }
        let seq = entries.last?.seq ?? position?.seq
        let end = seq.map { Position(seq: $0, sum: record.sum) }
        let follows = position.map { $0.sum == record.prev && entries.first.map(\.seq) ?? $0.seq + 1 == $0.seq + 1 }
        var step = Step(
            segment: number,
            line: line,
            content: .group(entries),
            isLinked: follows ?? false,
            // A seal of another place says no seq.
            end: entries.isEmpty && follows != true ? nil : end
        )
        step.sum = record.sum
        if follows == false {
            step.fault = damaged(number, line, "it does not follow the line before it")
        }
        return step
    }

    private func places(of record: Record, in line: LineReader.Line) throws -> [EntryPlace] {
        let start = line.bytes.startIndex
        let entries = try decoder.entries(
            line.bytes[(start + record.entries.lowerBound)..<(start + record.entries.upperBound)]
        )
        guard !entries.isEmpty, zip(entries, entries.dropFirst()).allSatisfy({ $0.seq + 1 == $1.seq }) else {
            throw BadGroup()
        }
        return entries
    }

    private struct BadGroup: Error, CustomStringConvertible {
        let description = "the numbers of its entries do not follow each other"
    }

    private func unreadable(_ number: UInt64, at offset: Int64, _ fault: JournalFault) -> Step {
        let line = LineReader.Line(bytes: [], offset: offset, number: 0, isEnded: false)
        return Step(segment: number, line: line, content: .unreadable, isLinked: false, fault: fault, end: nil)
    }

    private func damaged(_ number: UInt64, _ line: LineReader.Line, _ reason: String) -> JournalFault {
        damaged(number, at: line.offset, "line \(line.number): \(reason)")
    }

    private func damaged(_ number: UInt64, at offset: Int64, _ reason: String) -> JournalFault {
        .damaged(file: directory.segment(number), offset: offset, reason: reason)
    }
}
