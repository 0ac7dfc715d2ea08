internal import FoundationEssentials

/// The few JSON lines that this module writes by itself: `FORMAT` and the headers.
enum Format {
    static let version = 1
    static let newline = UInt8(ascii: "\n")

    /// What any of those lines may hold. Reading takes what is there; what must be there is for the reader to check,
    /// which it does by writing the line anew and comparing the bytes.
    struct Fields: Decodable {
        var name: String?
        var format: String?
        var version: Int?
        var store: String?
        var seq: UInt64?
        var segment: UInt64?
        var firstSeq: UInt64?
        var follows: String?
        var bytes: Int64?
        var sum: String?
    }

    static func fields(of line: some Collection<UInt8>) -> Fields? {
        try? JSONDecoder().decode(Fields.self, from: Data(line))
    }

    /// A JSON string.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                quoted += "\\\(scalar)"
            case ..<" ":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default:
                quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

/// File names that are numbers: `0000000001.ndjson`.
enum FileName {
    static let suffix = ".ndjson"

    static func numbered(_ number: UInt64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 10 - digits.count)) + digits + suffix
    }

    /// Nil if the name is not exactly what `numbered` gives.
    static func number(of name: String) -> UInt64? {
        guard name.hasSuffix(suffix), let number = UInt64(name.dropLast(suffix.count)) else { return nil }
        return numbered(number) == name ? number : nil
    }
}
