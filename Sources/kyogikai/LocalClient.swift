import Foundation
import HTTPTypes
import Listener

/// One request to the server on this machine, by TCP or by its Unix socket.
///
/// It speaks HTTP/1.0: one answer, never in chunks, and then the connection ends. It blocks: a command has nothing else
/// to do meanwhile.
struct LocalClient {
    let place: BoundAddress
    /// For the whole exchange.
    var limit: Duration = .seconds(60)
    /// The longest answer in bytes.
    var longestAnswer = 64 * 1024 * 1024

    struct Answer: Equatable {
        var status: Int
        var body: [UInt8]
    }

    /// Why there is no answer, in a sentence.
    struct Failure: Error, Equatable, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    func send(_ request: HTTPRequest, body: [UInt8] = []) throws(Failure) -> Answer {
        let bytes = try Self.bytes(of: request, body)
        let connection = try Connection(to: place, until: .now + limit)
        defer { connection.close() }
        try connection.write(bytes)
        return try Self.answer(in: try connection.readToEnd(atMost: longestAnswer))
    }

    private static func bytes(of request: HTTPRequest, _ body: [UInt8]) throws(Failure) -> [UInt8] {
        let path = request.path ?? "/"
        guard path.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else { throw Failure("\(path) is no path of a URL") }
        var head = "\(request.method.rawValue) \(path) HTTP/1.0\r\nHost: localhost\r\nContent-Length: \(body.count)\r\n"
        // HTTPField has made sure that a value holds no line break.
        for field in request.headerFields { head += "\(field.name.rawName): \(field.value)\r\n" }
        return Array((head + "\r\n").utf8) + body
    }

    /// The answer that a server sent until it closed. Fails on what is no answer, and on one that was cut off.
    static func answer(in bytes: [UInt8]) throws(Failure) -> Answer {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { throw Failure("the answer was cut off") }
        var lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")[...]
        let words = lines.removeFirst().split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count >= 2, words[0] == "HTTP/1.1" || words[0] == "HTTP/1.0", words[1].utf8.count == 3,
            let status = UInt16(words[1]), 200..<600 ~= status
        else { throw Failure("the answer is not HTTP") }
        let body = Array(bytes[end.upperBound...])
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { throw Failure("the answer is not HTTP") }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            switch line[..<colon].lowercased() {
            case "content-length" where value != String(body.count): throw Failure("the answer was cut off")
            case "transfer-encoding": throw Failure("the answer is in a coding that was not asked for")
            default: break
            }
        }
        return Answer(status: Int(status), body: body)
    }

    /// A connected socket whose calls end in time.
    private struct Connection {
        private let descriptor: Int32
        private let deadline: ContinuousClock.Instant

        init(to place: BoundAddress, until deadline: ContinuousClock.Instant) throws(Failure) {
            let family: Int32
            switch place {
            case .tcp(let host, _): family = host.contains(":") ? AF_INET6 : AF_INET
            case .unix: family = AF_UNIX
            }
            self.deadline = deadline
            descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            guard descriptor >= 0 else { throw Failure("\(place): \(SystemFailure(errno))") }
            do throws(Failure) {
                try bound()
                try Self.connect(descriptor, place)
            } catch {
                close()
                throw error
            }
        }

        func close() { Foundation.close(descriptor) }

        private static func connect(_ descriptor: Int32, _ place: BoundAddress) throws(Failure) {
            let code: Int32
            switch place {
            case .unix(let path):
                guard let address = UnixAddress(path: path) else { throw Failure("\(path): the path is too long") }
                code = address.withPointer { Foundation.connect(descriptor, $0, $1) == 0 ? 0 : errno }
            case .tcp(let host, let port):
                var hints = addrinfo()
                hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
                hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
                var list: UnsafeMutablePointer<addrinfo>?
                guard getaddrinfo(host, String(port), &hints, &list) == 0, let info = list?.pointee else {
                    throw Failure("\(host): no address")
                }
                defer { freeaddrinfo(list) }
                code = Foundation.connect(descriptor, info.ai_addr, info.ai_addrlen) == 0 ? 0 : errno
            }
            guard code == 0 else { throw Failure("\(place): \(SystemFailure(code))") }
        }

        /// Bounds the next call by the time that is left.
        private func bound() throws(Failure) {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { throw Self.late }
            // No time at all would mean for ever.
            let microseconds = max(left.components.attoseconds / 1_000_000_000_000, 1)
            var time = timeval(tv_sec: Int(left.components.seconds), tv_usec: Int(microseconds))
            for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
                setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
            }
        }

        private static let late = Failure("there was no answer in time")

        /// What cannot be sent is left: a server may answer, and close, before it has read everything.
        func write(_ bytes: [UInt8]) throws(Failure) {
            var rest = bytes[...]
            while !rest.isEmpty {
                try bound()
                let count = rest.withUnsafeBytes {
                    Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
            }
        }

        func readToEnd(atMost limit: Int) throws(Failure) -> [UInt8] {
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                try bound()
                let count = recv(descriptor, &buffer, buffer.count, 0)
                switch count {
                case 0: return bytes
                case 1...: bytes += buffer[..<count]
                default:
                    if errno == EINTR { continue }
                    throw errno == EAGAIN ? Self.late : Failure("the answer was cut off: \(SystemFailure(errno))")
                }
                guard bytes.count <= limit else { throw Failure("the answer is longer than \(limit) bytes") }
            }
        }
    }
}
