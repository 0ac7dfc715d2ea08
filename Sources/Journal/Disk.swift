/// Every call to the system that this module makes on files, so that a test can make the Nth one fail.
///
/// A closure is one bare call: `EINTR` comes out of it like any other error. `File` and `Disk+Calls` make the calls,
/// and retry `open`, `read`, `write`, `ftruncate`, `flock` and `names` on `EINTR`; nothing retries a failed `fsync`.
public struct Disk: Sendable {
    /// `open(2)`. Takes the path, flags and, for a new file, its mode; answers a descriptor.
    public var open: @Sendable (_ path: String, _ flags: Int32, _ mode: UInt32) throws(SystemError) -> Int32
    /// `close(2)`.
    public var close: @Sendable (_ file: Int32) throws(SystemError) -> Void
    /// `pread(2)`: how many bytes were read; 0 at the end.
    public var read:
        @Sendable (_ file: Int32, _ into: UnsafeMutableRawBufferPointer, _ offset: Int64) throws(SystemError) -> Int
    /// `pwrite(2)`: how many bytes were written, which may be fewer than were given.
    public var write:
        @Sendable (_ file: Int32, _ bytes: UnsafeRawBufferPointer, _ offset: Int64) throws(SystemError) -> Int
    /// `fsync(2)`, of a file or a directory.
    public var fsync: @Sendable (_ file: Int32) throws(SystemError) -> Void
    /// `fdatasync(2)`.
    public var fdatasync: @Sendable (_ file: Int32) throws(SystemError) -> Void
    /// `ftruncate(2)`.
    public var ftruncate: @Sendable (_ file: Int32, _ length: Int64) throws(SystemError) -> Void
    /// `posix_fallocate(3)`.
    public var allocate: @Sendable (_ file: Int32, _ offset: Int64, _ length: Int64) throws(SystemError) -> Void
    /// `posix_fadvise(2)` with `POSIX_FADV_DONTNEED`, so that what is read next comes from the device. Advice only.
    public var forget: @Sendable (_ file: Int32) -> Void
    /// `flock(2)`.
    public var flock: @Sendable (_ file: Int32, _ operation: Int32) throws(SystemError) -> Void
    /// `rename(2)`.
    public var rename: @Sendable (_ old: String, _ new: String) throws(SystemError) -> Void
    /// `unlink(2)`.
    public var unlink: @Sendable (_ path: String) throws(SystemError) -> Void
    /// `rmdir(2)`.
    public var rmdir: @Sendable (_ path: String) throws(SystemError) -> Void
    /// `mkdir(2)`.
    public var mkdir: @Sendable (_ path: String, _ mode: UInt32) throws(SystemError) -> Void
    /// `stat(2)`.
    public var status: @Sendable (_ path: String) throws(SystemError) -> FileStatus
    /// The names in a directory, without `.` and `..`, in no order.
    public var names: @Sendable (_ directory: String) throws(SystemError) -> [String]
}

/// What a call to the system failed with.
public struct SystemError: Error, Hashable, Sendable {
    public let errno: Int32

    public init(_ errno: Int32) {
        self.errno = errno
    }
}

/// What this module asks about a file.
public struct FileStatus: Hashable, Sendable {
    public var isDirectory: Bool
    /// The permission bits, such as `0o600`.
    public var mode: UInt32
    /// In bytes.
    public var size: Int64
    /// When it was last written, in milliseconds since 1970.
    public var modified: Int64

    public init(isDirectory: Bool, mode: UInt32, size: Int64, modified: Int64) {
        self.isDirectory = isDirectory
        self.mode = mode
        self.size = size
        self.modified = modified
    }
}
