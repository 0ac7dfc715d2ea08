internal import Glibc

/// What can be wrong with a data directory. Each says where, and what to do.
public enum JournalFault: Error, Hashable, Sendable {
    /// Another process has the directory. `holder` is the line that it left.
    case locked(holder: String)
    /// Others than the owner may read it. Nothing was touched.
    case insecureMode(path: String, mode: UInt32)
    /// Something else than a data directory. Nothing was touched.
    case foreign(path: String)
    /// A data directory, though of another store than the one that it was opened for. Nothing was touched.
    case otherStore(path: String, store: String, expected: String)
    /// A later Kyogikai wrote it. Nothing was touched.
    case newerFormat(path: String, version: Int)
    /// Not what was written, and no torn write. Nothing was touched.
    case damaged(file: String, offset: Int64, reason: String)
    /// No room. Nothing was written, the journal is as it was and can be used again.
    case diskFull(path: String)
    /// Nobody knows what is on the disk. The journal refuses every further write.
    case failed(call: String, path: String, errno: Int32)
    /// A call failed and what was there is as it was.
    case unusable(path: String, call: String, errno: Int32)
    /// An entry or a line that is empty or holds a line end. Nothing was written.
    case notALine(index: Int)
    /// The caller gave a snapshot up. Nothing of it remains.
    case abandoned
}

extension JournalFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .locked(let holder):
            "the data directory is in use by another process: \(holder.isEmpty ? "it is still starting" : holder)"
        case .insecureMode(let path, let mode):
            "\(path) has mode \(octal(mode)): others than its owner may enter; "
                + "remedy: chmod \(octal(mode & 0o700)) \(path)"
        case .foreign(let path):
            "\(path) is not a Kyogikai data directory; remedy: name one, or an empty or a new directory to make one"
        case .otherStore(let path, let store, let expected):
            "\(path) belongs to the store \(store), and \(expected) belongs here; "
                + "remedy: put back the one that was here, or move this one away to begin anew"
        case .newerFormat(let path, let version):
            "\(path) has format version \(version), and this program knows versions up to \(Format.version); "
                + "remedy: run the newer program"
        case .damaged(let file, let offset, let reason):
            "\(file) is damaged at byte \(offset): \(reason); nothing was changed; "
                + "remedy: keep a copy of the directory, then restore a backup, or see what kyogikai repair can save"
        case .diskFull(let path):
            "no room to write \(path); nothing was written; remedy: make room on its disk or in its quota"
        case .failed(let call, let path, let errno):
            "\(call) failed on \(path): \(text(errno)); what the disk holds is unknown and nothing more is written; "
                + "remedy: look at the disk, then start again"
        case .unusable(let path, let call, let errno):
            "\(call) failed on \(path): \(text(errno))"
        case .notALine(let index):
            "entry \(index) is empty or holds a line end"
        case .abandoned:
            "the snapshot was given up"
        }
    }

    private func octal(_ mode: UInt32) -> String {
        "0" + String(mode, radix: 8)
    }

    private func text(_ errno: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 128)
        return buffer.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else { return "error \(errno)" }
            _ = strerror_r(errno, start, buffer.count)
            return String(cString: start)
        }
    }
}
