/// Reads CSV (RFC 4180), row by row, whatever it is given: it ends with a fault or at the end.
///
/// A byte order mark is passed over; rows end with CRLF, LF or CR. A cell in double quotes may hold all of these and
/// doubled quotes; a quote within a cell that has none around it stands for itself.
public struct CSVReader: Sendable {
    public struct Row: Hashable, Sendable {
        /// As a spreadsheet counts: the first one is 1.
        public var number: Int
        public var cells: [String]

        /// Whether nothing stands in it.
        public var isBlank: Bool { cells.allSatisfy(\.isEmpty) }
    }

    public enum Fault: Error, Hashable, Sendable {
        /// A quoted cell of this row never ends.
        case unclosedQuote(row: Int)
        /// Something stands between the quote that ends a cell (from 0) and the next comma.
        case textAfterQuote(row: Int, cell: Int)
    }

    private let bytes: [UInt8]
    private var place = 0
    private var row = 0

    /// - Parameter bytes: UTF-8; what is not becomes U+FFFD.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: Self.byteOrderMark) { place = 3 }
    }

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The next row; nil at the end.
    public mutating func next() throws(Fault) -> Row? {
        guard place < bytes.count else { return nil }
        row += 1
        var cells: [String] = []
        while true {
            let isQuoted = place < bytes.count && bytes[place] == UInt8(ascii: "\"")
            cells.append(isQuoted ? try quoted(cell: cells.count) : plain())
            guard place < bytes.count else { break }
            let end = bytes[place]
            place += 1
            if end == UInt8(ascii: ",") { continue }
            if end == 0x0D, place < bytes.count, bytes[place] == 0x0A { place += 1 }
            break
        }
        return Row(number: row, cells: cells)
    }

    private mutating func plain() -> String {
        let start = place
        while place < bytes.count, !Self.endsCell(bytes[place]) { place += 1 }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func quoted(cell: Int) throws(Fault) -> String {
        place += 1
        var start = place
        var text: [UInt8] = []
        while place < bytes.count {
            guard bytes[place] == UInt8(ascii: "\"") else {
                place += 1
                continue
            }
            text += bytes[start..<place]
            place += 1
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
                guard place == bytes.count || Self.endsCell(bytes[place]) else {
                    throw .textAfterQuote(row: row, cell: cell)
                }
                return String(decoding: text, as: UTF8.self)
            }
            start = place
            place += 1
        }
        throw .unclosedQuote(row: row)
    }

    private static func endsCell(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == 0x0A || byte == 0x0D
    }
}
