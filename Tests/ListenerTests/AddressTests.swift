import Dispatch
import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import Listener

private let get = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"

/// A directory with a path for a socket, removed in the end.
private final class Place: Sendable {
    let directory = FileManager.default.temporaryDirectory.appending(path: "listener-" + UUID().uuidString).path
    var path: String { directory + "/socket" }
    var address: Address { .unix(path: path, mode: 0o600) }

    init() throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// Type and permission bits of what is there; nil if nothing.
    var mode: mode_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode : nil
    }

    /// A connected client; fails with the error's number.
    func client() async throws -> Client {
        let path = path
        return try await apart { Client(connected: try Self.connected(path)) }
    }

    struct Failure: Error, Equatable { let code: Int32 }

    private static func connected(_ path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard try #require(SocketAddress(unix: path)).withPointer({ connect(descriptor, $0, $1) }) == 0 else {
            let code = errno
            close(descriptor)
            throw Failure(code: code)
        }
        return descriptor
    }

    /// A socket of another process, as far as the listener can tell; closing it leaves the file behind.
    func bound(_ type: __socket_type = SOCK_STREAM, listens: Bool = true) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(type.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let result = try #require(SocketAddress(unix: path)).withPointer { bind(descriptor, $0, $1) }
        try #require(result == 0)
        if listens { try #require(listen(descriptor, 1) == 0) }
        return descriptor
    }
}

/// Runs what may block on a thread of its own.
private func apart<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
    }
}

@Suite struct UnixSocketTests {
    @Test func aUnixSocketIsServedAndItsFileRemoved() async throws {
        let place = try Place()
        let respond: @Sendable (Request) async -> Response = { ok("\($0.peer.host) \($0.peer.port == nil)") }
        try await withServer(address: place.address, respond: respond) { _ in
            let answer = try await place.client().exchange(get)
            #expect(answer.body == "unix true")
        }
        #expect(place.mode == nil)
    }

    @Test(arguments: [0o600, 0o660, 0o666, 0o777] as [UInt16])
    func theFileHasItsModeWhateverTheUmask(_ mode: UInt16) throws {
        let place = try Place()
        let listener = makeListener(address: .unix(path: place.path, mode: mode))
        #expect(try listener.bind() == .unix(path: place.path))
        #expect(place.mode == S_IFSOCK | mode_t(mode))
        listener.stop()
        #expect(place.mode == nil)
    }

    @Test func theFileOfAListenerThatIsGivenUpIsRemoved() throws {
        let place = try Place()
        _ = try makeListener(address: place.address).bind()
        #expect(place.mode == nil)
    }

    @Test func whatAProcessLeftBehindIsReplaced() async throws {
        let place = try Place()
        close(try place.bound())
        #expect(place.mode != nil)
        try await withServer(address: place.address) { _ in
            let answer = try await place.client().exchange(get)
            #expect(answer.status == 200)
        }
    }

    @Test(arguments: [true, false])
    func aSocketInUseIsLeftAloneAndSaidInASentence(_ isStream: Bool) throws {
        let place = try Place()
        let other = isStream ? try place.bound() : try place.bound(SOCK_DGRAM, listens: false)
        defer { close(other) }
        let before = place.mode
        let listener = makeListener(address: place.address)
        let sentence = "cannot listen on unix:\(place.path): the path is in use by another process"
        #expect(throws: ListenError(sentence)) { try listener.bind() }
        #expect(place.mode == before)
    }

    @Test func aSocketWhoseQueueIsFullIsInUse() throws {
        let place = try Place()
        var open = [try place.bound()]
        defer { for descriptor in open { close(descriptor) } }
        let address = try #require(SocketAddress(unix: place.path))
        var isFull = false
        while !isFull {
            open.append(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | ListeningSocket.flags, 0))
            isFull = address.withPointer { connect(open[open.count - 1], $0, $1) } != 0
        }
        #expect(throws: ListenError.self) { try makeListener(address: place.address).bind() }
        #expect(place.mode != nil)
    }

    @Test(arguments: ["file", "directory", "link"]) func whatIsNoSocketIsNeverRemoved(_ kind: String) throws {
        let place = try Place()
        let target = place.directory + "/target"
        switch kind {
        case "file": #expect(FileManager.default.createFile(atPath: place.path, contents: Data("a".utf8)))
        case "directory":
            try FileManager.default.createDirectory(atPath: place.path, withIntermediateDirectories: false)
        default: try FileManager.default.createSymbolicLink(atPath: place.path, withDestinationPath: target)
        }
        let before = place.mode
        let error = #expect(throws: ListenError.self) { try makeListener(address: place.address).bind() }
        #expect(error?.description.contains("there is a file that is no socket") == true)
        #expect(place.mode == before)
    }

    @Test func aPathThatIsTooLongIsSaidInASentence() throws {
        let place = try Place()
        let room = SocketAddress.longestPath - place.directory.utf8.count - 1
        let longest = place.directory + "/" + String(repeating: "a", count: room)
        let listener = makeListener(address: .unix(path: longest, mode: 0o600))
        #expect(try listener.bind() == .unix(path: longest))
        listener.stop()
        for path in [longest + "a", "", "a\0b"] {
            let error = #expect(throws: ListenError.self) {
                try makeListener(address: .unix(path: path, mode: 0o600)).bind()
            }
            #expect(error?.description.hasSuffix("a path has from 1 to 107 bytes") == true)
        }
    }

    @Test func aDirectoryThatIsNotThereIsSaidInASentence() throws {
        let place = try Place()
        let address = Address.unix(path: place.directory + "/none/socket", mode: 0o600)
        let error = #expect(throws: ListenError.self) { try makeListener(address: address).bind() }
        #expect(error?.description.hasSuffix("there is no such directory") == true)
    }

    @Test func aFileThatAnotherProcessPutInPlaceOfOursIsNotRemoved() throws {
        let place = try Place()
        let listener = makeListener(address: place.address)
        _ = try listener.bind()
        unlink(place.path)
        let other = try place.bound()
        defer { close(other) }
        listener.stop()
        #expect(place.mode != nil)
    }

    @Test func clientsAreRefusedOnceItStops() async throws {
        let place = try Place()
        let (started, end) = (Event(), Event())
        let respond: @Sendable (Request) async -> Response = { _ in
            started.happen()
            await end.wait()
            return ok()
        }
        try await withServer(address: place.address, respond: respond) { server in
            let client = try await place.client()
            try await client.send(get)
            await started.wait()
            server.listener.stop()
            #expect(place.mode == nil)
            await #expect(throws: Place.Failure(code: ENOENT)) { try await place.client() }
            end.happen()
            let answers = try await client.answers()
            #expect(answers.statuses == [200])
        }
    }
}

@Suite struct InheritedSocketTests {
    /// A socket on loopback as a service manager would make it; the test keeps it as that would.
    private func listening() throws -> Int32 {
        let address = try #require(try SocketAddress.resolve("127.0.0.1", port: 0).first)
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(address.withPointer { bind(descriptor, $0, $1) } == 0)
        try #require(listen(descriptor, 8) == 0)
        return descriptor
    }

    @Test func aTCPSocketIsServedWithoutDelay() async throws {
        let given = try listening()
        let port = try #require(SocketAddress.local(given)?.port)
        let noDelay = Mutex<Int32>(0)
        let accept: @Sendable (Int32) -> ListeningSocket.Accepted = { listening in
            let accepted = ListeningSocket.accept(listening)
            if case .connection(let descriptor, _) = accepted {
                var value: Int32 = 0
                var length = socklen_t(MemoryLayout<Int32>.size)
                getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &value, &length)
                noDelay.withLock { [value] in $0 = value }
            }
            return accepted
        }
        try await withServer(address: .inherited(descriptor: given), accept: accept) { server in
            #expect(server.port == port)
            #expect(fcntl(given, F_GETFD) & FD_CLOEXEC != 0)
            #expect(fcntl(given, F_GETFL) & O_NONBLOCK != 0)
            let answer = try await server.client().exchange(get)
            #expect(answer.body == "GET /a ")
        }
        #expect(noDelay.withLock { $0 } != 0)
    }

    @Test func aUnixSocketIsServedAndItsFileStays() async throws {
        let place = try Place()
        let given = try place.bound()
        let listener = makeListener(address: .inherited(descriptor: given))
        #expect(try listener.bind() == .unix(path: place.path))
        listener.stop()
        #expect(place.mode != nil)
        let again = try Place()
        try await withServer(address: .inherited(descriptor: try again.bound())) { _ in
            let answer = try await again.client().exchange(get)
            #expect(answer.status == 200)
        }
    }

    @Test func whoeverGaveItGoesOnListening() async throws {
        let kept = try listening()
        defer { close(kept) }
        try await withServer(address: .inherited(descriptor: dup(kept))) { server in
            let answer = try await server.client().exchange(get)
            #expect(answer.status == 200)
            server.listener.stop()
            _ = try await server.client()  // waits for the next process
        }
        try await withServer(address: .inherited(descriptor: dup(kept))) { server in
            let answer = try await server.client().exchange(get)
            #expect(answer.status == 200)
        }
    }

    @Test func whatCannotBeListenedOnIsSaidInASentence() throws {
        let stream = Int32(SOCK_STREAM.rawValue)
        let file = open("/dev/null", O_RDONLY)
        let datagram = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        let unbound = socket(AF_INET, stream, 0)
        let netlink = socket(AF_NETLINK, Int32(SOCK_RAW.rawValue), 0)
        let abstract = socket(AF_UNIX, stream, 0)
        var name = sockaddr(sa_family: sa_family_t(AF_UNIX), sa_data: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        try #require(bind(abstract, &name, socklen_t(MemoryLayout<sa_family_t>.size)) == 0)
        try #require(listen(abstract, 1) == 0)
        defer { for descriptor in [file, datagram, unbound, netlink, abstract] { close(descriptor) } }
        for (descriptor, rest) in [
            (9999, "is not open"), (file, "is no socket"), (datagram, "is no stream socket"),
            (unbound, "does not listen"), (netlink, "is no stream socket"),
            (abstract, "is a Unix socket without a file"),
        ] {
            #expect(throws: ListenError("the given descriptor \(descriptor) \(rest)")) {
                try makeListener(address: .inherited(descriptor: descriptor)).bind()
            }
        }
    }
}
