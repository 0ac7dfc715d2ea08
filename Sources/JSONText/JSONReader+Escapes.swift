extension JSONReader {
    /// Takes an escape. Nil once reading has ended; U+FFFD for half a pair.
    mutating func escape() -> Unicode.Scalar? {
        let start = at
        at += 1
        guard at < bytes.count else { return end(.syntax, "the text ends within a string") }
        at += 1
        switch bytes[at - 1] {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "b"): return accept("\u{08}", at: start) ? "\u{08}" : nil
        case UInt8(ascii: "f"): return accept("\u{0C}", at: start) ? "\u{0C}" : nil
        case UInt8(ascii: "u"): return escapedScalar(from: start)
        default:
            at = start
            return end(.syntax, "no such escape")
        }
    }

    private mutating func escapedScalar(from start: Int) -> Unicode.Scalar? {
        guard let unit = hexadecimal() else {
            at = start
            return end(.syntax, "four hexadecimal digits are expected")
        }
        if UTF16.isLeadSurrogate(unit), bytes.count - at >= 2, bytes[at] == UInt8(ascii: "\\"),
            bytes[at + 1] == UInt8(ascii: "u")
        {
            let second = at
            at += 2
            if let trail = hexadecimal(), UTF16.isTrailSurrogate(trail),
                let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + UInt32(trail) - 0xDC00)
            {
                return accept(scalar, at: start) ? scalar : nil
            }
            at = second
        }
        guard let scalar = Unicode.Scalar(unit) else {
            return noteOnce(.unpairedSurrogate, at: start, Self.name(UInt32(unit))) ? "\u{FFFD}" : nil
        }
        if ["\t", "\n", "\r"].contains(scalar) { return scalar }
        return accept(scalar, at: start) ? scalar : nil
    }

    private mutating func hexadecimal() -> UInt16? {
        guard bytes.count - at >= 4 else { return nil }
        var unit: UInt16 = 0
        for byte in bytes[at..<at + 4] {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            unit = unit << 4 | UInt16(digit)
        }
        at += 4
        return unit
    }
}
