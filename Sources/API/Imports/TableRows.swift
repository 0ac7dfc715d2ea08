import Councils
import JSONText
import Web

/// The rows of a CSV file whose header names the members.
struct TableRows: RowReader {
    /// A column of the file, and what is done with its cells.
    private struct Target {
        let column: Columns.Column
        let kind: CellKind
        /// Set by the server: shown, and ignored here.
        let isIgnored: Bool
    }

    private var csv: CSVReader
    /// nil for a column without a name.
    private var targets: [Target?] = []
    /// The targets in the order in which they are written: the parts of one member beside each other.
    private var order: [(place: Int, target: Target)] = []
    private var names: Set<String> = []
    private var isOver = false

    /// Reads the header.
    ///
    /// - Parameters:
    ///   - given: columns for which something else stands in.
    /// - Throws: ``Refusal/invalid(_:)`` with everything that is wrong with it.
    init<Value: Importable>(
        _ bytes: [UInt8],
        of type: Value.Type,
        given: Set<String>
    ) throws(Refusal) {
        csv = CSVReader(bytes)
        let known = Columns(fields: Value.fields + Value.importOnly, labels: Value.readOnly).all
        // The version says what the row was exported from.
        let ignored = Set(Value.readOnly).subtracting(Value.importOnly + ["version"])
        var header: [String] = []
        do throws(CSVReader.Fault) {
            header = try csv.next()?.cells ?? []
        } catch {
            throw .invalid([Self.fault(error)])
        }
        var faults: [Fault] = []
        for (place, cell) in header.enumerated() {
            let name = CellText.restored(cell).filter { !$0.isWhitespace }
            guard !name.isEmpty else {
                targets.append(nil)
                continue
            }
            guard let column = known.first(where: { $0.name == name }) else {
                let candidates = known.filter { !ignored.contains($0.member) }.map(\.name)
                let nearest = faults.count < 10 ? Spelling.nearest(to: name, among: candidates) : nil
                faults.append(Self.fault(name, .unknownColumn(nearest: nearest)))
                targets.append(nil)
                continue
            }
            if !names.insert(name).inserted { faults.append(Self.fault(name, .duplicate)) }
            let target = Target(
                column: column,
                kind: Value.kind(of: column),
                isIgnored: ignored.contains(column.member) || column.part?.hasSuffix("Label") ?? false
            )
            targets.append(target)
            if !target.isIgnored { order.append((place, target)) }
        }
        let places = Dictionary(
            order.map { ($0.target.column.member, $0.place) },
            uniquingKeysWith: { first, _ in first }
        )
        order.sort { one, other in
            (places[one.target.column.member] ?? 0, one.place) < (places[other.target.column.member] ?? 0, other.place)
        }
        if !names.contains("id") {
            for name in Value.requiredColumns where !names.contains(name) && !given.contains(name) {
                faults.append(Self.fault(name, .missingColumn))
            }
        }
        guard faults.isEmpty else { throw .invalid(Array(faults.prefix(Form.most))) }
    }

    mutating func next() -> ImportedRow? {
        while !isOver {
            do throws(CSVReader.Fault) {
                guard let row = try csv.next() else { return nil }
                if !row.isBlank { return read(row) }
            } catch {
                isOver = true
                let fault = Self.fault(error)
                return ImportedRow(number: fault.row ?? 0, object: JSONObject(), faults: [Fault("", fault.invalid)])
            }
        }
        return nil
    }

    private func read(_ row: CSVReader.Row) -> ImportedRow {
        var faults: [Fault] = []
        for (place, cell) in row.cells.enumerated() where !cell.isEmpty {
            if place >= targets.count || targets[place] == nil {
                faults.append(Fault("", .unnamedCell))
                break
            }
        }
        var json = JSONWriter()
        json.object { json in
            var place = 0
            while place < order.count {
                let member = order[place].target.column.member
                var end = place + 1
                while end < order.count, order[end].target.column.member == member { end += 1 }
                json.name(member)
                write(order[place..<end], of: row, to: &json, &faults)
                place = end
            }
        }
        do {
            let object = try JSONValue(parsing: json.finish()).objectValue
            return ImportedRow(number: row.number, object: object ?? JSONObject(), faults: faults)
        } catch {
            faults += error.faults.map { Fault($0.pointer, Invalid($0)) }
            return ImportedRow(number: row.number, object: JSONObject(), faults: faults)
        }
    }

    /// A member: a cell, or the parts of an object; null where all of them are empty.
    private func write(
        _ cells: ArraySlice<(place: Int, target: Target)>,
        of row: CSVReader.Row,
        to json: inout JSONWriter,
        _ faults: inout [Fault]
    ) {
        func cell(_ place: Int) -> String {
            guard place < row.cells.count else { return "" }
            let text = CellText.restored(row.cells[place])
            return text.first?.isWhitespace ?? false && text.allSatisfy(\.isWhitespace) ? "" : text
        }
        func write(_ text: String, _ target: Target, to json: inout JSONWriter) {
            guard !text.isEmpty else { return json.null() }
            do throws(Invalid) {
                try json.cell(text, as: target.kind)
            } catch {
                let member = JSONPointer.appending(target.column.member, to: "")
                faults.append(Fault(target.column.part.map { JSONPointer.appending($0, to: member) } ?? member, error))
                json.null()
            }
        }
        guard let first = cells.first, first.target.column.part != nil else {
            if let first = cells.first { write(cell(first.place), first.target, to: &json) }
            return
        }
        guard cells.contains(where: { !cell($0.place).isEmpty }) else { return json.null() }
        json.object { json in
            for (place, target) in cells {
                json.name(target.column.part ?? "")
                write(cell(place), target, to: &json)
            }
        }
    }

    func column(of pointer: String) -> String? {
        let tokens = pointer.split(separator: "/").map(String.init)
        let name = tokens.prefix(2).joined(separator: ".")
        return names.contains(name) ? name : tokens.first
    }

    private static func fault(_ column: String, _ invalid: Invalid) -> Fault {
        var fault = Fault(JSONPointer.appending(column, to: "/rows/1"), invalid)
        fault.row = 1
        fault.column = column
        return fault
    }

    private static func fault(_ fault: CSVReader.Fault) -> Fault {
        switch fault {
        case .unclosedQuote(let row):
            var placed = Fault("/rows/\(row)", .unclosedQuote)
            placed.row = row
            return placed
        case .textAfterQuote(let row, _):
            var placed = Fault("/rows/\(row)", .textAfterQuote)
            placed.row = row
            return placed
        }
    }
}
