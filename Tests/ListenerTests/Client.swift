import Dispatch
import Glibc
import Synchronization

/// A client that sends what it is told to, byte for byte. Its calls block a thread of their own, never one of the test's
/// or the server's tasks, and wait as long as it takes: how soon a server has its turn is not for these tests to say.
final class Client: Sendable {
    struct Failure: Error { let reason: String }

    private let descriptor: Int32
    private let unread = Mutex<[UInt8]>([])
    private let queue = DispatchQueue(label: "client")

    init(port: UInt16) async throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        self.descriptor = descriptor
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        try await onQueue {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            let result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard result == 0 else { throw Failure(reason: "connect: \(String(cString: strerror(errno)))") }
        }
    }

    /// Owns a connected socket from here on.
    init(connected descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws {
        try await onQueue { [descriptor] in
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { throw Failure(reason: "send: \(String(cString: strerror(errno)))") }
                sent += count
            }
        }
    }

    /// Breaks the connection off, so that the server gets a reset.
    func vanish() {
        var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        let nothing = open("/dev/null", O_RDONLY)
        dup2(nothing, descriptor)
        close(nothing)
    }

    /// Ends this side; the server may still answer.
    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// All until the server closes. Fails when the connection is reset.
    func rest() async throws -> String {
        try await onQueue { [self] in
            var all = unread.withLock { $0 }
            while let more = try read() { all += more }
            return String(decoding: all, as: UTF8.self)
        }
    }

    /// All until the server closes or breaks the connection off.
    func restUntilReset() async throws -> String {
        try await onQueue { [self] in
            var all = unread.withLock { $0 }
            while let more = try? read() { all += more }
            return String(decoding: all, as: UTF8.self)
        }
    }

    /// Until the first bytes of an answer are here.
    func untilSomethingCame() async throws {
        try await onQueue { [self] in
            let bytes = try read() ?? []
            unread.withLock { $0 += bytes }
        }
    }

    /// All answers until the server closes.
    func answers() async throws -> [Answer] { Answer.all(in: try await rest()) }

    /// One answer with a Content-Length, or without a body.
    func answer(toHead: Bool = false) async throws -> Answer {
        try await onQueue { [self] in
            var bytes = unread.withLock { $0 }
            while true {
                if let answer = Answer(&bytes, toHead: toHead) {
                    unread.withLock { [bytes] in $0 = bytes }
                    return answer
                }
                guard let more = try read() else {
                    throw Failure(reason: "ended in the answer: \(String(decoding: bytes, as: UTF8.self))")
                }
                bytes += more
            }
        }
    }

    func exchange(_ text: String) async throws -> Answer {
        try await send(text)
        return try await answer()
    }

    private func read() throws -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw Failure(reason: "recv: \(String(cString: strerror(errno)))") }
        return count == 0 ? nil : Array(buffer[..<count])
    }

    private func onQueue<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Swift.Result { try work() }) }
        }
    }
}

struct Answer: Equatable, Sendable {
    var status: Int
    var fields: [String: String]
    var body: String

    var closes: Bool { fields["connection"] == "close" }

    /// Takes one whole answer from the front of `bytes`; nil when more are needed.
    init?(_ bytes: inout [UInt8], toHead: Bool = false) {
        guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: Array("\r\n\r\n".utf8)) }) else {
            return nil
        }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        status = Int(lines[0].split(separator: " ")[1]) ?? 0
        fields = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ": ", maxSplits: 1)
            fields[parts[0].lowercased()] = parts.count > 1 ? String(parts[1]) : ""
        }
        let length = toHead ? 0 : Int(fields["content-length"] ?? "0") ?? 0
        guard bytes.count >= end + 4 + length else { return nil }
        body = String(decoding: bytes[(end + 4)..<(end + 4 + length)], as: UTF8.self)
        bytes.removeFirst(end + 4 + length)
    }

    /// All answers in what a server sent until it closed.
    static func all(in text: String) -> [Answer] {
        var bytes = Array(text.utf8)
        var answers: [Answer] = []
        while let answer = Answer(&bytes) { answers.append(answer) }
        return answers
    }
}

extension [Answer] {
    var statuses: [Int] { map(\.status) }
    var bodies: [String] { map(\.body) }
    var closings: [Bool] { map(\.closes) }
}
