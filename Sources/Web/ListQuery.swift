/// What every list understands: how much, from where, in which order, which members of each item.
public struct ListQuery: Sendable {
    public struct SortTerm: Hashable, Sendable {
        public var name: String
        public var descending: Bool
    }

    public static let limits = 1...1000
    public static let standardLimit = 50

    public var limit: Int
    public var cursor: String?
    public var counts: Bool
    /// As asked for; empty for the list's own order.
    public var sort: [SortTerm]
    public var fields: [String]?
    /// Words to search for.
    public var search: String?
    /// What a cursor is tied to: the path and every parameter but the place and the amount.
    public var identity: String

    /// The parameters of a list.
    ///
    /// - Parameters:
    ///   - sortable: the names that it can be sorted by.
    ///   - fields: the members that an item can have.
    public static func parameters(sortable: [String], fields: [String]) -> [Parameter] {
        [
            .integer("limit", in: limits), Parameter("cursor"), .flag("count"),
            .names("sort", of: sortable, signed: true), .names("fields", of: fields, signed: false), search,
        ]
    }

    /// `q`: 1 to 100 characters.
    private static var search: Parameter {
        Parameter("q") { value in
            if (1...100).contains(value.unicodeScalars.count), !SearchFolding.fold(value).isEmpty { return nil }
            return Problem.Detail(
                parameter: "q",
                code: "length",
                detail: Bilingual(ja: "q は 1 から 100 文字にしてください", en: "q is 1 to 100 characters long")
            )
        }
    }

    /// What changes neither which items a list has nor their order.
    private static let unordered: Set = ["cursor", "limit", "count", "fields", "era"]

    public init(_ parameters: Parameters, path: String) {
        limit = parameters["limit"].flatMap { Int($0) } ?? Self.standardLimit
        cursor = parameters["cursor"]
        counts = parameters.flag("count")
        sort = (parameters["sort"]?.split(separator: ",") ?? []).map { term in
            term.hasPrefix("-")
                ? SortTerm(name: String(term.dropFirst()), descending: true)
                : SortTerm(name: String(term), descending: false)
        }
        fields = parameters["fields"].map { $0.split(separator: ",").map(String.init) }
        search = parameters["q"]
        identity = path + "\n" + parameters.canonical(without: Self.unordered)
    }
}
