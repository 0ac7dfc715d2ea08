internal import Crypto
internal import Glibc

/// A new file that is written from its start, piece by piece, and summed. Closed when it is finished, or given up.
final class FileOutput {
    private let file: File
    private var isOpen = true
    private(set) var length: Int64 = 0
    private var buffer: [UInt8] = []
    private var hasher = SHA256()

    /// So many bytes are written and synced at once: the syncs of others wait for no more.
    static let piece = 128 << 10

    init(_ path: String, disk: Disk) throws(JournalFault) {
        file = try harmless { () throws(CallFailure) in try disk.file(path, O_WRONLY | O_CREAT | O_EXCL) }
    }

    deinit { close() }

    func put(_ bytes: some Collection<UInt8>) throws(JournalFault) {
        buffer += bytes
        length += Int64(bytes.count)
        guard buffer.count >= Self.piece else { return }
        try flush()
        try decisive { () throws(CallFailure) in try file.syncData() }
    }

    /// Durable when this returns, but for its name. Answers the sum of all its bytes.
    func finish() throws(JournalFault) -> Sum {
        defer { close() }
        try flush()
        try decisive { () throws(CallFailure) in try file.sync() }
        file.disk.forget(file.descriptor)
        return Sum(hasher)
    }

    /// Once: the same number may be another's afterwards.
    private func close() {
        if isOpen { file.close() }
        isOpen = false
    }

    private func flush() throws(JournalFault) {
        buffer.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        try harmless { () throws(CallFailure) in try file.writeAll(buffer, at: length - Int64(buffer.count)) }
        buffer.removeAll(keepingCapacity: true)
    }
}

/// Copies files, no faster than the disk is read.
struct FileCopy {
    let disk: Disk
    let progress: WorkProgress

    /// Copies the first `bytes` of a file, or all of it, to a new one. Answers how many there were, and their sum.
    func copy(_ source: File, bytes: Int64?, to path: String) throws(JournalFault) -> (Int64, Sum) {
        let output = try FileOutput(path, disk: disk)
        while true {
            let wanted = Int(min(Int64(FileOutput.piece), (bytes ?? .max) - output.length))
            if wanted == 0 { break }
            let piece = try harmless { () throws(CallFailure) in try source.read(wanted, at: output.length) }
            if piece.isEmpty { break }
            try output.put(piece)
            progress.add(Int64(piece.count))
        }
        if let bytes, output.length < bytes {
            throw .damaged(file: source.path, offset: output.length, reason: "it ends there, before byte \(bytes)")
        }
        let sum = try output.finish()
        disk.forget(source.descriptor)
        return (output.length, sum)
    }
}
