import Foundation

/// The address of a Unix socket as the kernel has it.
struct UnixAddress {
    private var address = sockaddr_un()
    private let length: socklen_t

    /// A file; nil if the path is empty or longer than 107 bytes.
    init?(path: String) {
        self.init(Array(path.utf8), isAbstract: false)
    }

    /// As `NOTIFY_SOCKET` names it: a path from the root, or `@name` for an abstract one. Nil for anything else.
    init?(notify name: String) {
        guard let first = name.first, first == "/" || first == "@" else { return nil }
        let isAbstract = first == "@"
        self.init((isAbstract ? [0] : []) + Array(name.utf8.dropFirst(isAbstract ? 1 : 0)), isAbstract: isAbstract)
    }

    /// A path ends with a zero, the name of an abstract address with its length.
    private init?(_ bytes: [UInt8], isAbstract: Bool) {
        let room = MemoryLayout.size(ofValue: address.sun_path) - (isAbstract ? 0 : 1)
        guard 1...room ~= bytes.count, isAbstract || !bytes.contains(0) else { return nil }
        length = socklen_t(MemoryLayout<sockaddr_un>.size - room + bytes.count)
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    }

    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }
}

/// Why a system call failed.
struct SystemFailure: Error, CustomStringConvertible {
    let code: Int32

    init(_ code: Int32) { self.code = code }

    var description: String { String(cString: strerror(code)) }
}
