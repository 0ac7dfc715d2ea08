internal import Glibc

extension Disk {
    /// Writes a file that only its owner can read, whole or not at all: beside it first, synced, then renamed.
    ///
    /// - Parameter path: in a directory that exists. A file that is there is replaced.
    public func writeSecret(_ bytes: [UInt8], to path: String) throws(JournalFault) {
        let unfinished = path + DataDirectory.unfinished
        try harmless { () throws(CallFailure) in
            try remove(unfinished)
            let file = try file(unfinished, O_WRONLY | O_CREAT | O_EXCL)
            defer { file.close() }
            try file.writeAll(bytes, at: 0)
            try file.sync()
            try move(unfinished, to: path)
            let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
            try syncDirectory(directory)
        }
    }
}
