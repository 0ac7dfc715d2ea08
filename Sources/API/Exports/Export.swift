import Councils
import HTTPTypes
import IssueReporting
import JSONText
import Store
import Web

// A list as a table, as lines of JSON or as a calendar: what the reader sees of it and nothing else, like any list.
extension Call {
    /// - Parameters:
    ///   - limit: nil for the whole list.
    ///   - present: what is shown of each.
    func export<Value: Presentable>(
        _ walk: ListWalk<Value>,
        as shape: Shape,
        fields: [String]?,
        limit: Int?,
        _ present: (@Sendable (Shown<Value>) -> Shown<Value>?)?
    ) -> WebResponse {
        var head: [UInt8] = []
        let context = context
        let write: @Sendable (Shown<Value>, inout [UInt8]) -> Void
        switch shape {
        case .csv:
            let columns = Columns(fields: Value.fields, chosen: fields, labels: era ? Value.readOnly : [])
            var csv = CSVWriter(byteOrderMark: parameters["bom"] != "false")
            columns.header(to: &csv)
            head = csv.take()
            write = { [era] seen, bytes in
                do {
                    var csv = CSVWriter()
                    let view = try JSONValue(parsing: Value.view(seen, in: context, era: era))
                    columns.row(view.objectValue ?? JSONObject(), to: &csv)
                    bytes += csv.take()
                } catch {
                    reportIssue("a view is no JSON: \(error)")
                }
            }
        case .ndjson:
            write = { [era] seen, bytes in
                bytes += select(Value.view(seen, in: context, era: era), fields)
                bytes.append(0x0A)
            }
        case .ics:
            head = CalendarEvent.head(named: calendarName)
            write = { seen, bytes in
                var calendar = CalendarWriter()
                Value.event(seen)?.write(id: seen.id.text, seen.stamp, to: &calendar)
                bytes += calendar.take()
            }
        }
        var answerFields = cacheFields(isPublic: Value.isPublicByNature)
        answerFields[.contentType] = shape.contentType
        let name = Value.path.split(separator: "/").last ?? "list"
        answerFields[.contentDisposition] = "attachment; filename=\"\(name).\(shape.rawValue)\""
        var response = WebResponse(status: .ok, fields: answerFields)
        response.stream = ExportStream(
            walk: walk,
            limit: limit,
            head: head,
            tail: shape == .ics ? CalendarEvent.tail : [],
            write: { values in
                var bytes: [UInt8] = []
                bytes.reserveCapacity(values.count * 512)
                for value in values {
                    if let shown = present.map({ $0(value) }) ?? value { write(shown, &bytes) }
                }
                return bytes
            }
        )
        return response
    }

    /// Of one council where one is asked for, as a calendar shows it among others.
    private var calendarName: String {
        let all = Bilingual(ja: "協議会の会議", en: "Council meetings")
        guard let named = namedCouncils, named.count == 1, let id = named.first else { return all[language] }
        do throws(Refusal) {
            return try state.find(id, for: reader).value.shortName.text + " " + all[language]
        } catch {
            return all[language]
        }
    }
}
