extension JSONReader {
    /// The scalar outside ASCII that begins here, and the bytes to go on by. No scalar if the bytes are not UTF-8:
    /// overlong forms, surrogates, numbers above U+10FFFF and broken sequences are not.
    @inline(__always)
    func decode() -> (scalar: Unicode.Scalar?, length: Int) {
        let lead = UInt32(bytes[at])
        let length: Int
        let least: UInt32
        switch lead {
        case 0xE0...0xEF: (length, least) = (3, 0x800)
        case 0xC2...0xDF: (length, least) = (2, 0x80)
        case 0xF0...0xF4: (length, least) = (4, 0x10000)
        default: return (nil, 1)
        }
        guard bytes.count - at >= length else { return (nil, 1) }
        var value = lead & (0x7F &>> UInt32(length))
        for byte in 1..<length {
            let next = UInt32(bytes[at + byte])
            guard next & 0xC0 == 0x80 else { return (nil, 1) }
            value = value &<< 6 | next & 0x3F
        }
        guard value >= least, let scalar = Unicode.Scalar(value) else { return (nil, 1) }
        return (scalar, length)
    }

    /// Notes what is wrong with a scalar. False once reading has ended.
    @inline(__always)
    mutating func accept(_ scalar: Unicode.Scalar, at offset: Int) -> Bool {
        let value = scalar.value
        // Kana and ideographs, before anything else.
        if value >= 0x2E00 && value < 0xFDD0 || value >= 0x20 && value < 0x7F { return true }
        let code: JSONFault.Code
        switch value {
        case 0...0x1F, 0x7F...0x9F: code = .controlCharacter
        case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: code = .bidiControl
        case 0xFDD0...0xFDEF: code = .noncharacter
        case _ where value & 0xFFFE == 0xFFFE: code = .noncharacter
        default: return true
        }
        return noteOnce(code, at: offset, Self.name(value))
    }

    /// Notes a fault unless the string being read has one of its code already: a string made of nothing else costs a
    /// look at one bit each time, and no detail. False once reading has ended.
    @inline(__always)
    mutating func noteOnce(
        _ code: JSONFault.Code,
        at offset: Int,
        _ detail: @autoclosure () -> String?
    ) -> Bool {
        let bit = Self.bit(of: code)
        if stringFaults & bit != 0 { return true }
        stringFaults |= bit
        return note(code, at: offset, detail())
    }

    @inline(__always)
    private static func bit(of code: JSONFault.Code) -> UInt16 {
        switch code {
        case .notUTF8: 1
        case .byteOrderMark: 1 << 1
        case .syntax: 1 << 2
        case .trailingContent: 1 << 3
        case .tooDeep: 1 << 4
        case .duplicateName: 1 << 5
        case .numberOutOfRange: 1 << 6
        case .unpairedSurrogate: 1 << 7
        case .controlCharacter: 1 << 8
        case .bidiControl: 1 << 9
        case .noncharacter: 1 << 10
        case .tooManyCombiningCharacters: 1 << 11
        }
    }

    /// `U+202E`
    static func name(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
