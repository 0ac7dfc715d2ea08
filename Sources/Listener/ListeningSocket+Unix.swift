import Glibc

extension ListeningSocket {
    /// Nobody ever connects under wider permissions than `mode`. Linux gives the file the descriptor's own mode less the
    /// umask, so that it is made too narrow rather than too wide; then it gets exactly `mode`; and only then does the
    /// socket listen, before which nobody can connect at all. The umask itself, which all threads share, stays as it is.
    static func unix(_ path: String, _ mode: UInt16) throws(ListenError) -> ListeningSocket {
        let place = BoundAddress.unix(path: path)
        guard !path.isEmpty, !path.utf8.contains(0), let address = SocketAddress(unix: path) else {
            throw ListenError("cannot listen on \(place): a path has from 1 to \(SocketAddress.longestPath) bytes")
        }
        try SocketFile.clear(path, address)
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | flags, 0)
        guard descriptor >= 0 else { throw ListenError("cannot listen on \(place): \(text(errno))") }
        guard fchmod(descriptor, mode_t(mode)) == 0, address.withPointer({ bind(descriptor, $0, $1) }) == 0 else {
            let code = errno
            Glibc.close(descriptor)
            throw fault(path, code)
        }
        let file = SocketFile(path)
        guard fchmodat(AT_FDCWD, path, mode_t(mode), AT_SYMLINK_NOFOLLOW) == 0, listen(descriptor, SOMAXCONN) == 0
        else {
            let code = errno
            file?.remove()
            Glibc.close(descriptor)
            throw fault(path, code)
        }
        return ListeningSocket(descriptor, place, file: file)
    }

    private static func fault(_ path: String, _ code: Int32) -> ListenError {
        let place = BoundAddress.unix(path: path)
        return switch code {
        case EADDRINUSE: ListenError("cannot listen on \(place): the path is in use by another process")
        case ENOENT, ENOTDIR: ListenError("cannot listen on \(place): there is no such directory")
        case EACCES, EPERM, EROFS: ListenError("cannot listen on \(place): no permission to make a file there")
        default: ListenError("cannot listen on \(place): \(text(code))")
        }
    }
}
