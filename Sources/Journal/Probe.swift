internal import Glibc

/// Asks the disk for room and gives it back: free blocks do not tell of quotas or a file system that is read-only.
struct Probe {
    let directory: DataDirectory
    let bytes: Int64

    func succeeds() -> Bool {
        let path = directory.journal + "/probe" + DataDirectory.unfinished
        guard let file = try? directory.disk.file(path, O_WRONLY | O_CREAT | O_TRUNC) else { return false }
        defer {
            file.close()
            try? directory.disk.remove(path)
        }
        return (try? directory.disk.allocate(file.descriptor, 0, bytes)) != nil
    }
}
