extension JSONWriter {
    @inline(__always)
    mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    @usableFromInline
    mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    @usableFromInline
    mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    mutating func word(_ word: StaticString) {
        separate()
        word.withUTF8Buffer { bytes.append(contentsOf: $0) }
        needsComma = true
    }

    @inline(__always)
    mutating func quoted(_ text: String) {
        var text = text
        text.withUTF8 { quoted($0) }
    }

    /// Writes text between quotes, run by run of what needs no escape.
    @inline(__always)
    mutating func quoted(_ text: UnsafeBufferPointer<UInt8>) {
        guard Self.skipPlain(text, from: 0) == text.count else { return escaped(text) }
        bytes.append(addingCapacity: text.count + 2) { output in
            output.append(UInt8(ascii: "\""))
            output.withUnsafeMutableBufferPointer { room, count in
                _ = room[count...].initialize(fromContentsOf: text)
                count += text.count
            }
            output.append(UInt8(ascii: "\""))
        }
    }

    private mutating func escaped(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        var copied = 0
        var at = 0
        while true {
            at = Self.skipPlain(text, from: at)
            guard at < text.count else { break }
            guard let escape = Self.escape(text, at: at) else {
                at += 1
                continue
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied..<at]))
            bytes.append(contentsOf: escape.utf8)
            at += text[at] == 0xE2 ? 3 : 1
            copied = at
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied...]))
        bytes.append(UInt8(ascii: "\""))
    }

    /// The first place from `start` on that may need an escape.
    @inline(__always)
    private static func skipPlain(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var at = start
        while text.count - at >= 8, let base = text.baseAddress {
            let word = UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self)
            let plain = ByteWord.plainForWriting(UInt64(littleEndian: word))
            at += plain
            if plain < 8 { return at }
        }
        while at < text.count {
            switch text[at] {
            case 0..<0x20, 0x22, 0x5C, 0xE2: return at
            default: at += 1
            }
        }
        return at
    }

    private static func escape(_ text: UnsafeBufferPointer<UInt8>, at place: Int) -> String? {
        switch text[place] {
        case UInt8(ascii: "\""): return "\\\""
        case UInt8(ascii: "\\"): return "\\\\"
        case 0x08: return "\\b"
        case 0x09: return "\\t"
        case 0x0A: return "\\n"
        case 0x0C: return "\\f"
        case 0x0D: return "\\r"
        case 0x00..<0x10: return "\\u000" + String(text[place], radix: 16)
        case 0x10..<0x20: return "\\u00" + String(text[place], radix: 16)
        case 0xE2 where text[place + 1] == 0x80 && text[place + 2] == 0xA8: return "\\u2028"
        case 0xE2 where text[place + 1] == 0x80 && text[place + 2] == 0xA9: return "\\u2029"
        default: return nil
        }
    }

    mutating func digits(_ value: Int64) {
        var rest = value.magnitude
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        if rest < 10 { return bytes.append(UInt8(ascii: "0") + UInt8(rest)) }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var first = 20
            while rest > 0 {
                first -= 1
                digits.initializeElement(at: first, to: UInt8(ascii: "0") + UInt8(rest % 10))
                rest /= 10
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[first...]))
        }
    }
}
