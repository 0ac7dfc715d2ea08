import HTTPTypes

/// An answer's bytes.
enum ResponseWriter {
    /// How the client knows where the body ends.
    enum Framing: Equatable {
        /// There is none: 204 and 304, or nobody knows its length and it is not sent.
        case none
        case length(Int)
        case chunked
        case untilClose
    }

    /// How a body is framed.
    /// - Parameters:
    ///   - hidesBody: the answer is to a HEAD: the length of the body and not the body.
    ///   - isHTTP10: the client understands no chunks.
    static func framing(_ response: Response, hidesBody: Bool, isHTTP10: Bool = false) -> Framing {
        switch response.head.status.code {
        case 204, 304: return .none
        case 205: return .length(0)
        default: break
        }
        switch response.body {
        case .bytes(let bytes) where hidesBody && bytes.isEmpty:
            return .length(response.head.headerFields[.contentLength].flatMap { Int($0) } ?? 0)
        case .bytes(let bytes): return .length(bytes.count)
        case .stream(let length?, _): return .length(length)
        case .stream(nil, _): return hidesBody ? .none : isHTTP10 ? .untilClose : .chunked
        }
    }

    /// An answer whose body is here, head and body in one buffer for one write.
    /// - Parameter closes: says `Connection: close`.
    static func bytes(_ response: Response, date: [UInt8], hidesBody: Bool, closes: Bool) -> [UInt8] {
        let framing = framing(response, hidesBody: hidesBody)
        var body: [UInt8] = []
        if case .bytes(let all) = response.body, !hidesBody, framing == .length(all.count) { body = all }
        var bytes = head(response.head, framing, date: date, closes: closes, room: body.count)
        bytes.append(contentsOf: body)
        return bytes
    }

    /// The head alone, in a buffer with room for what comes behind it.
    static func head(
        _ head: HTTPResponse,
        _ framing: Framing,
        date: [UInt8],
        closes: Bool,
        room: Int = 0
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512 + room)
        bytes.append("HTTP/1.1 ")
        bytes.appendDigits(of: head.status.code)
        bytes.append(" ")
        bytes.append(text: head.status.reasonPhrase)
        bytes.append("\r\n")
        for field in head.headerFields {
            switch field.name.canonicalName {
            case "connection", "content-length", "date", "transfer-encoding": break
            default: bytes.append(field)
            }
        }
        bytes.append("date: ")
        bytes.append(contentsOf: date)
        switch framing {
        case .none, .untilClose: break
        case .length(let length):
            bytes.append("\r\ncontent-length: ")
            bytes.appendDigits(of: length)
        case .chunked: bytes.append("\r\ntransfer-encoding: chunked")
        }
        bytes.append(closes ? "\r\nconnection: close\r\n\r\n" : "\r\n\r\n")
        return bytes
    }

    /// One chunk of the chunked coding. `content` is not empty: an empty chunk would be the last.
    static func chunk(_ content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(content.count + 20)
        bytes.append(text: String(content.count, radix: 16))
        bytes.append("\r\n")
        bytes.append(contentsOf: content)
        bytes.append("\r\n")
        return bytes
    }

    static let lastChunk = Array("0\r\n\r\n".utf8)
    static let goOn = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
}

extension Response {
    /// Whether `respond` itself wants the connection closed.
    var asksToClose: Bool {
        head.headerFields[.connection]?.lowercased().split(separator: ",").contains {
            $0.drop(while: \.isWhitespace).prefix(5) == "close"
        } ?? false
    }

    /// What may go out as a final answer; anything else is a fault of `respond`, and is answered with 500.
    var isFinal: Bool { 200...599 ~= head.status.code }
}

extension [UInt8] {
    fileprivate mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    fileprivate mutating func append(text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }

    fileprivate mutating func append(_ field: HTTPField) {
        append(text: field.name.rawName)
        append(": ")
        field.withUnsafeBytesOfValue { append(contentsOf: $0) }
        append("\r\n")
    }

    fileprivate mutating func appendDigits(of number: Int) {
        let start = count
        var rest = Swift.max(number, 0)
        repeat {
            append(UInt8(0x30 + rest % 10))
            rest /= 10
        } while rest > 0
        self[start...].reverse()
    }
}
