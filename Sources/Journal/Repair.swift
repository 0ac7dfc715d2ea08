internal import Glibc

/// Sets aside what a replay has found to be no damage, once all of it is read. The only part of opening that changes
/// anything.
struct Repair {
    let directory: DataDirectory
    /// Milliseconds since 1970, for the names of what is set aside.
    let now: Int64

    private var disk: Disk { directory.disk }

    /// Opens the last segment for writing, cut back to what is whole in it. Everything is durable when this returns:
    /// what a killed process had written and not synced was shown by the replay, too.
    func run(_ replay: inout Replay, _ last: Replay.Last) throws(JournalFault) -> Segment {
        try harmless { () throws(CallFailure) in
            for folder in [directory.snapshots, directory.quarantine] where try disk.find(folder) == nil {
                try disk.makeDirectory(folder)
            }
            try removeUnfinished()
            for (seq, reason) in replay.rejected {
                let name = "snapshot-\(digits(seq))-\(now).damaged"
                let quarantine = try unused(name)
                try disk.move(directory.snapshot(seq), to: quarantine)
                replay.recovery.rejectedSnapshots.append(.init(seq: seq, reason: reason, quarantine: quarantine))
            }
        }
        let path = directory.segment(last.number)
        let file = try harmless { () throws(CallFailure) in try disk.file(path, O_RDWR) }
        do {
            if let torn = last.end.torn {
                replay.recovery.tornTail = try harmless { () throws(CallFailure) in try setAside(file, from: torn) }
            }
            let segment = try cut(file, last, store: replay.store)
            try decisive { () throws(CallFailure) in
                try file.sync()
                for folder in [directory.journal, directory.snapshots, directory.quarantine, directory.path] {
                    try disk.syncDirectory(folder)
                }
            }
            return segment
        } catch {
            file.close()
            throw error
        }
    }

    private func cut(_ file: File, _ last: Replay.Last, store: String) throws(JournalFault) -> Segment {
        var segment = Segment(
            number: last.number,
            start: last.start,
            file: file,
            headerLength: last.end.headerLength,
            length: last.end.length,
            end: last.end.position
        )
        guard last.end.torn != nil else { return segment }
        try decisive { () throws(CallFailure) in
            try file.truncate(to: segment.length)
            if segment.length == 0 {
                let header = Segment.header(store: store, number: last.number, after: last.start)
                try file.writeAll(header.line, at: 0)
                segment.length = segment.headerLength
                segment.end.sum = header.sum
            }
        }
        return segment
    }

    /// Copies the end of a segment, from `offset`.
    private func setAside(_ file: File, from offset: Int64) throws(CallFailure) -> Recovery.TornTail {
        let bytes = (try disk.find(file.path)?.size ?? 0) - offset
        guard bytes > 0 else { return .init(file: file.path, offset: offset, bytes: 0, quarantine: nil) }
        let name = file.path.split(separator: "/").last.map { String($0.dropLast(FileName.suffix.count)) } ?? ""
        let path = try unused("segment-\(name)-byte-\(offset)-\(now).torn")
        let copy = try disk.file(path, O_WRONLY | O_CREAT | O_EXCL)
        defer { copy.close() }
        do {
            var copied: Int64 = 0
            while copied < bytes {
                let chunk = try file.read(Int(min(1 << 20, bytes - copied)), at: offset + copied)
                if chunk.isEmpty { break }
                try copy.writeAll(chunk, at: copied)
                copied += Int64(chunk.count)
            }
            try copy.sync()
            try disk.syncDirectory(directory.quarantine)
        } catch {
            try? disk.remove(path)
            throw error
        }
        return .init(file: file.path, offset: offset, bytes: bytes, quarantine: path)
    }

    /// Files of ours that were never finished.
    private func removeUnfinished() throws(CallFailure) {
        for folder in [directory.path, directory.journal, directory.snapshots] {
            for name in try disk.list(folder) where name.hasSuffix(DataDirectory.unfinished) {
                try disk.remove(folder + "/" + name)
            }
        }
    }

    private func unused(_ name: String) throws(CallFailure) -> String {
        var path = directory.quarantine + "/" + name
        var copies = 1
        while try disk.find(path) != nil {
            copies += 1
            path = directory.quarantine + "/" + name + ".\(copies)"
        }
        return path
    }

    private func digits(_ seq: UInt64) -> String {
        String(FileName.numbered(seq).dropLast(FileName.suffix.count))
    }
}
