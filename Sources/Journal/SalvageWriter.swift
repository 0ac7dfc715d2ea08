internal import Glibc

/// Goes through a damaged journal a second time: what becomes part of the new one is copied, all else set aside.
struct SalvageWriter {
    private let part: SalvagedPart
    private let survey: Survey
    private let directory: DataDirectory
    private var copy: JournalCopy
    private(set) var end = SealedPoint(seq: 0, segment: 0, bytes: 0, sum: "")
    private(set) var setAside: [Salvage.SetAside] = []
    private(set) var damaged: [Salvage.Bytes] = []
    /// The file of whole lines that is being written.
    private var lines: (output: FileOutput, path: String, seqs: ClosedRange<UInt64>)?

    init(_ part: SalvagedPart, _ survey: Survey, _ directory: DataDirectory) {
        self.part = part
        self.survey = survey
        self.directory = directory
        copy = JournalCopy(directory, store: survey.store)
    }

    mutating func run(_ decoder: LineDecoder, _ progress: WorkProgress) throws(JournalFault) {
        if part.stretch == nil, let snapshot = part.snapshots.last {
            try copy.begin(snapshot.segment, after: Position(seq: snapshot.seq, sum: snapshot.follows))
        }
        let walk = ChainWalk(
            directory: survey.directory,
            store: survey.store,
            segments: survey.segments,
            decoder: decoder
        )
        var writer = self
        try walk.run { step throws(JournalFault) in
            progress.add(Int64(step.line.bytes.count + 1))
            try writer.take(step)
            return true
        }
        try writer.endLines()
        writer.end = try writer.copy.finish()
        self = writer
    }

    private mutating func take(_ step: ChainWalk.Step) throws(JournalFault) {
        let isPart = part.holds(step.segment, step.line.offset)
        switch step.content {
        case .header:
            guard isPart, let start = survey.headers[step.segment] else { return }
            try copy.begin(step.segment, after: start)
        case .group(let entries):
            if isPart, let end = step.end {
                try copy.add(step.line.bytes, end: end, isSeal: entries.isEmpty)
            } else if let first = entries.first, let last = entries.last {
                try keep(step, first.seq...last.seq)
            }
        case .badHeader(let start):
            try keepDamaged(step)
            if isPart { try copy.begin(step.segment, after: start) }
        case .damaged, .torn: try keepDamaged(step)
        case .unreadable: return
        }
    }

    /// Appends a whole line to the file of its stretch.
    private mutating func keep(_ step: ChainWalk.Step, _ seqs: ClosedRange<UInt64>) throws(JournalFault) {
        if !step.isLinked || lines == nil {
            try endLines()
            let path = directory.quarantine + "/entries-from-\(seqs.lowerBound)-\(place(step)).ndjson"
            lines = (try FileOutput(path, disk: directory.disk), path, seqs)
        }
        try lines?.output.put(step.line.bytes + [Format.newline])
        if let known = lines?.seqs { lines?.seqs = known.lowerBound...max(known.upperBound, seqs.upperBound) }
    }

    private mutating func endLines() throws(JournalFault) {
        guard let open = lines else { return }
        lines = nil
        _ = try open.output.finish()
        setAside.append(Salvage.SetAside(seqs: open.seqs, path: open.path))
    }

    private mutating func keepDamaged(_ step: ChainWalk.Step) throws(JournalFault) {
        guard !step.line.bytes.isEmpty else { return }
        let path = directory.quarantine + "/\(place(step)).damaged"
        let output = try FileOutput(path, disk: directory.disk)
        try output.put(step.line.bytes + (step.line.isEnded ? [Format.newline] : []))
        _ = try output.finish()
        let file = survey.directory.segment(step.segment)
        damaged.append(Salvage.Bytes(file: file, range: step.line.offset..<step.endOffset, copy: path))
    }

    private func place(_ step: ChainWalk.Step) -> String {
        "segment-\(FileName.numbered(step.segment).dropLast(FileName.suffix.count))-byte-\(step.line.offset)"
    }
}
