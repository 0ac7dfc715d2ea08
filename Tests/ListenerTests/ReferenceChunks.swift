import Listener

/// What a chunked body means, said as simply as can be: one pass over the whole of it, line by line.
enum ReferenceChunks: Equatable {
    case done(content: [UInt8], used: Int)
    case refused(Set<Refusal.Code>)
    case incomplete

    private static let forbidden: Set = [
        "content-length", "transfer-encoding", "host", "connection", "trailer", "expect", "te", "authorization",
        "content-encoding", "content-type", "content-range",
    ]

    static func judge(_ bytes: [UInt8], atMost limit: Int, _ limits: Limits) -> ReferenceChunks {
        var rest = bytes[...]
        var content: [UInt8] = []
        while true {
            let digits = rest.prefix(while: Grammar.isHexDigit)
            if digits.count > 15 { return .refused([.malformedRequest]) }
            guard let next = rest[digits.endIndex...].first else { return .incomplete }
            guard let size = Int(Grammar.text(Array(digits)), radix: 16) else { return .refused([.malformedRequest]) }
            let isTooLarge = size > limit - content.count
            guard next == 0x0D || next == UInt8(ascii: ";") else {
                return .refused(isTooLarge ? [.malformedRequest, .contentTooLarge] : [.malformedRequest])
            }
            if isTooLarge { return .refused([.contentTooLarge]) }
            let line = rest[digits.endIndex...]
            guard let end = line.firstIndex(of: 0x0D) else { return .incomplete }
            guard isExtension(Array(line[..<end])) else { return .refused([.malformedRequest]) }
            guard end + 1 < rest.endIndex else { return .incomplete }
            if rest[end + 1] != 0x0A { return .refused([.malformedRequest]) }
            rest = rest[(end + 2)...]
            if size == 0 { break }
            content += rest.prefix(size)
            rest = rest.dropFirst(size)
            for expected in [0x0D, 0x0A] as [UInt8] {
                guard let byte = rest.first else { return .incomplete }
                if byte != expected { return .refused([.malformedRequest]) }
                rest = rest.dropFirst()
            }
        }
        return trailer(rest, bytes, content, limits)
    }

    /// Quoted values are made into one NUL each; what is left splits at ";" and "=".
    private static func isExtension(_ bytes: [UInt8]) -> Bool {
        if bytes.isEmpty { return true }
        guard Grammar.isFieldValue(bytes) else { return false }
        var plain: [UInt8] = []
        var quoted: [UInt8]?
        for byte in bytes {
            if let inner = quoted {
                let isEscaped = inner.reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
                quoted = byte == UInt8(ascii: "\"") && !isEscaped ? nil : inner + [byte]
            } else if byte == UInt8(ascii: "\"") {
                quoted = []
                plain.append(0)
            } else {
                plain.append(byte)
            }
        }
        let extensions = Grammar.split(plain, by: ";")
        return quoted == nil && extensions[0].isEmpty
            && extensions.dropFirst().allSatisfy { part in
                let sides = Grammar.split(part, by: "=")
                let hasValue = sides.count == 2 && (sides[1] == [0] || Grammar.isToken(sides[1]))
                return Grammar.isToken(sides[0]) && (sides.count == 1 || hasValue)
            }
    }

    private static func trailer(
        _ section: ArraySlice<UInt8>,
        _ bytes: [UInt8],
        _ content: [UInt8],
        _ limits: Limits
    ) -> ReferenceChunks {
        var rest = section
        var fields = 0
        while let end = rest.firstIndex(of: 0x0A) {
            if end + 1 - section.startIndex > limits.head { return .refused([.headersTooLarge]) }
            guard end > rest.startIndex, rest[end - 1] == 0x0D else { return .refused([.malformedRequest]) }
            let line = Array(rest[..<(end - 1)])
            rest = rest[(end + 1)...]
            if line.isEmpty { return .done(content: content, used: rest.startIndex - bytes.startIndex) }
            fields += 1
            if fields > limits.fields { return .refused([.headersTooLarge]) }
            let parts = Grammar.split(line, by: ":")
            guard parts.count >= 2, Grammar.isToken(parts[0]) else { return .refused([.malformedRequest]) }
            let value = Grammar.trimmed(Array(line[(parts[0].count + 1)...]))
            guard Grammar.isFieldValue(value), String(validating: value, as: UTF8.self) != nil,
                !forbidden.contains(Grammar.text(parts[0]).lowercased())
            else { return .refused([.malformedRequest]) }
        }
        return bytes.endIndex - section.startIndex > limits.head ? .refused([.headersTooLarge]) : .incomplete
    }
}
