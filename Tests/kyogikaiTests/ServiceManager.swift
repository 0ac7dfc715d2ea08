import Foundation
import Listener
import Testing

@testable import kyogikai

/// A socket on loopback, or on any address, as a service manager would make it.
final class ListeningSocketOfATest: Sendable {
    let descriptor: Int32
    let place: BoundAddress

    init(_ host: String = "127.0.0.1") throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr(host)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        self.descriptor = descriptor
        let isListening = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(isListening)
        place = .tcp(host: host, port: UInt16(bigEndian: address.sin_port))
    }

    deinit { close(descriptor) }
}

/// The socket on which a service manager hears what becomes of its processes.
final class NotifySocket: Sendable {
    /// As `NOTIFY_SOCKET` says it.
    let name: String
    private let descriptor: Int32

    init(_ name: String) throws {
        self.name = name
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        self.descriptor = descriptor
        let address = try #require(UnixAddress(notify: name))
        try #require(address.withPointer { bind(descriptor, $0, $1) } == 0)
        // So that a program which says nothing fails a test instead of stopping it.
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(descriptor)
        if name.hasPrefix("/") { unlink(name) }
    }

    /// The next message.
    func next() async throws -> String {
        let descriptor = descriptor
        return try await Server.apart {
            var buffer = [UInt8](repeating: 0, count: 1024)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            return count < 0 ? "" : String(decoding: buffer[..<count], as: UTF8.self)
        }
    }
}
