import Councils
import HTTPTypes
import Web

/// What a list can be had as besides JSON, and what a table can be sent as.
enum Shape: String, Sendable, CaseIterable {
    case csv, ndjson, ics

    /// What an import takes.
    static let imported: [Shape] = [.csv, .ndjson]

    /// As `Accept` and `Content-Type` name it.
    var mediaType: String {
        switch self {
        case .csv: "text/csv"
        case .ndjson: "application/x-ndjson"
        case .ics: "text/calendar"
        }
    }

    /// As an answer says it.
    var contentType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8; header=present"
        case .ndjson: "application/x-ndjson"
        case .ics: "text/calendar; charset=utf-8"
        }
    }

    /// The end of an operationId.
    fileprivate var word: String {
        switch self {
        case .csv: "CSV"
        case .ndjson: "NDJSON"
        case .ics: "Calendar"
        }
    }
}

extension Presentable {
    /// Its list as `/v1/members.csv` and so on: the same list, whole where no `limit` is given.
    static func exportEndpoints(
        _ subject: Policy.Subject,
        many: String,
        listing: [Parameter],
        list: @escaping Endpoint.Run
    ) -> [Endpoint] {
        shapes.map { shape in
            Endpoint(
                .get,
                path + "." + shape.rawValue,
                "export\(many)As\(shape.word)",
                .read,
                on: subject,
                parameters: exportParameters(shape, listing),
                produces: [shape.mediaType],
                answers: [200],
                run: list
            )
        }
    }

    private static func exportParameters(_ shape: Shape, _ listing: [Parameter]) -> [Parameter] {
        // Nothing has a next page, and an event has no fields of ours.
        let left: Set = shape == .ics ? ["cursor", "count", "fields", "era"] : ["cursor", "count"]
        return listParameters(listing).filter { !left.contains($0.name) } + (shape == .csv ? [.byteOrderMark] : [])
    }
}

extension Parameter {
    /// `bom=false`: CSV without the mark by which Excel knows UTF-8.
    fileprivate static let byteOrderMark = Parameter.flag("bom")
}
