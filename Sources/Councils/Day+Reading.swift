extension Day {
    /// Reads `2025-07-10`, `令和7年7月10日` (also 元年, and full-width digits) or `R7.7.10`.
    ///
    /// A day outside the era that it names is refused: 平成 ends on 2019-04-30.
    public init(_ raw: String) throws(Invalid) {
        if let day = Self.plain(raw) ?? Self.inEra(Text.trimming(raw)) {
            self = day
        } else {
            throw .day
        }
    }

    private static func plain(_ raw: String) -> Day? {
        let bytes = Array(raw.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = Digits.value(bytes[0..<4]), let month = Digits.value(bytes[5..<7]),
            let day = Digits.value(bytes[8..<10])
        else { return nil }
        return Day(year: year, month: month, day: day)
    }

    private static func inEra(_ raw: String) -> Day? {
        let text = Digits.halfWidth(raw)
        for era in Era.all {
            if text.hasPrefix(era.name) {
                return inEra(era, text.dropFirst(era.name.count), marks: ("年", "月", "日"))
            }
            if text.hasPrefix(era.letter) {
                return inEra(era, text.dropFirst(1), marks: (".", ".", ""))
            }
        }
        return nil
    }

    private static func inEra(_ era: Era, _ rest: Substring, marks: (String, String, String)) -> Day? {
        var rest = rest
        guard let year = number(&rest, before: marks.0, first: marks.0 == "年"),
            let month = number(&rest, before: marks.1), let day = number(&rest, before: marks.2), rest.isEmpty,
            let found = Day(year: era.begin.year + year - 1, month: month, day: day),
            Era.of(found) == era
        else { return nil }
        return found
    }

    /// One or two digits (or 元 for the first year) and the mark after them, taken off the front.
    private static func number(_ rest: inout Substring, before mark: String, first: Bool = false) -> Int? {
        let digits = mark.isEmpty ? rest : rest.prefix { String($0) != mark }
        let value = first && digits == "元" ? 1 : Digits.value(Array(digits.utf8)[...])
        guard let value, value > 0, (1...2).contains(digits.count) else { return nil }
        rest = rest[digits.endIndex...]
        guard rest.hasPrefix(mark) else { return nil }
        rest = rest.dropFirst(mark.count)
        return value
    }
}

enum Digits {
    /// The number that ASCII digits say; nil for anything else.
    static func value(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard !bytes.isEmpty, bytes.count <= 9 else { return nil }
        var value = 0
        for byte in bytes {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }

    /// Writes a number from 0 up with leading zeros; what does not fit the width is cut off in front.
    static func write(_ value: Int, width: Int, to bytes: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
        var rest = value
        for place in stride(from: start + width - 1, through: start, by: -1) {
            bytes[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    /// Full-width digits and full stops as ASCII ones.
    static func halfWidth(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xFF10...0xFF19: result.append(Unicode.Scalar(UInt8(scalar.value - 0xFF10) + UInt8(ascii: "0")))
            case 0xFF0E: result.append(".")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
