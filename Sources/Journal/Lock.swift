internal import Glibc

/// The `flock` on `LOCK`, held as long as the file is open, and the line in it that says who holds it.
struct Lock: Sendable {
    private let file: File

    /// Fails with `.locked` if another process has it. Changes nothing but to make the file where it is missing.
    init(_ directory: DataDirectory) throws(JournalFault) {
        let file = try harmless { () throws(CallFailure) in try directory.disk.file(directory.lock, O_RDWR | O_CREAT) }
        let isTaken: Bool
        do { isTaken = try Self.takeAlone(file) } catch {
            file.close()
            throw error.fault
        }
        guard isTaken else {
            let holder = Self.content(of: file)
            file.close()
            throw .locked(holder: holder)
        }
        self.file = file
    }

    /// Best effort: the line is for people, the lock is what counts.
    func write(_ line: [UInt8]) {
        try? file.writeAll(line, at: 0)
        try? file.truncate(to: Int64(line.count))
    }

    /// Lets the next one in and leaves the line as it is. Unlocks first: a process that is just being started has a copy of
    /// the descriptor until it runs its own program.
    func abandon() {
        try? Self.release(file)
        file.close()
    }

    /// Clears the line and lets the next one in.
    func release() {
        write([])
        abandon()
    }

    /// The line of whoever holds the lock of a data directory; nil if nobody does.
    static func holder(of directory: DataDirectory) -> String? {
        guard let file = try? directory.disk.file(directory.lock, O_RDONLY) else { return nil }
        defer { file.close() }
        guard let free = try? take(LOCK_SH, of: file), !free else { return nil }
        return content(of: file)
    }

    /// `holder(of:)` looks with a shared lock that it gives back at once: only an exclusive one is a holder's.
    private static func takeAlone(_ file: File) throws(CallFailure) -> Bool {
        while try !take(LOCK_EX, of: file) {
            guard try take(LOCK_SH, of: file) else { return false }
            try release(file)
        }
        return true
    }

    private static func take(_ kind: Int32, of file: File) throws(CallFailure) -> Bool {
        do {
            try file.disk.retrying("flock", file.path) { () throws(SystemError) in
                try file.disk.flock(file.descriptor, kind | LOCK_NB)
            }
            return true
        } catch {
            if error.errno == EWOULDBLOCK { return false }
            throw error
        }
    }

    private static func release(_ file: File) throws(CallFailure) {
        try file.disk.retrying("flock", file.path) { () throws(SystemError) in
            try file.disk.flock(file.descriptor, LOCK_UN)
        }
    }

    private static func content(of file: File) -> String {
        let bytes = (try? file.read(4096, at: 0)) ?? []
        return String(decoding: bytes.prefix { $0 != Format.newline }, as: UTF8.self)
    }
}
