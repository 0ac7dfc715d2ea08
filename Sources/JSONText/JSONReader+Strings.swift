extension JSONReader {
    /// Reads a string whose opening quote has been taken. The first fault of each code is noted.
    mutating func string() -> String? {
        let start = at
        stringFaults = 0
        var copied = at
        var isSettled = true
        unescaped.removeAll(keepingCapacity: true)
        while true {
            skipPlain()
            guard at < bytes.count else { return end(.syntax, "the text ends within a string") }
            switch bytes[at] {
            case UInt8(ascii: "\""):
                let rest = UnsafeBufferPointer(rebasing: bytes[copied..<at])
                at += 1
                if unescaped.isEmpty {
                    return isSettled
                        ? String(decoding: rest, as: UTF8.self) : bounded(form.applied(to: rest), at: start)
                }
                unescaped.append(contentsOf: rest)
                if isSettled { return String(decoding: unescaped, as: UTF8.self) }
                return bounded(form.applied(to: unescaped), at: start)
            case UInt8(ascii: "\\"):
                unescaped.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<at]))
                guard let scalar = escape() else { return nil }
                unescaped.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                copied = at
                if !UnicodeForm.isSettled(scalar.value) { isSettled = false }
            case 0..<0x80:
                let byte = bytes[at]
                guard noteOnce(.controlCharacter, at: at, Self.control(byte)) else { return nil }
                at += 1
            default:
                let (scalar, length) = decode()
                if let scalar {
                    guard accept(scalar, at: at) else { return nil }
                    if !UnicodeForm.isSettled(scalar.value) { isSettled = false }
                    at += length
                } else {
                    // Replaced here: what is handed on is UTF-8, whatever was sent.
                    guard noteOnce(.notUTF8, at: at, nil) else { return nil }
                    unescaped.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<at]))
                    unescaped.append(contentsOf: UTF8.encodedReplacementCharacter)
                    at += length
                    copied = at
                }
            }
        }
    }

    private static func control(_ byte: UInt8) -> String {
        let name = name(UInt32(byte))
        return [0x09, 0x0A, 0x0D].contains(byte) ? name + " has to be written as an escape" : name
    }

    /// Runs over printable ASCII other than quotes and backslashes.
    @inline(__always)
    private mutating func skipPlain() {
        while bytes.count - at >= 8, let base = bytes.baseAddress {
            let word = UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self)
            let plain = ByteWord.plainForReading(UInt64(littleEndian: word))
            at += plain
            if plain < 8 { return }
        }
        while at < bytes.count {
            switch bytes[at] {
            case 0x22, 0x5C: return
            case 0x20..<0x7F: at += 1
            default: return
            }
        }
    }

    private mutating func bounded(_ read: (text: String, isBounded: Bool), at start: Int) -> String? {
        if read.isBounded { return read.text }
        let detail = "at most \(UnicodeForm.longestRun) in a row"
        return noteOnce(.tooManyCombiningCharacters, at: start, detail) ? read.text : nil
    }
}
