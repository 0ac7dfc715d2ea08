public import Journal
import Synchronization

/// A disk in memory that can be stopped, and that then has lost what was not synced: in part, and out of order.
///
/// # What lasts
///
/// The model is a journalling file system that gives no more than POSIX and such systems promise:
/// - `fsync` and `fdatasync` of a file make its bytes and its length durable, not its name.
/// - A name is made durable by `fsync` of its directory; a rename from one directory to another by that of both.
/// - Without it, each page of 4096 bytes that was written since the last sync holds, after a cut, what it held at some
///   moment since then, each for itself. Inside a page the sectors of 512 bytes may come from different moments.
/// - The length is one that the file had since the last sync, or lies between two of them. What it covers and nobody
///   wrote are zeros.
/// - Each creation, removal and rename has happened or not, each for itself, but those of one name in their order; a
///   rename is the old name or the new one, never both and never none. What stood in a directory that is not there is
///   gone. A name may be there, and its file have length 0.
/// - A failed sync leaves some of the pages unwritten and calls all of them written, as Linux does: the next sync of
///   the file succeeds, and what was not written is lost all the same. `forget` reads such pages again.
/// - A kill loses nothing but what the kernel had not been given; a write that is under way may be given in part.
///
/// A process that is gone changes nothing any more: each ``disk`` belongs to the process that began with it.
public final class SimulatedDisk: Sendable {
    /// What has become of the changes that were not synced.
    public enum Loss: Hashable, Sendable {
        case all, none
        case some(seed: UInt64)
    }

    /// Called before each change, with what is about to change.
    public typealias Watch = @Sendable (_ call: Faults.Call, _ path: String) -> Void

    let state: Mutex<State>
    let watch = Mutex<Watch?>(nil)

    public init() { state = Mutex(State()) }

    private init(_ state: State) { self.state = Mutex(state) }

    /// Another disk with the same files.
    public func copy() -> SimulatedDisk {
        SimulatedDisk(state.withLock { $0 })
    }

    /// Whether it has stopped.
    public var isDead: Bool { state.withLock { $0.changesLeft < 0 } }

    /// Whether a sync of this process has failed by ``failSync(_:seed:)``.
    public var hasFailedSync: Bool { state.withLock { $0.syncsLeft < 0 } }

    /// How many changes there were, from the first one on.
    public var changes: Int { state.withLock { $0.changes } }

    /// The change with this number from now on, and all after it, do not happen.
    ///
    /// - Parameter seed: if that change is a write, a part of it happens after all.
    public func stop(before number: Int, tearing seed: UInt64? = nil) {
        state.withLock { state in
            state.changesLeft = number - 1
            state.tear = seed.map(Dice.init(seed:))
        }
    }

    /// The sync with this number from now on fails with `EIO`, and drops some of what it was to write.
    public func failSync(_ number: Int, seed: UInt64) {
        state.withLock { state in
            state.syncsLeft = number - 1
            state.dice = Dice(seed: seed)
        }
    }

    public func watch(_ watch: Watch?) { self.watch.withLock { $0 = watch } }

    /// The clock by which files are stamped, in milliseconds since 1970.
    public func setTime(_ milliseconds: Int64) { state.withLock { $0.time = milliseconds } }

    /// The process is gone, and what it wrote is still in memory.
    public func kill() { state.withLock { $0.endProcess() } }

    /// The machine is gone.
    public func cutPower(_ loss: Loss) {
        state.withLock { state in
            state.endProcess()
            state.lose(loss)
        }
    }

    /// Every name under a folder.
    public func files(_ folder: String) -> [String] {
        state.withLock { state in state.names.keys.filter { $0.hasPrefix(folder) }.sorted() }
    }

    /// What a process reads in a file; nil if there is none.
    public func bytes(of path: String) -> [UInt8]? {
        state.withLock { state in state.names[path].map { state.inodes[$0].bytes } }
    }

    /// Puts other bytes in a file that is there, durable at once.
    public func rot(_ path: String, _ bytes: [UInt8]) {
        state.withLock { state in
            guard let inode = state.names[path] else { return }
            state.inodes[inode] = Inode(bytes: bytes)
        }
    }

    /// The calls of a process that begins now.
    public var disk: Disk {
        let process = state.withLock { $0.process }
        return Process(number: process, machine: self).disk
    }
}
