import Councils
import JSONText
import Store

// What can be imported, and what its columns mean.

extension Member: Importable {
    static let kinds: [String: CellKind] = [
        "aliases": .lines, "units": .names, "order": .number, "localGovernmentCode": .code, "corporateNumber": .code,
        "from": .day, "until": .day,
    ]
    static let requiredColumns = ["councilId", "name", "sector", "order", "from"]
    static let standIns = [(parameter: "council", column: "councilId")]
}

extension Measurement: Importable {
    static let kinds: [String: CellKind] = ["asOf": .day, "value": .number]
    static let requiredColumns = ["kpiId", "asOf", "reportedBy"]
    static let standIns = [(parameter: "kpi", column: "kpiId")]
    static let identity = ["kpiId", "asOf"]
}

/// Rows without an id are found by plan and code. `status`, `progressOn` and `progressNote` are the progress of a day: it
/// takes the place of what that day had, beside the days before.
extension Measure: Importable {
    static let kinds: [String: CellKind] = [
        "bodies": .lines, "kpiIds": .lines, "from": .day, "until": .day, "progress": .json, "progressOn": .day,
    ]
    static let requiredColumns = ["planId", "code"]
    static let importOnly = ["status", "progressOn", "progressNote"]
    static let standIns = [(parameter: "plan", column: "planId")]
    static let identity = ["planId", "code"]
    /// Each is compared with all others of its plan.
    static let mostRows = 2000
    static let namesOthers = true

    static func named(by row: JSONObject, in state: State) -> ID<Measure>? {
        guard let plan = row["planId"]?.stringValue, let given = row["code"]?.stringValue,
            let code = try? Line(given).text
        else { return nil }
        return state.referring(Measure.self, to: ID<Plan>(trusted: plan)).first { id in
            state.measures[id]?.value.code.text == code && state.measures[id]?.value.place.planID.text == plan
        }
    }

    static func patch(_ row: JSONObject, of shown: JSONObject?) throws(Refusal) -> JSONObject {
        var patch = row
        for name in importOnly {
            patch[name] = nil
            guard let value = row[name], !value.isNull, value.stringValue == nil else { continue }
            throw .invalid([Fault("/" + name, .wrongType(expected: "string"))])
        }
        guard let on = row["progressOn"]?.stringValue else {
            // The status alone is what an export says of the last day; another one needs its own.
            let status = row["status"]?.stringValue
            let said = shown?["status"]?.stringValue ?? lastStatus(row["progress"])
            guard row["progressNote"]?.stringValue == nil, status == nil || status == said else {
                throw .invalid([Fault("/progressOn", .required)])
            }
            return patch
        }
        guard let status = row["status"]?.stringValue else { throw .invalid([Fault("/status", .required)]) }
        let day: JSONValue
        do throws(Invalid) {
            day = .string(try Day(on).description)
        } catch {
            throw .invalid([Fault("/progressOn", error)])
        }
        let former = (patch["progress"] ?? shown?["progress"])?.arrayValue ?? []
        var progress = JSONObject([("on", day), ("status", .string(status))])
        if let note = row["progressNote"], !note.isNull { progress["note"] = note }
        patch["progress"] = .array(former.filter { $0.objectValue?["on"] != day } + [.object(progress)])
        return patch
    }

    /// What an export says of a measure that is not here.
    private static func lastStatus(_ progress: JSONValue?) -> String? {
        let days = progress?.arrayValue?.compactMap(\.objectValue) ?? []
        return days.max { $0["on"]?.stringValue ?? "" < $1["on"]?.stringValue ?? "" }?["status"]?.stringValue
    }

    static func pointer(_ pointer: String, in row: JSONObject) -> String {
        guard row["progressOn"]?.stringValue != nil, pointer.hasPrefix("/progress/") else { return pointer }
        switch pointer.split(separator: "/").last {
        case "status": return "/status"
        case "note": return "/progressNote"
        default: return "/progressOn"
        }
    }
}
