import Councils
import JSONText
import Web

/// The columns of a table of views: their members in order, those of the objects that they hold each by itself
/// (`meetingPolicy.wording`).
struct Columns: Sendable {
    struct Column: Hashable, Sendable {
        let name: String
        let member: String
        /// The member of the object that the member is.
        let part: String?

        init(_ member: String, _ part: String? = nil) {
            name = part.map { member + "." + $0 } ?? member
            self.member = member
            self.part = part
        }
    }

    let all: [Column]

    /// - Parameters:
    ///   - fields: of the view, of whatever order; the id comes first.
    ///   - chosen: only these of them; all where none are named.
    ///   - labels: the members that stand beside others where eras are asked for, `fromLabel`.
    init(fields: [String], chosen: [String]? = nil, labels: [String] = []) {
        let fields = (["id"] + fields.filter { $0 != "id" }).filter { chosen?.contains($0) ?? true }
        all = fields.flatMap { field -> [Column] in
            let label = field + "Label"
            let beside = labels.contains(label) && !fields.contains(label) ? [Column(label)] : []
            guard let parts = Self.parts[field] else { return [Column(field)] + beside }
            return parts.flatMap { part in
                [Column(field, part)]
                    + (!labels.isEmpty && Self.days.contains(part) ? [Column(field, part + "Label")] : [])
            }
        }
    }

    /// What the objects in views are made of. An object that is not here stands in one cell, as JSON.
    static let parts: [String: [String]] = [
        "source": ["document", "section"],
        "chairPost": ["organization", "title"],
        "meetingPolicy": [
            "minimumPerFiscalYear", "suggestedPerFiscalYear", "wording", "extraordinary", "modes",
        ],
        "confidentiality": ["bindsMembers", "bindsParticipants", "defaultLevel"],
        "target": ["value", "unit"],
        "scheduleTarget": ["value", "unit"],
        "latest": ["measurementId", "asOf", "value", "statement", "reportedBy"],
        "proposal": ["kind", "grantProjectId", "number", "position", "body", "title", "from", "until"],
        "approval": ["meetingId", "decision", "on"],
        "rejection": ["on", "reason"],
        "consent": ["by", "on"],
    ]

    /// Those parts that are days.
    private static let days: Set = ["asOf", "on", "from", "until"]

    /// The names, as the first row.
    func header(to csv: inout CSVWriter) {
        for column in all { csv.text(column.name) }
        csv.endRow()
    }

    /// One view as a row.
    func row(_ view: JSONObject, to csv: inout CSVWriter) {
        for column in all {
            let member = view[column.member]
            csv.value(column.part.map { member?.objectValue?[$0] } ?? member)
        }
        csv.endRow()
    }
}

extension CSVWriter {
    /// A value in a cell. Texts in a list stand in lines of their own, names too (`[{"name":…}]`), where that can be
    /// told from what else a cell may hold; all other lists and objects are JSON.
    mutating func value(_ value: JSONValue?) {
        switch value {
        case nil, .null: cell("")
        case .bool(let flag): cell(flag ? "true" : "false")
        case .string(let value): text(value)
        case .array(let elements):
            if let lines = Self.lines(elements) {
                text(lines.joined(separator: "\n"))
            } else {
                cell(String(decoding: JSONValue.array(elements).encoded(), as: UTF8.self))
            }
        case .some(let value): cell(String(decoding: value.encoded(), as: UTF8.self))
        }
    }

    private static func lines(_ elements: [JSONValue]) -> [String]? {
        var lines: [String] = []
        for element in elements {
            var text = element.stringValue
            if let object = element.objectValue, object.count == 1 { text = object["name"]?.stringValue }
            guard let text, !text.isEmpty, !text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return nil }
            lines.append(text)
        }
        return lines.first?.utf8.first == UInt8(ascii: "[") ? nil : lines
    }
}
