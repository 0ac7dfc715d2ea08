internal import Glibc

extension Disk {
    /// The real thing.
    public static let live = Disk(
        open: { (path, flags, mode) throws(SystemError) in try check(Glibc.open(path, flags, mode)) },
        close: { (file) throws(SystemError) in _ = try check(Glibc.close(file)) },
        read: { (file, buffer, offset) throws(SystemError) in
            try check(pread(file, buffer.baseAddress, buffer.count, off_t(offset)))
        },
        write: { (file, bytes, offset) throws(SystemError) in
            try check(pwrite(file, bytes.baseAddress, bytes.count, off_t(offset)))
        },
        fsync: { (file) throws(SystemError) in _ = try check(Glibc.fsync(file)) },
        fdatasync: { (file) throws(SystemError) in _ = try check(Glibc.fdatasync(file)) },
        ftruncate: { (file, length) throws(SystemError) in _ = try check(Glibc.ftruncate(file, off_t(length))) },
        allocate: { (file, offset, length) throws(SystemError) in
            let code = posix_fallocate(file, off_t(offset), off_t(length))
            if code != 0 { throw SystemError(code) }
        },
        forget: { file in _ = posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) },
        flock: { (file, operation) throws(SystemError) in _ = try check(lock(file, operation)) },
        rename: { (old, new) throws(SystemError) in _ = try check(Glibc.rename(old, new)) },
        unlink: { (path) throws(SystemError) in _ = try check(Glibc.unlink(path)) },
        rmdir: { (path) throws(SystemError) in _ = try check(Glibc.rmdir(path)) },
        mkdir: { (path, mode) throws(SystemError) in _ = try check(Glibc.mkdir(path, mode)) },
        status: status(of:),
        names: names(in:)
    )

    private static func check<Result: SignedInteger>(_ result: Result) throws(SystemError) -> Result {
        if result < 0 { throw SystemError(errno) }
        return result
    }

    @Sendable private static func status(of path: String) throws(SystemError) -> FileStatus {
        var status = stat()
        _ = try check(stat(path, &status))
        return FileStatus(
            isDirectory: status.st_mode & S_IFMT == S_IFDIR,
            mode: status.st_mode & 0o7777,
            size: Int64(status.st_size),
            modified: Int64(status.st_mtim.tv_sec) * 1000 + Int64(status.st_mtim.tv_nsec) / 1_000_000
        )
    }

    @Sendable private static func names(in directory: String) throws(SystemError) -> [String] {
        guard let stream = opendir(directory) else { throw SystemError(errno) }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw SystemError(errno) }
                return names
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
    }
}

/// Outside of `Disk`, where `flock` is the closure, and not qualified, where it is the struct of `fcntl`.
private func lock(_ file: Int32, _ operation: Int32) -> Int32 {
    flock(file, operation)
}
