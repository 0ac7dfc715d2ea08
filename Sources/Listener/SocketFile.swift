import Glibc

/// The file of a bound Unix socket, told from another one of the same name by its inode, which nothing else can have for
/// as long as the socket is open.
struct SocketFile: Sendable {
    private let path: String
    private let device: dev_t
    private let inode: ino_t

    /// The file as it is now; nil if there is none.
    init?(_ path: String) {
        guard let status = Self.status(path) else { return nil }
        self.path = path
        device = status.st_dev
        inode = status.st_ino
    }

    /// Removes the file if it is still the one.
    func remove() {
        if isStillThere { unlink(path) }
    }

    private var isStillThere: Bool {
        guard let status = Self.status(path) else { return false }
        return status.st_dev == device && status.st_ino == inode
    }

    /// Makes room at `path`: what a process left behind that ended without cleaning up is removed, anything else never.
    static func clear(_ path: String, _ address: SocketAddress) throws(ListenError) {
        guard let status = status(path), let file = SocketFile(path) else { return }
        let place = BoundAddress.unix(path: path)
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw ListenError(
                "cannot listen on \(place): there is a file that is no socket; remove it or take another path"
            )
        }
        switch answer(of: address) {
        case ECONNREFUSED:
            // Another process may have done the same meanwhile: what is not what was asked is left alone.
            guard file.isStillThere, unlink(path) != 0, errno != ENOENT else { return }
            throw ListenError("cannot listen on \(place): the file that was left there cannot be removed")
        case ENOENT:
            return
        case EACCES, EPERM:
            throw ListenError("cannot listen on \(place): no permission to see whether the socket there is in use")
        default:
            throw ListenError("cannot listen on \(place): the path is in use by another process")
        }
    }

    /// What connecting comes to: 0, or an error's number. ECONNREFUSED when nobody accepts.
    private static func answer(of address: SocketAddress) -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | ListeningSocket.flags, 0)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        return address.withPointer { connect(descriptor, $0, $1) } == 0 ? 0 : errno
    }

    private static func status(_ path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }
}
