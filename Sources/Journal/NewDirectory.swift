internal import Glibc

/// A data directory in the making, at a place where nothing was. `FORMAT` comes last: until then it is none.
struct NewDirectory {
    let directory: DataDirectory
    /// Whether the directory itself was made here.
    private let isMade: Bool

    private var disk: Disk { directory.disk }
    private var folders: [String] { [directory.journal, directory.snapshots, directory.quarantine] }

    /// Takes a directory that is empty or not there. Fails with `.notEmpty` untouched.
    init(_ path: String, disk: Disk) throws(ToolFault) {
        let directory = DataDirectory(path: path, disk: disk)
        self.directory = directory
        let status = try tool { () throws(JournalFault) in
            try harmless { () throws(CallFailure) in try disk.find(directory.path) }
        }
        isMade = status == nil
        if let status {
            let isEmpty = try tool { () throws(JournalFault) in
                try harmless { () throws(CallFailure) -> Bool in
                    guard status.isDirectory else { return false }
                    return try disk.list(directory.path).isEmpty
                }
            }
            guard isEmpty else { throw .notEmpty(path: path) }
            try tool { () throws(JournalFault) in try directory.checkMode(directory.path) }
        }
        do throws(JournalFault) {
            try directory.makeDirectories()
            try harmless { () throws(CallFailure) in for folder in folders { try disk.makeDirectory(folder) } }
        } catch {
            abandon()
            throw .data(error)
        }
    }

    /// Makes it a data directory; all of it is durable when this returns.
    func finish(store: String, end: SealedPoint) throws(JournalFault) {
        try decisive { () throws(CallFailure) in
            try directory.writeEnd(end)
            for folder in folders { try disk.syncDirectory(folder) }
            try directory.syncAncestors()
            try directory.write(directory.formatLine(store), to: directory.format)
        }
    }

    /// Removes what was made, as far as that can be done.
    func abandon() {
        for folder in folders + [directory.path] {
            for name in (try? disk.list(folder)) ?? [] { try? disk.remove(folder + "/" + name) }
            if folder != directory.path || isMade { try? disk.rmdir(folder) }
        }
    }
}
