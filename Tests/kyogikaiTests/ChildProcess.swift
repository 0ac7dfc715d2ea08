import Foundation
import Synchronization

/// A program started by `posix_spawn`.
///
/// Foundation's `Process` lists the test process's open files in a way that reads beyond the list when there are some
/// 1,350 of them, as there are beside the listener's tests, and lets a child keep the tests' own standard error, which
/// whoever runs the tests then waits for if they crash. Here a child has the three streams that it is given, and
/// stays in the process group of the tests.
final class ChildProcess: Sendable {
    let identifier: pid_t
    /// What it writes to its standard output and error.
    let output: FileHandle
    let errors: FileHandle
    private let ended = Mutex<Ended?>(nil)

    enum Ended: Sendable {
        case exit(Int32)
        case signal(Int32)

        /// Nil when a signal ended it.
        var status: Int32? {
            if case .exit(let status) = self { status } else { nil }
        }
    }

    /// - Parameter input: a descriptor that it reads; it stays with the caller. Otherwise there is nothing to read.
    /// - Throws: `POSIXError` when there is no such program, or no room for another process.
    init(_ program: URL, _ arguments: [String], environment: [String: String], input: Int32?) throws {
        let (output, errors) = (Pipe(), Pipe())
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, output.fileHandleForWriting.fileDescriptor, 1)
        posix_spawn_file_actions_adddup2(&actions, errors.fileHandleForWriting.fileDescriptor, 2)
        let words = ([program.path] + arguments).map { strdup($0) }
        let settings = environment.map { strdup("\($0)=\($1)") }
        defer { (words + settings).forEach { free($0) } }
        var identifier = pid_t()
        let fault = posix_spawn(&identifier, program.path, &actions, nil, words + [nil], settings + [nil])
        guard fault == 0 else { throw POSIXError(POSIXErrorCode(rawValue: fault) ?? .EINVAL) }
        self.identifier = identifier
        self.output = output.fileHandleForReading
        self.errors = errors.fileHandleForReading
        try output.fileHandleForWriting.close()
        try errors.fileHandleForWriting.close()
    }

    /// Blocks until it has ended.
    @discardableResult
    func wait() -> Ended {
        ended.withLock { ended in
            if let ended { return ended }
            var status = Int32()
            while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
            let result = status & 0x7F == 0 ? Ended.exit(status >> 8 & 0xFF) : .signal(status & 0x7F)
            ended = result
            return result
        }
    }

    /// Sends a signal, unless it is known to have ended, when the number may be another's.
    func send(_ signal: Int32) {
        ended.withLock { if $0 == nil { kill(identifier, signal) } }
    }
}
