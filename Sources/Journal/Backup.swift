internal import Glibc

/// Copies of a data directory that may be in use: everything up to a sealed point, with a manifest.
public enum Backup {
    /// Copies everything up to `point` to a directory that is empty or not there, reads it back, and writes the manifest.
    ///
    /// - Parameters:
    ///   - point: how far the journal has come, from the process that has it or a `HeldDirectory`.
    ///   - pace: how fast the source is read, and then the copy.
    ///   - now: milliseconds since 1970, for the manifest.
    ///
    /// Fails with `.changed` if files that were to be copied were removed by the server meanwhile: to be begun anew with
    /// a new point. After any failure what was made is removed.
    public static func create(
        of source: String,
        upTo point: SealedPoint,
        into target: String,
        disk: Disk = .live,
        pace: Pace,
        now: Int64,
        decoder: LineDecoder,
        progress: WorkProgress = .init()
    ) throws(ToolFault) -> Manifest {
        let disk = disk.gentle(pace)
        let from = DataDirectory(path: source, disk: disk)
        let store = try tool { () throws(JournalFault) in
            guard let store = try from.inspect() else { throw .foreign(path: from.path) }
            return store
        }
        let new = try NewDirectory(target, disk: disk)
        do throws(ToolFault) {
            try tool { () throws(JournalFault) in
                _ = try FileOutput(new.directory.path + "/" + Manifest.unfinished, disk: disk).finish()
            }
            var copy = BackupCopy(from: from, to: new.directory, store: store, point: point)
            try copy.run(FileCopy(disk: disk, progress: progress))
            let end = Array(point.line)
            try tool { () throws(JournalFault) in try new.finish(store: store, end: point) }
            copy.add("END", end)
            copy.add("FORMAT", new.directory.formatLine(store))
            let manifest = Manifest(
                store: store,
                seq: point.seq,
                at: now,
                files: copy.files.sorted { $0.name < $1.name }
            )
            if let fault = faults(of: manifest, in: new.directory, decoder, progress).first { throw .data(fault) }
            try tool { () throws(JournalFault) in
                try decisive { () throws(CallFailure) in
                    try new.directory.write(manifest.text, to: new.directory.path + "/" + Manifest.name)
                }
            }
            return manifest
        } catch {
            new.abandon()
            throw error
        }
    }

    /// Compares every file with the manifest, and reads everything through as `Verification` does.
    ///
    /// Fails with `.notABackup`, `.unfinishedBackup`, or `.data` if the manifest cannot be read.
    public static func verify(
        _ path: String,
        disk: Disk = .live,
        decoder: LineDecoder,
        progress: WorkProgress = .init()
    ) throws(ToolFault) -> (manifest: Manifest, faults: [JournalFault]) {
        let directory = DataDirectory(path: path, disk: disk)
        let manifest = try Manifest.read(directory)
        return (manifest, faults(of: manifest, in: directory, decoder, progress))
    }

    private static func faults(
        of manifest: Manifest,
        in directory: DataDirectory,
        _ decoder: LineDecoder,
        _ progress: WorkProgress
    ) -> [JournalFault] {
        progress.expect(manifest.bytes)
        var faults: [JournalFault] = []
        for file in manifest.files {
            do throws(JournalFault) { try check(file, directory, progress) } catch { faults.append(error) }
        }
        do throws(JournalFault) {
            let known = Set(manifest.files.map(\.name) + [Manifest.name, Manifest.unfinished])
            for name in try extras(in: directory) where !known.contains(name) {
                faults.append(
                    .damaged(file: directory.path + "/" + name, offset: 0, reason: "the manifest does not know it")
                )
            }
        } catch {
            faults.append(error)
        }
        let verification = Verification(of: directory.path, disk: directory.disk, decoder: decoder, progress: progress)
        faults += verification.faults.filter { !faults.contains($0) }
        if verification.faults.isEmpty, verification.seq != manifest.seq {
            let reason = "it says seq \(manifest.seq), and the journal ends with \(verification.seq)"
            faults.append(.damaged(file: directory.path + "/" + Manifest.name, offset: 0, reason: reason))
        }
        return faults
    }

    /// From the device and not from memory.
    private static func check(
        _ expected: Manifest.File,
        _ directory: DataDirectory,
        _ progress: WorkProgress
    ) throws(JournalFault) {
        let path = directory.path + "/" + expected.name
        let (count, sum) = try harmless { () throws(CallFailure) -> (Int64, Sum?) in
            guard try directory.disk.find(path) != nil else { return (0, nil) }
            let file = try directory.disk.file(path, O_RDONLY)
            defer { file.close() }
            directory.disk.forget(file.descriptor)
            return try file.sum { progress.add($0) }
        }
        guard let sum else { throw .damaged(file: path, offset: 0, reason: "it is missing, and the manifest names it") }
        guard count == expected.bytes else {
            let reason = "it has \(count) bytes, and the manifest says \(expected.bytes)"
            throw .damaged(file: path, offset: min(count, expected.bytes), reason: reason)
        }
        guard sum.text == expected.sha256 else {
            throw .damaged(file: path, offset: 0, reason: "its SHA-256 is not the one that the manifest says")
        }
    }

    /// Every file below the directory, by its name from there.
    private static func extras(in directory: DataDirectory) throws(JournalFault) -> [String] {
        try harmless { () throws(CallFailure) in
            var names: [String] = []
            for name in try directory.disk.list(directory.path) {
                let path = directory.path + "/" + name
                if try directory.disk.find(path)?.isDirectory == true {
                    names += try directory.disk.list(path).map { name + "/" + $0 }
                } else {
                    names.append(name)
                }
            }
            return names.sorted()
        }
    }
}
