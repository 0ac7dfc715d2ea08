import HTTPTypes

/// An answer's bytes: head and body in one buffer, for one write.
enum ResponseWriter {
    /// - Parameters:
    ///   - hidesBody: the answer is to a HEAD: the length of the body and not the body.
    ///   - closes: says `Connection: close`.
    static func bytes(_ response: Response, date: [UInt8], hidesBody: Bool, closes: Bool) -> [UInt8] {
        let status = response.head.status
        let hasLength = status.code != 204 && status.code != 304
        let body = hasLength && status.code != 205 ? response.body : []
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512 + (hidesBody ? 0 : body.count))
        bytes.append("HTTP/1.1 ")
        bytes.appendDigits(of: status.code)
        bytes.append(" ")
        bytes.append(text: status.reasonPhrase)
        bytes.append("\r\n")

        var declared: Int?
        for field in response.head.headerFields {
            switch field.name.canonicalName {
            case "content-length": declared = Int(field.value)
            case "connection", "transfer-encoding", "date": break
            default: bytes.append(field)
            }
        }
        bytes.append("date: ")
        bytes.append(contentsOf: date)
        if hasLength {
            bytes.append("\r\ncontent-length: ")
            bytes.appendDigits(of: hidesBody && body.isEmpty ? declared ?? 0 : body.count)
        }
        bytes.append(closes ? "\r\nconnection: close\r\n\r\n" : "\r\n\r\n")
        if !hidesBody { bytes.append(contentsOf: body) }
        return bytes
    }

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
