internal import Glibc

/// A call that failed, and on what.
struct CallFailure: Error {
    let call: String
    let path: String
    let errno: Int32

    /// No room on the disk, in the quota or under the limit for the size of a file.
    var isFull: Bool { [ENOSPC, EDQUOT, EFBIG].contains(errno) }

    /// For where nothing is lost by the failure.
    var fault: JournalFault {
        isFull ? .diskFull(path: path) : .unusable(path: path, call: call, errno: errno)
    }

    /// For where nobody knows what is on the disk after it.
    var fatal: JournalFault { .failed(call: call, path: path, errno: errno) }
}

/// Runs calls whose failure leaves what was there as it was.
func harmless<Value>(_ calls: () throws(CallFailure) -> Value) throws(JournalFault) -> Value {
    do { return try calls() } catch { throw error.fault }
}

/// Runs calls whose failure leaves the disk in a state that nobody knows.
func decisive<Value>(_ calls: () throws(CallFailure) -> Value) throws(JournalFault) -> Value {
    do { return try calls() } catch { throw error.fatal }
}

extension Disk {
    /// Opens a file. A new one (`O_CREAT` in the flags) can be read by its owner alone.
    func file(_ path: String, _ flags: Int32) throws(CallFailure) -> File {
        let descriptor = try retrying("open", path) { () throws(SystemError) in
            try open(path, flags | O_CLOEXEC, 0o600)
        }
        return File(disk: self, descriptor: descriptor, path: path)
    }

    /// Makes the names in a directory durable.
    func syncDirectory(_ path: String) throws(CallFailure) {
        let directory = try file(path, O_RDONLY | O_DIRECTORY)
        defer { directory.close() }
        try directory.sync()
    }

    func makeDirectory(_ path: String) throws(CallFailure) {
        try once("mkdir", path) { () throws(SystemError) in try mkdir(path, 0o700) }
    }

    func move(_ old: String, to new: String) throws(CallFailure) {
        try once("rename", old) { () throws(SystemError) in try rename(old, new) }
    }

    /// Removes a file; one that is not there is removed already.
    func remove(_ path: String) throws(CallFailure) {
        do { try unlink(path) } catch {
            if error.errno != ENOENT { throw CallFailure(call: "unlink", path: path, errno: error.errno) }
        }
    }

    /// Nil if there is no such file.
    func find(_ path: String) throws(CallFailure) -> FileStatus? {
        do { return try status(path) } catch {
            if [ENOENT, ENOTDIR].contains(error.errno) { return nil }
            throw CallFailure(call: "stat", path: path, errno: error.errno)
        }
    }

    func list(_ directory: String) throws(CallFailure) -> [String] {
        try retrying("readdir", directory) { () throws(SystemError) in try names(directory) }
    }

    func once<Value>(
        _ call: String,
        _ path: String,
        _ run: () throws(SystemError) -> Value
    ) throws(CallFailure) -> Value {
        do { return try run() } catch { throw CallFailure(call: call, path: path, errno: error.errno) }
    }

    func retrying<Value>(
        _ call: String,
        _ path: String,
        _ run: () throws(SystemError) -> Value
    ) throws(CallFailure) -> Value {
        while true {
            do { return try run() } catch {
                if error.errno != EINTR { throw CallFailure(call: call, path: path, errno: error.errno) }
            }
        }
    }
}
