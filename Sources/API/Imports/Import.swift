import Councils
import HTTPTypes
import JSONText
import Store
import Web

// A table is written row by row as its rows could have been written alone, in one transaction: all of them or none.
extension Call {
    func importRows<Value: Importable>(
        _ type: Value.Type,
        _ tx: inout Transaction
    ) throws(Refusal) -> Endpoint.Answer {
        switch sent.rowType {
        case .csv:
            let given = Value.standIns.filter { parameters[$0.parameter] != nil }.map(\.column)
            return try importRows(type, from: try TableRows(sent.rows, of: type, given: Set(given)), &tx)
        case .ndjson, .ics, nil: return try importRows(type, from: LineRows(sent.rows), &tx)
        }
    }

    private func importRows<Value: Importable, Rows: RowReader>(
        _ type: Value.Type,
        from rows: Rows,
        _ tx: inout Transaction
    ) throws(Refusal) -> Endpoint.Answer {
        var rows = rows
        var importing = Importing<Value>(call: self)
        var faults: [Fault] = []
        var waiting: [ImportedRow] = []
        var count = 0
        func take(_ row: ImportedRow, isSecond: Bool = false) throws(Refusal) {
            do throws(Refusal) {
                try importing.take(row, isSecond: isSecond, &tx)
            } catch {
                guard case .invalid(let found) = error else { throw .row(row.number, error) }
                // What it names may be in a row behind it.
                if Value.namesOthers, !isSecond, found.contains(where: { $0.invalid == .unknownReference }) {
                    waiting.append(row)
                    return
                }
                faults += found.map { fault in
                    let pointer = Value.pointer(fault.pointer, in: row.object)
                    return fault.inRow(row.number, at: pointer, column: rows.column(of: pointer))
                }
            }
        }
        while faults.count < Form.most, let row = rows.next() {
            count += 1
            guard count <= Value.mostRows else { throw .invalid([Fault("/rows", .elements(1...Value.mostRows))]) }
            try take(row)
        }
        for row in waiting where faults.count < Form.most { try take(row, isSecond: true) }
        guard faults.isEmpty else { throw .invalid(Array(faults.prefix(Form.most))) }
        guard count > 0 else { throw .invalid([Fault("/rows", .elements(1...Value.mostRows))]) }
        tx.summarize(importing.counts.text, of: Value.table)
        return { [counts = importing.counts] call in call.answer(counts) }
    }

    func answer(_ counts: ImportCounts) -> WebResponse {
        var json = JSONWriter()
        json.object { json in
            json.member("created", counts.created)
            json.member("changed", counts.changed)
            json.member("unchanged", counts.unchanged)
        }
        return WebResponse(
            status: .ok,
            fields: [.contentType: "application/json", .cacheControl: "no-store"],
            body: json.finish()
        )
    }
}

/// One import under way.
private struct Importing<Value: Importable> {
    let call: Call
    var counts = ImportCounts()
    /// The rows in which something was, by what names it.
    private var rows: [String: Int] = [:]

    init(call: Call) {
        self.call = call
    }

    /// - Parameter isSecond: what names the row is known already.
    mutating func take(_ row: ImportedRow, isSecond: Bool, _ tx: inout Transaction) throws(Refusal) {
        // What can't be read at all says nothing of the rest.
        guard row.faults.isEmpty || !row.object.isEmpty else { throw .invalid(row.faults) }
        var object = row.object
        for (parameter, column) in Value.standIns where object[column]?.isNull ?? true {
            // A row of what is there keeps what it has; the others need it to be found or made.
            if let given = call.parameters[parameter] { object[column] = .string(given) }
        }
        do throws(Refusal) {
            if !isSecond { try checkOnce(object, row.number) }
            try write(object, row, isSecond: isSecond, &tx)
        } catch {
            guard case .invalid(let found) = error, !row.faults.isEmpty else {
                if row.faults.isEmpty { throw error }
                throw .invalid(row.faults)
            }
            // What could not be read is not missing.
            let others = found.filter { fault in !row.faults.contains { $0.pointer == fault.pointer } }
            throw .invalid(row.faults.contains { $0.pointer.isEmpty } ? row.faults : row.faults + others)
        }
        guard row.faults.isEmpty else { throw .invalid(row.faults) }
    }

    /// Refuses a row that is of the same value as an earlier one.
    private mutating func checkOnce(_ object: JSONObject, _ number: Int) throws(Refusal) {
        if let id = object["id"]?.stringValue {
            if let former = rows.updateValue(number, forKey: id) {
                throw .invalid([Fault("/id", .duplicateOfRow(former))])
            }
        }
        guard let last = Value.identity.last else { return }
        var key = ""
        for name in Value.identity {
            guard let text = object[name]?.stringValue else { return }
            key += "\n" + text
        }
        if let former = rows.updateValue(number, forKey: key) {
            throw .invalid([Fault(JSONPointer.appending(last, to: ""), .duplicateOfRow(former))])
        }
    }

    private mutating func write(
        _ object: JSONObject,
        _ row: ImportedRow,
        isSecond: Bool,
        _ tx: inout Transaction
    ) throws(Refusal) {
        var id: ID<Value>?
        if let given = object["id"], !given.isNull { id = try Self.id(given) }
        if let named = id ?? Value.named(by: object, in: tx.state), let record = try record(named, tx) {
            // By its plan and code, too, it is the same one.
            if !isSecond, let former = rows.updateValue(row.number, forKey: record.id.text), former != row.number {
                throw .invalid([Fault("/id", .duplicateOfRow(former))])
            }
            let seen = try call.seen(record)
            let shown = Value.object(seen)
            let patch = try Self.writable(Value.patch(row.object, of: shown))
            let form = Form(shown.merging(patch))
            form.reader = call.reader
            form.readOnly(["id"], current: shown)
            let value = try Value.made(
                from: form,
                id: record.id,
                former: record.value,
                shown: shown,
                state: tx.state,
                today: call.today
            )
            if value == record.value {
                counts.unchanged += 1
            } else {
                // It was read before somebody else has changed it.
                if let version = row.object["version"], !version.isNull, version != shown["version"] {
                    throw .invalid([Fault("/version", .outdated)])
                }
                _ = try tx.replace(record, with: value, for: call.reader)
                counts.changed += 1
            }
            return
        }
        let new = id ?? call.ids.next(Value.self, at: call.moment)
        let patch = try Self.writable(Value.patch(object, of: nil))
        let form = Form(JSONObject().merging(patch))
        form.reader = call.reader
        form.readOnly(["id"], current: JSONObject([("id", .string(new.text))]))
        let value = try Value.made(
            from: form,
            id: new,
            former: nil,
            shown: nil,
            state: tx.state,
            today: call.today
        )
        // A row that could not be read whole is only looked at.
        if row.faults.isEmpty { _ = try tx.create(new, value, for: call.reader) }
        counts.created += 1
    }

    private static func id(_ value: JSONValue) throws(Refusal) -> ID<Value> {
        guard let text = value.stringValue else { throw .invalid([Fault("/id", .wrongType(expected: "string"))]) }
        do throws(Invalid) {
            return try Value.chosenID(text)
        } catch {
            throw .invalid([Fault("/id", error)])
        }
    }

    /// nil where nothing is that the reader knows of.
    private func record(_ id: ID<Value>, _ tx: borrowing Transaction) throws(Refusal) -> Record<Value>? {
        do throws(Refusal) {
            return try tx.current(id, for: call.reader) { _ in true }
        } catch {
            guard error == .notFound || error == .deleted else { throw error }
            return nil
        }
    }

    /// Without what the server sets: an export can be sent back as it is.
    private static func writable(_ row: JSONObject) -> JSONObject {
        let readOnly = Set(Value.readOnly)
        guard row.contains(where: { readOnly.contains($0.name) }) else { return row }
        return JSONObject(row.filter { !readOnly.contains($0.name) }.map { ($0.name, $0.value) })
    }
}

extension Fault {
    /// The same, of a row of a table.
    fileprivate func inRow(_ number: Int, at pointer: String, column: String?) -> Fault {
        var fault = Fault("/rows/\(number)" + pointer, invalid)
        fault.row = number
        fault.column = column
        return fault
    }
}
