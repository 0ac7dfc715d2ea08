import HTTPTypes

/// Takes the chunked coding (RFC 9112 §7.1) off a body that comes in any pieces.
///
/// Chunk extensions are read strictly, without white space around their parts, and ignored; so are trailer fields,
/// except those that would change the framing or the routing, which are refused (RFC 9110 §6.5.1).
struct ChunkedBody {
    private enum State {
        case size(value: Int, digits: Int)
        case sizeLineFeed(Int)
        case extensions(Int)
        case data(Int)
        case dataReturn
        case dataLineFeed
        case trailer
        case done
    }

    private let limits: Limits
    private var state = State.size(value: 0, digits: 0)
    private var line: [UInt8] = []
    private var extensionBytes = 0
    private var trailerBytes = 0
    private var trailerFields = 0
    /// Bytes of content up to now.
    private var count = 0

    /// Digits of a chunk size, leading zeros counted.
    private static let mostDigits = 15

    init(_ limits: Limits) {
        self.limits = limits
    }

    var isDone: Bool { if case .done = state { true } else { false } }

    /// Appends the content in `input` to `body`, and says how many bytes of `input` belonged to this body.
    ///
    /// Fails with `contentTooLarge` when the content is more than `limit` bytes in all, `malformedRequest`, `headersTooLarge`.
    mutating func decode(_ input: Bytes, into body: inout [UInt8], atMost limit: Int) throws(Refusal) -> Int {
        var index = 0
        while index < input.count {
            if case .done = state { break }
            if case .data(let remaining) = state {
                let count = min(remaining, input.count - index)
                body.append(contentsOf: input.part(index..<index + count))
                index += count
                self.count += count
                state = count == remaining ? .dataReturn : .data(remaining - count)
                continue
            }
            try step(input[index], room: limit - count, limit: limit)
            index += 1
        }
        return index
    }

    private mutating func step(_ byte: UInt8, room: Int, limit: Int) throws(Refusal) {
        switch state {
        case .size(let value, let digits):
            if let digit = byte.hexDigit {
                guard digits < Self.mostDigits else { throw .malformed("a chunk size has too many digits") }
                state = .size(value: value * 16 + digit, digits: digits + 1)
                return
            }
            guard digits > 0 else { throw .malformed("a chunk size is not hexadecimal") }
            guard value <= room else { throw .bodyTooLarge(limit) }
            if byte == .cr {
                state = .sizeLineFeed(value)
            } else if byte == UInt8(ascii: ";") {
                line.removeAll(keepingCapacity: true)
                line.append(byte)
                state = .extensions(value)
            } else {
                throw .malformed("a chunk size is not hexadecimal")
            }
        case .extensions(let value):
            try collectExtension(byte, size: value)
        case .sizeLineFeed(let value):
            guard byte == .lf else { throw .malformed("a chunk size does not end in CRLF") }
            line.removeAll(keepingCapacity: true)
            state = value == 0 ? .trailer : .data(value)
        case .dataReturn:
            guard byte == .cr else { throw .malformed("a chunk is longer than its size") }
            state = .dataLineFeed
        case .dataLineFeed:
            guard byte == .lf else { throw .malformed("a chunk does not end in CRLF") }
            state = .size(value: 0, digits: 0)
        case .trailer:
            try collectTrailer(byte)
        case .data, .done:
            break
        }
    }

    private mutating func collectExtension(_ byte: UInt8, size: Int) throws(Refusal) {
        guard byte != .cr else {
            guard ChunkExtensions.areValid(line) else { throw .malformed("a chunk extension is malformed") }
            state = .sizeLineFeed(size)
            return
        }
        extensionBytes += 1
        guard extensionBytes <= limits.head else { throw .malformed("the chunk extensions are too long") }
        line.append(byte)
    }

    private mutating func collectTrailer(_ byte: UInt8) throws(Refusal) {
        trailerBytes += 1
        guard trailerBytes <= limits.head else {
            throw Refusal(.headersTooLarge, "the trailer section is longer than \(limits.head) bytes")
        }
        guard byte == .lf else {
            line.append(byte)
            return
        }
        guard line.popLast() == .cr else { throw .malformed("a trailer line ends in LF without CR") }
        guard !line.isEmpty else {
            state = .done
            return
        }
        trailerFields += 1
        guard trailerFields <= limits.fields else {
            throw Refusal(.headersTooLarge, "the trailer section has more than \(limits.fields) fields")
        }
        try Self.checkTrailer(line)
        line.removeAll(keepingCapacity: true)
    }

    private static func checkTrailer(_ line: [UInt8]) throws(Refusal) {
        let name = try line.withUnsafeBufferPointer { bytes throws(Refusal) in
            try FieldLine(Bytes(bytes)).name.canonicalName
        }
        switch name {
        case "content-length", "transfer-encoding", "host", "connection", "trailer", "expect", "te", "authorization",
            "content-encoding", "content-type", "content-range":
            throw .malformed("a trailer field belongs in the head")
        default:
            break
        }
    }
}
