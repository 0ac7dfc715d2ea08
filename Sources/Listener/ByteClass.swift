/// The classes of bytes that RFC 9110 and RFC 3986 speak of.
extension UInt8 {
    /// RFC 9110 §5.6.2 `tchar`.
    var isTokenCharacter: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: true
        default: false
        }
    }

    /// RFC 3986 `pchar`, "/" and "?", without "%", whose two digits have to be looked at.
    var isTargetCharacter: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true  // DIGIT, ALPHA
        case 0x2D, 0x2E, 0x5F, 0x7E: true  // - . _ ~
        case 0x21, 0x24, 0x26...0x2C, 0x3B, 0x3D: true  // ! $ & ' ( ) * + , ; =
        case 0x2F, 0x3A, 0x3F, 0x40: true  // / : ? @
        default: false
        }
    }

    /// A byte of a field value: HTAB, SP, visible ASCII, obs-text.
    var isFieldValueCharacter: Bool { self >= 0x20 && self != 0x7F || self == 0x09 }

    var isWhitespace: Bool { self == 0x20 || self == 0x09 }

    var isDigit: Bool { 0x30...0x39 ~= self }

    var hexDigit: Int? {
        switch self {
        case 0x30...0x39: Int(self) - 0x30
        case 0x41...0x46: Int(self) - 0x41 + 10
        case 0x61...0x66: Int(self) - 0x61 + 10
        default: nil
        }
    }

    var lowercased: UInt8 { 0x41...0x5A ~= self ? self | 0x20 : self }

    static let cr: UInt8 = 0x0D
    static let lf: UInt8 = 0x0A
}

/// A stretch of bytes that is looked at in place.
typealias Bytes = UnsafeRawBufferPointer

extension UnsafeRawBufferPointer {
    /// The bytes of `range`, counted from 0.
    func part(_ range: Range<Int>) -> Bytes { Bytes(rebasing: self[range]) }

    /// The bytes without spaces and tabs at both ends.
    var trimmed: Bytes {
        var start = 0
        var end = count
        while start < end, self[start].isWhitespace { start += 1 }
        while end > start, self[end - 1].isWhitespace { end -= 1 }
        return part(start..<end)
    }

    /// Whether these are the bytes of `text`, which is in lower-case ASCII, in any case.
    func equalsIgnoringCase(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        for index in indices where self[index].lowercased != text.utf8Start[index] { return false }
        return true
    }
}
