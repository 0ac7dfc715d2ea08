import Councils
import JSONText

/// A row of a table that was sent: what it says, or what is wrong with it.
struct ImportedRow {
    /// As a spreadsheet counts: the header is row 1. In a file of JSON lines, the line.
    let number: Int
    /// As a merge patch: null where a cell is empty.
    var object: JSONObject
    /// With pointers into the object.
    var faults: [Fault] = []
}

/// The rows of a table, one by one.
protocol RowReader {
    /// nil at the end, and behind what can't be read on.
    mutating func next() -> ImportedRow?
    /// The column that a pointer into the object of a row leads to.
    func column(of pointer: String) -> String?
}

/// Objects in lines.
struct LineRows: RowReader {
    private let bytes: [UInt8]
    private var place: Int
    private var line = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    mutating func next() -> ImportedRow? {
        while place < bytes.count {
            line += 1
            let end = bytes[place...].firstIndex(of: 0x0A) ?? bytes.count
            let text = bytes[place..<end]
            place = end + 1
            guard text.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { continue }
            do {
                guard let object = try JSONValue(parsing: text).objectValue else {
                    return ImportedRow(
                        number: line,
                        object: JSONObject(),
                        faults: [Fault("", .wrongType(expected: "object"))]
                    )
                }
                return ImportedRow(number: line, object: object)
            } catch {
                let faults = error.faults.map { Fault($0.pointer, Invalid($0)) }
                return ImportedRow(number: line, object: JSONObject(), faults: faults)
            }
        }
        return nil
    }

    func column(of pointer: String) -> String? {
        pointer.split(separator: "/").first.map(String.init)
    }
}
