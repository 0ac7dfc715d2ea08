internal import Glibc

/// What stands where in a data directory, and whether one may be used.
struct DataDirectory: Sendable {
    let path: String
    let disk: Disk

    init(path: String, disk: Disk) {
        self.path = path.hasSuffix("/") && path.count > 1 ? Self.parent(of: path) : path
        self.disk = disk
    }

    var format: String { path + "/FORMAT" }
    var lock: String { path + "/LOCK" }
    var journal: String { path + "/journal" }
    var snapshots: String { path + "/snapshots" }
    var quarantine: String { path + "/quarantine" }
    /// Written by every backup; its time is that of the last one.
    var backup: String { path + "/BACKUP" }
    /// A file of ours that is being written.
    static let unfinished = ".unfinished"

    private static let folders = ["journal", "snapshots", "quarantine", "audit"]
    private static let files = ["FORMAT", "LOCK", "END", "BACKUP", "MANIFEST.json", "admin-token", "reserve"].flatMap {
        [$0, $0 + unfinished]
    }

    func segment(_ number: UInt64) -> String { journal + "/" + FileName.numbered(number) }
    func snapshot(_ seq: UInt64) -> String { snapshots + "/" + FileName.numbered(seq) }

    /// The numbers of the files in a folder, in order. Other files are not looked at.
    func numbers(in folder: String) throws(CallFailure) -> [UInt64] {
        try disk.list(folder).compactMap(FileName.number(of:)).sorted()
    }

    /// The store id, or nil if the directory is missing, empty, or was left in the making. Changes nothing.
    ///
    /// `FORMAT` is the last thing to be made, and the first group comes after it.
    func inspect() throws(JournalFault) -> String? {
        guard let status = try harmless({ () throws(CallFailure) in try disk.find(path) }) else { return nil }
        guard status.isDirectory else { throw .foreign(path: path) }
        let names = try harmless { () throws(CallFailure) in try disk.list(path) }
        for path in try harmless({ () throws(CallFailure) in try paths(names) }) { try checkMode(path) }
        if names.contains("FORMAT") { return try readFormat() }
        // A journal that was closed, or backed up, was a store.
        guard names.allSatisfy((Self.files + Self.folders).contains), !names.contains("END"),
            !names.contains("BACKUP"), try holdsNothing(names)
        else {
            throw .foreign(path: path)
        }
        return nil
    }

    /// Makes the folders and the first segment, then `FORMAT`; all of it durable when this returns.
    func create(store: String) throws(JournalFault) -> Segment {
        try harmless { () throws(CallFailure) in
            for folder in [journal, snapshots, quarantine] where try disk.find(folder) == nil {
                try disk.makeDirectory(folder)
            }
            try disk.remove(segment(1))
            try syncAncestors()
            try disk.syncDirectory(path)
        }
        let first = try Segment.create(self, store: store, number: 1, after: Position(seq: 0, sum: .none))
        do {
            try write(formatLine(store), to: format)
        } catch {
            first.file.close()
            throw error.fault
        }
        return first
    }

    func formatLine(_ store: String) -> [UInt8] {
        Array((#"{"name":"kyogikai","version":\#(Format.version),"store":\#(Format.quoted(store))}"# + "\n").utf8)
    }

    /// Makes the directory itself, with those above it. `create` makes their names durable.
    func makeDirectories() throws(JournalFault) {
        try harmless { () throws(CallFailure) in
            var missing: [String] = []
            var next = path
            while !next.isEmpty, next != ".", next != "/", try disk.find(next) == nil {
                missing.append(next)
                next = Self.parent(of: next)
            }
            for directory in missing.reversed() {
                try disk.makeDirectory(directory)
            }
        }
    }

    /// All of them: a process that was killed may have made some. One that we may not open is not one that we made.
    func syncAncestors() throws(CallFailure) {
        var directory = path
        while directory != "/", directory != "." {
            directory = Self.parent(of: directory)
            do { try disk.syncDirectory(directory) } catch {
                guard [EACCES, EPERM, EROFS, EINVAL].contains(error.errno) else { throw error }
            }
        }
    }

    /// A whole file under its name, or none.
    func write(_ bytes: [UInt8], to path: String) throws(CallFailure) {
        let unfinished = path + Self.unfinished
        let file = try disk.file(unfinished, O_WRONLY | O_CREAT | O_TRUNC)
        defer { file.close() }
        try file.writeAll(bytes, at: 0)
        try file.sync()
        try disk.move(unfinished, to: path)
        try disk.syncDirectory(Self.parent(of: path))
    }

    func readFormat() throws(JournalFault) -> String {
        let bytes = try harmless { () throws(CallFailure) in
            let file = try disk.file(format, O_RDONLY)
            defer { file.close() }
            return try file.read(4096, at: 0)
        }
        guard let fields = Format.fields(of: bytes), fields.name == "kyogikai", let version = fields.version,
            version > 0
        else { throw .foreign(path: path) }
        guard version <= Format.version else { throw .newerFormat(path: format, version: version) }
        guard let store = fields.store else {
            throw .damaged(file: format, offset: 0, reason: "it does not say which store this is")
        }
        return store
    }

    /// Nothing but what `create` leaves if it is stopped: at most a first segment without a group.
    private func holdsNothing(_ names: [String]) throws(JournalFault) -> Bool {
        try harmless { () throws(CallFailure) in
            for name in names where Self.folders.contains(name) {
                for file in try disk.list(path + "/" + name) {
                    guard name == "journal", file == FileName.numbered(1) else { return false }
                    let first = try disk.file(segment(1), O_RDONLY)
                    defer { first.close() }
                    let start = try first.read(4096, at: 0)
                    guard start.count < 4096, !start.dropLast().contains(Format.newline) else { return false }
                }
            }
            return true
        }
    }

    /// Everything of ours that is there: the directory itself, files, folders and what is in them.
    func paths(_ names: [String]) throws(CallFailure) -> [String] {
        var paths = [path] + names.filter(Self.files.contains).map { path + "/" + $0 }
        for name in names where Self.folders.contains(name) {
            let folder = path + "/" + name
            paths.append(folder)
            paths += try disk.list(folder).map { folder + "/" + $0 }
        }
        return paths
    }

    func checkMode(_ path: String) throws(JournalFault) {
        let status = try harmless { () throws(CallFailure) in try disk.find(path) }
        if let status, status.mode & 0o077 != 0 { throw .insecureMode(path: path, mode: status.mode) }
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
