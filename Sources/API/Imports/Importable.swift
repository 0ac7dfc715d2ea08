import Councils
import HTTPTypes
import JSONText
import Store
import Web

/// A resource whose values can be sent as a table, as its list is had as one.
protocol Importable: Writable {
    /// What the cells of its columns mean; a column that is not here holds texts.
    static var kinds: [String: CellKind] { get }
    /// Without these there is no row, unless its id says which value it is of.
    static var requiredColumns: [String] { get }
    /// Columns that a view does not have, or that mean nothing when it is sent back.
    static var importOnly: [String] { get }
    /// The parameters that stand in for a column that is missing: `council` for `councilId`.
    static var standIns: [(parameter: String, column: String)] { get }
    /// The columns that together name one value.
    static var identity: [String] { get }

    /// As many rows as one import takes.
    static var mostRows: Int { get }
    /// Whether its values name others of their kind, which may come behind them.
    static var namesOthers: Bool { get }

    /// The value that a row without an id is of; nil for a new one.
    static func named(by row: JSONObject, in state: State) -> ID<Self>?
    /// The row as a merge patch of the value that is there.
    ///
    /// - Parameter shown: nil for a new one.
    static func patch(_ row: JSONObject, of shown: JSONObject?) throws(Refusal) -> JSONObject
    /// Where in the row that stands which a pointer into its value leads to.
    static func pointer(_ pointer: String, in row: JSONObject) -> String
}

extension Importable {
    static var importOnly: [String] { [] }
    static var identity: [String] { [] }
    static var mostRows: Int { 100_000 }
    static var namesOthers: Bool { false }
    static func named(by row: JSONObject, in state: State) -> ID<Self>? { nil }
    static func patch(_ row: JSONObject, of shown: JSONObject?) throws(Refusal) -> JSONObject { row }
    static func pointer(_ pointer: String, in row: JSONObject) -> String { pointer }

    static func kind(of column: Columns.Column) -> CellKind {
        if let kind = kinds[column.name] { return kind }
        if column.name == "version" { return .number }
        return column.part == "value" ? .number : .text
    }

    /// POST `/v1/members:import`: all rows or none, in one write.
    static func importEndpoint(_ subject: Policy.Subject, many: String) -> Endpoint {
        Endpoint(
            .post,
            path + ":import",
            "import\(many)",
            .create,
            on: subject,
            body: .rows,
            parameters: standIns.map { Parameter.id($0.parameter) },
            answers: [200],
            replay: { call, outcomes throws(Refusal) in
                guard let counts = outcomes.first.flatMap({ ImportCounts($0.id) }) else { throw .notFound }
                return call.answer(counts)
            }
        ) { call, tx throws(Refusal) in try call.importRows(Self.self, &tx) }
    }
}

/// What became of the rows.
struct ImportCounts: Sendable {
    var created = 0
    var changed = 0
    var unchanged = 0

    init() {}

    /// As it is kept under an Idempotency-Key: `3/2/1`.
    var text: String { "\(created)/\(changed)/\(unchanged)" }

    init?(_ text: String) {
        let numbers = text.split(separator: "/").compactMap { Int($0) }
        guard numbers.count == 3 else { return nil }
        (created, changed, unchanged) = (numbers[0], numbers[1], numbers[2])
    }
}

extension Parameter {
    /// The id that stands in for a column.
    fileprivate static func id(_ name: String) -> Parameter {
        Parameter(name) { text in
            do throws(Invalid) {
                // A council's is a slug, all others are of our making.
                if name == "council" { _ = try ID<Council>(slug: text) } else { _ = try ID<Plan>(uuid: text) }
                return nil
            } catch {
                return Problem.Detail(parameter: name, code: error.code, detail: error.detail)
            }
        }
    }
}
