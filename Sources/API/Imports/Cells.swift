import Councils
import JSONText
import Web

/// What the cells of a column mean. People type them, and spreadsheets rewrite them.
enum CellKind: Sendable {
    case text
    /// A day in any of the ways in which people write one.
    case day
    /// A number: full-width digits and separators of thousands are understood.
    case number
    /// A text of digits, which may be full-width ones.
    case code
    case flag
    /// Texts, each in a line of its own.
    case lines
    /// The same, of which each is the name of an object.
    case names
    case json
}

extension JSONWriter {
    /// Writes what a cell means.
    ///
    /// - Parameter cell: not empty, without the apostrophe that makes it harmless.
    mutating func cell(_ cell: String, as kind: CellKind) throws(Invalid) {
        switch kind {
        case .text: string(cell)
        case .day: string(Numerals.day(cell))
        case .code: string(Numerals.halfWidth(cell))
        case .number:
            guard let number = Numerals.number(cell) else { throw .format("4371 / 55.5") }
            raw(number.utf8)
        case .flag:
            guard let flag = Self.flags[cell.lowercased()] else {
                throw .unknownValue(allowed: ["true", "false", "はい", "いいえ"])
            }
            bool(flag)
        case .lines, .names:
            if cell.utf8.first == UInt8(ascii: "[") { return try json(cell) }
            let lines = cell.split(whereSeparator: \.isNewline)
            array { json in
                for line in lines {
                    if kind == .names {
                        json.object { $0.member("name", String(line)) }
                    } else {
                        json.string(String(line))
                    }
                }
            }
        case .json: try json(cell)
        }
    }

    private mutating func json(_ cell: String) throws(Invalid) {
        do {
            value(try JSONValue(parsing: cell.utf8))
        } catch {
            throw Invalid(error)
        }
    }

    private static let flags = ["true": true, "false": false, "はい": true, "いいえ": false]
}

extension Invalid {
    /// What is wrong with the JSON in a cell or a line.
    init(_ faults: JSONFaults) {
        guard let fault = faults.faults.first else {
            self = .malformed(code: "syntax", ja: "JSON として読めません", en: "This is not valid JSON")
            return
        }
        self.init(fault)
    }

    init(_ fault: JSONFault) {
        self = .malformed(
            code: fault.code.rawValue,
            ja: fault.code.japanese,
            en: fault.detail ?? fault.code.rawValue
        )
    }
}

/// Numbers and days as they are typed in Japan and rewritten by spreadsheets.
enum Numerals {
    /// Full-width digits, letters, signs and spaces as ASCII ones.
    static func halfWidth(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xFF01...0xFF5E: result.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
            case 0x3000: result.append(" ")
            case 0x2212, 0x2010, 0x2011, 0x2013: result.append("-")
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// `4371` for `４，３７１`; nil for what is no number in one of the usual forms.
    static func number(_ text: String) -> String? {
        var rest = halfWidth(text).utf8.filter { $0 != 0x20 }[...]
        var number: [UInt8] = []
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            if sign == UInt8(ascii: "-") { number.append(sign) }
            rest = rest.dropFirst()
        }
        let whole = rest.prefix { $0 != UInt8(ascii: ".") }
        let groups = whole.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        let isGrouped = groups.count > 1
        for (place, group) in groups.enumerated() {
            let isRight = !isGrouped || (place == 0 ? (1...3).contains(group.count) : group.count == 3)
            guard isRight, !group.isEmpty, group.allSatisfy(isDigit) else { return nil }
            number += group
        }
        // 007 is a number to a spreadsheet, and none to JSON.
        let sign = number.prefix { $0 == UInt8(ascii: "-") }
        let digits = number.dropFirst(sign.count).drop { $0 == UInt8(ascii: "0") }
        number = sign + (digits.isEmpty ? [UInt8(ascii: "0")] : Array(digits))
        let fraction = rest[whole.endIndex...].dropFirst()
        guard fraction.allSatisfy(isDigit), !(whole.endIndex < rest.endIndex && fraction.isEmpty) else { return nil }
        // A count that a spreadsheet shows with decimals is still a count.
        if fraction.contains(where: { $0 != UInt8(ascii: "0") }) { number += [UInt8(ascii: ".")] + fraction }
        return String(decoding: number, as: UTF8.self)
    }

    /// The day in a form that ``Day`` reads: `2025/7/10`, `２０２５年７月１０日` and `Ｒ７．７．１０` too. What is no such form
    /// stays, and is refused as a day.
    static func day(_ text: String) -> String {
        // A spreadsheet shows a day as the first moment of it, too.
        let whole = halfWidth(text)
        let plain = (whole.hasSuffix(" 0:00") ? String(whole.dropLast(5)) : whole).filter { !$0.isWhitespace }
        for (marks, end) in [("/", ""), ("-", ""), (".", ""), ("年月", "日")] {
            let parts = plain.dropLast(plain.hasSuffix(end) ? end.count : 0).split { marks.contains($0) }
            guard parts.count == 3, parts[0].count == 4, plain.hasSuffix(end),
                parts.allSatisfy({ $0.utf8.allSatisfy(isDigit) })
            else { continue }
            let numbers = parts.compactMap { Int($0) }
            guard numbers.count == 3, let day = Day(year: numbers[0], month: numbers[1], day: numbers[2]) else {
                continue
            }
            return day.description
        }
        // 令和7/7/10 and r7.7.10 as well.
        for (name, letter) in [("明治", "M"), ("大正", "T"), ("昭和", "S"), ("平成", "H"), ("令和", "R")]
        where plain.hasPrefix(name) && plain.contains("/") {
            return letter + plain.dropFirst(2).replacing("/", with: ".")
        }
        if let first = plain.unicodeScalars.first, "MTSHRmtshr".unicodeScalars.contains(first) {
            return plain.uppercased().replacing("/", with: ".").replacing("-", with: ".")
        }
        return plain
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
