internal import Crypto
internal import Glibc

/// An open file. Whoever opens one closes it; nothing else does.
struct File: Sendable {
    let disk: Disk
    let descriptor: Int32
    let path: String

    /// One write. Answers how many bytes went in, which may be fewer than were given.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(CallFailure) -> Int {
        try disk.retrying("write", path) { () throws(SystemError) in try disk.write(descriptor, bytes, offset) }
    }

    /// As many writes as it takes. Only for files that nothing counts on yet.
    func writeAll(_ bytes: [UInt8], at offset: Int64) throws(CallFailure) {
        var written = 0
        while written < bytes.count {
            let count = try bytes.withBytes { (all) throws(CallFailure) -> Int in
                try write(UnsafeRawBufferPointer(rebasing: all[written...]), at: offset + Int64(written))
            }
            if count == 0 { throw CallFailure(call: "write", path: path, errno: ENOSPC) }
            written += count
        }
    }

    /// One read. 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(CallFailure) -> Int {
        try disk.retrying("read", path) { () throws(SystemError) in try disk.read(descriptor, buffer, offset) }
    }

    /// Up to `count` bytes from `offset`; fewer only where the file ends.
    func read(_ count: Int, at offset: Int64) throws(CallFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = try bytes.withMutableBytes { (all) throws(CallFailure) -> Int in
                try read(into: UnsafeMutableRawBufferPointer(rebasing: all[filled...]), at: offset + Int64(filled))
            }
            if got == 0 { break }
            filled += got
        }
        bytes.removeLast(count - filled)
        return bytes
    }

    /// Reads all of it. Answers how many bytes there are, and their sum.
    func sum(_ progress: (Int64) -> Void = { _ in }) throws(CallFailure) -> (Int64, Sum?) {
        var hasher = SHA256()
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var offset: Int64 = 0
        while true {
            let count = try buffer.withMutableBytes { (buffer) throws(CallFailure) -> Int in
                let count = try read(into: buffer, at: offset)
                hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                return count
            }
            if count == 0 { return (offset, Sum(hasher)) }
            offset += Int64(count)
            progress(Int64(count))
        }
    }

    /// Never tried again: after a failure the kernel may have dropped what it could not write.
    func sync() throws(CallFailure) {
        try disk.once("fsync", path) { () throws(SystemError) in try disk.fsync(descriptor) }
    }

    /// As `sync`, without the times of the file.
    func syncData() throws(CallFailure) {
        try disk.once("fdatasync", path) { () throws(SystemError) in try disk.fdatasync(descriptor) }
    }

    func truncate(to length: Int64) throws(CallFailure) {
        try disk.retrying("ftruncate", path) { () throws(SystemError) in try disk.ftruncate(descriptor, length) }
    }

    /// What `close` answers says nothing that a sync has not said, unless it was closed before: then its number may be
    /// another's, and closing it again takes that one's file away.
    func close() {
        do { try disk.close(descriptor) } catch { assert(error.errno != EBADF, "\(path) was closed twice") }
    }
}

extension Array<UInt8> {
    /// The `withUnsafeBytes` of the standard library forgets what its closure throws.
    func withBytes<Value, Failure>(
        _ use: (UnsafeRawBufferPointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try withUnsafeBufferPointer { (bytes) throws(Failure) in try use(UnsafeRawBufferPointer(bytes)) }
    }

    mutating func withMutableBytes<Value, Failure>(
        _ use: (UnsafeMutableRawBufferPointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try withUnsafeMutableBufferPointer { (bytes) throws(Failure) in try use(UnsafeMutableRawBufferPointer(bytes)) }
    }
}
