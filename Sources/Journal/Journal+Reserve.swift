internal import Glibc

// Room that is kept for later. On a disk that has run full, giving it up lets a journal go on for a while.
extension DataDirectory {
    /// A file of nothing but room.
    var reserve: String { path + "/reserve" }
}

extension Journal {
    /// Keeps so many bytes of the disk in a file beside the journal, for its owner alone. One of that length that is
    /// there already is left as it is.
    ///
    /// - Returns: whether they are kept. If not, there is no such file.
    public func makeReserve(bytes: Int64) -> Bool {
        let path = directory.reserve
        if let size = try? directory.disk.find(path)?.size, size == bytes { return true }
        do throws(CallFailure) {
            let file = try directory.disk.file(path, O_WRONLY | O_CREAT | O_TRUNC)
            defer { file.close() }
            try directory.disk.once("posix_fallocate", path) { () throws(SystemError) in
                try directory.disk.allocate(file.descriptor, 0, bytes)
            }
            return true
        } catch {
            // What was kept of it would be of no use, and might be what others wait for.
            try? directory.disk.remove(path)
            return false
        }
    }

    /// Gives the room of the reserve back to the disk.
    ///
    /// - Returns: whether there was any.
    public func giveUpReserve() -> Bool {
        let path = directory.reserve
        do throws(CallFailure) {
            guard try directory.disk.find(path) != nil else { return false }
            try directory.disk.remove(path)
            // Some file systems count it as free only then.
            try directory.disk.syncDirectory(directory.path)
            return true
        } catch {
            return false
        }
    }
}
