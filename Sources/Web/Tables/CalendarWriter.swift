/// Writes iCalendar content lines (RFC 5545 §3.1): CRLF, folded after 75 octets and never within a character.
public struct CalendarWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    /// What has been written since the last time.
    public mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    /// A line whose value is no text: a time, a number, a word.
    ///
    /// - Parameter name: with its parameters: `DTSTART;VALUE=DATE`.
    public mutating func line(_ name: String, _ value: String) { fold(name + ":" + value) }

    /// A line with a text; nothing where there is none.
    public mutating func text(_ name: String, _ value: String?) {
        guard let value else { return }
        fold(name + ":" + Self.escaped(value))
    }

    private mutating func fold(_ line: String) {
        var length = 0
        for scalar in line.unicodeScalars {
            let width = UTF8.width(scalar)
            if length + width > 75 {
                bytes += [0x0D, 0x0A, 0x20]
                length = 1
            }
            bytes += Array(String(scalar).utf8)
            length += width
        }
        bytes += [0x0D, 0x0A]
    }

    /// RFC 5545 §3.3.11. Control characters have no form.
    private static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var scalars = text.unicodeScalars.makeIterator()
        var isAfterReturn = false
        while let scalar = scalars.next() {
            let isReturn = scalar == "\r"
            defer { isAfterReturn = isReturn }
            switch scalar {
            case "\\", ";", ",":
                result.append("\\")
                result.append(scalar)
            case "\n" where isAfterReturn: break
            case "\n", "\r": result.append(contentsOf: "\\n".unicodeScalars)
            case "\t": result.append(scalar)
            default: if scalar.value >= 0x20, scalar.value != 0x7F { result.append(scalar) }
            }
        }
        return String(result)
    }
}
