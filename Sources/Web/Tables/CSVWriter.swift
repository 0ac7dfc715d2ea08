/// Writes CSV as spreadsheets read it: UTF-8, rows that end with CRLF, and quotes only where they are needed.
public struct CSVWriter: Sendable {
    public private(set) var bytes: [UInt8]
    private var isFirst = true
    /// Where the row began.
    private var start = 0

    public init(byteOrderMark: Bool = false) {
        bytes = byteOrderMark ? CSVReader.byteOrderMark : []
        start = bytes.count
    }

    /// What has been written since the last time.
    public mutating func take() -> [UInt8] {
        defer {
            bytes = []
            start = 0
        }
        return bytes
    }

    /// Adds a cell with a text, made harmless (``CellText/guarded(_:)``).
    public mutating func text(_ text: String) { cell(CellText.guarded(text)) }

    /// Adds a cell as it is: a number, a word of ours, nothing.
    public mutating func cell(_ text: String) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        let isQuoted = text.utf8.contains { byte in
            byte == UInt8(ascii: "\"") || byte == UInt8(ascii: ",") || byte == 0x0A || byte == 0x0D
        }
        guard isQuoted else {
            bytes += text.utf8
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Ends the row.
    public mutating func endRow() {
        // A row of one empty cell would look like none.
        if !isFirst, bytes.count == start { bytes += [UInt8(ascii: "\""), UInt8(ascii: "\"")] }
        bytes += [0x0D, 0x0A]
        isFirst = true
        start = bytes.count
    }
}

/// Texts in cells that a spreadsheet would take for formulas.
public enum CellText {
    /// The text with an apostrophe before it if it begins as a formula does, or with an apostrophe.
    public static func guarded(_ text: String) -> String { begins(text.unicodeScalars.first) ? "'" + text : text }

    /// The text that ``guarded(_:)`` was given. One that was never guarded stays as it is, also `'tis`.
    public static func restored(_ cell: String) -> String {
        guard cell.utf8.first == UInt8(ascii: "'"), begins(cell.unicodeScalars.dropFirst().first) else { return cell }
        return String(cell.unicodeScalars.dropFirst())
    }

    /// The full-width signs too: a Japanese spreadsheet takes them for the others.
    private static func begins(_ scalar: Unicode.Scalar?) -> Bool {
        switch scalar {
        case "=", "+", "-", "@", "'", "\t", "\n", "\r": true
        case "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}", "\u{30FC}", "\u{2212}": true
        default: false
        }
    }
}
