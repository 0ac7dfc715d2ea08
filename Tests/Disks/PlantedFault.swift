import Glibc
public import Journal
import Synchronization

/// A disk that breaks one promise, or a program that breaks one towards its disk: each has to be noticed.
public enum PlantedFault: CaseIterable, Sendable {
    /// So that what was only written is acknowledged.
    case noSync
    case noSyncOfDirectories
    case noTruncation
    /// So that what the first sync has dropped is taken for written.
    case failedSyncIsTriedAgain

    public func plant(in real: Disk) -> Disk {
        var disk = real
        switch self {
        case .noSync:
            disk.fsync = { _ in }
            disk.fdatasync = { _ in }
        case .noSyncOfDirectories:
            let directories = Descriptors()
            disk.open = { (path, flags, mode) throws(SystemError) in
                let file = try real.open(path, flags, mode)
                if flags & O_DIRECTORY != 0 { directories.insert(file) }
                return file
            }
            disk.fsync = { (file) throws(SystemError) in
                if !directories.contains(file) { try real.fsync(file) }
            }
        case .noTruncation:
            disk.ftruncate = { _, _ in }
        case .failedSyncIsTriedAgain:
            disk.fdatasync = { (file) throws(SystemError) in
                do throws(SystemError) { try real.fdatasync(file) } catch { try real.fdatasync(file) }
            }
        }
        return disk
    }
}

/// Files that are open; the simulated disk gives no number twice.
private final class Descriptors: Sendable {
    private let files = Mutex<Set<Int32>>([])

    func insert(_ file: Int32) { files.withLock { _ = $0.insert(file) } }
    func contains(_ file: Int32) -> Bool { files.withLock { $0.contains(file) } }
}
