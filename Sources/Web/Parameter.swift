/// A query parameter that an endpoint knows.
public struct Parameter: Sendable {
    public enum Operator: String, Hashable, Sendable, CaseIterable {
        case gte, gt, lte, lt, ne
    }

    public var name: String
    /// Whether it may be given several times: any of the values then fits.
    public var repeats: Bool
    /// What may follow the name after a colon: `startsAt:gte=…`
    public var operators: Set<Operator>
    /// What is wrong with a value; nil if nothing is.
    public var check: @Sendable (String) -> Problem.Detail?

    public init(
        _ name: String,
        repeats: Bool = false,
        operators: Set<Operator> = [],
        check: @escaping @Sendable (String) -> Problem.Detail? = { _ in nil }
    ) {
        self.name = name
        self.repeats = repeats
        self.operators = operators
        self.check = check
    }

    /// `true` or `false`.
    public static func flag(_ name: String) -> Parameter {
        choice(name, of: ["true", "false"])
    }

    public static func choice(_ name: String, of values: [String], repeats: Bool = false) -> Parameter {
        Parameter(name, repeats: repeats, operators: repeats ? [.ne] : []) { value in
            guard !values.contains(value) else { return nil }
            return Problem.Detail(
                parameter: name,
                code: "unknownValue",
                detail: Bilingual(
                    ja: "\(name) は次のいずれかにしてください: \(values.joined(separator: ", "))",
                    en: "\(name) is one of: \(values.joined(separator: ", "))"
                ),
                allowed: values
            )
        }
    }

    public static func integer(_ name: String, in bounds: ClosedRange<Int>) -> Parameter {
        Parameter(name) { value in
            if let number = Int(value), String(number) == value, bounds.contains(number) { return nil }
            return Problem.Detail(
                parameter: name,
                code: "range",
                detail: Bilingual(
                    ja: "\(name) は \(bounds.lowerBound) から \(bounds.upperBound) までの整数にしてください",
                    en: "\(name) is an integer from \(bounds.lowerBound) to \(bounds.upperBound)"
                )
            )
        }
    }

    /// Comma-separated names; a leading `-` is allowed where `signed`.
    public static func names(_ name: String, of known: [String], signed: Bool) -> Parameter {
        Parameter(name) { value in
            let given = value.split(separator: ",", omittingEmptySubsequences: false)
                .map { signed && $0.hasPrefix("-") ? String($0.dropFirst()) : String($0) }
            let unknown = given.filter { !known.contains($0) }.prefix(10)
            if !unknown.isEmpty {
                let pairs = unknown.map { ($0, Spelling.nearest(to: $0, among: known)) }
                let ja = pairs.map { "「\($0)」" + ($1.map { "（「\($0)」ではありませんか）" } ?? "") }
                let en = pairs.map { "\"\($0)\"" + ($1.map { "; did you mean \"\($0)\"?" } ?? "") }
                return Problem.Detail(
                    parameter: name,
                    code: "unknownValue",
                    detail: Bilingual(
                        ja: "\(name) に\(ja.joined(separator: "、"))はありません",
                        en: "\(name) has no \(en.joined(separator: ", no "))"
                    ),
                    allowed: known
                )
            }
            guard Set(given).count == given.count else {
                return Problem.Detail(
                    parameter: name,
                    code: "duplicate",
                    detail: Bilingual(ja: "\(name) に同じ名前が二度あります", en: "\(name) has the same name twice")
                )
            }
            return nil
        }
    }
}

/// The parameters of one request, checked.
public struct Parameters: Sendable {
    public struct Value: Hashable, Sendable {
        public var name: String
        public var `operator`: Parameter.Operator?
        public var text: String
    }

    /// So many faults are named at most.
    private static let most = 20

    public private(set) var values: [Value] = []

    public init() {}

    /// - Throws: everything that is wrong: unknown names with the nearest known one, values, repetitions.
    public init(_ query: Query, known: [Parameter]) throws(ParameterFaults) {
        var faults: [Problem.Detail] = []
        for item in query.items {
            guard faults.count < Self.most else { break }
            let parts = item.name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts.first.map(String.init) ?? ""
            guard let parameter = known.first(where: { $0.name == name }) else {
                faults.append(Self.unknown(item.name, known: known, isFirst: faults.isEmpty))
                continue
            }
            var comparison: Parameter.Operator?
            if parts.count == 2 {
                comparison = Parameter.Operator(rawValue: String(parts[1]))
                guard let comparison, parameter.operators.contains(comparison) else {
                    faults.append(Self.unknown(item.name, known: known, isFirst: faults.isEmpty))
                    continue
                }
            }
            let value = Value(name: name, operator: comparison, text: item.value)
            let isRepeated = values.contains { $0.name == name && $0.operator == comparison }
            if isRepeated, !parameter.repeats || comparison != nil && comparison != .ne {
                faults.append(
                    Problem.Detail(
                        parameter: item.name,
                        code: "duplicate",
                        detail: Bilingual(
                            ja: "\(item.name) は一度だけ指定してください",
                            en: "\(item.name) may be given only once"
                        )
                    )
                )
            } else if let fault = parameter.check(item.value) {
                faults.append(fault)
            } else {
                values.append(value)
            }
        }
        guard faults.isEmpty else { throw ParameterFaults(faults: faults) }
    }

    /// The value of a parameter without operator.
    public subscript(name: String) -> String? {
        values.first { $0.name == name && $0.operator == nil }?.text
    }

    public func flag(_ name: String) -> Bool { self[name] == "true" }

    /// The same, with names and operators in a canonical order; `left` are left out.
    public func canonical(without left: Set<String>) -> String {
        if values.isEmpty { return "" }
        return values.filter { !left.contains($0.name) }
            .map { "\($0.name):\($0.operator?.rawValue ?? "")=\($0.text)" }
            .sorted().joined(separator: "\n")
    }

    /// - Parameter isFirst: the known names are many, and said once.
    private static func unknown(_ name: String, known: [Parameter], isFirst: Bool) -> Problem.Detail {
        let names = known.flatMap { parameter in
            [parameter.name] + parameter.operators.map { "\(parameter.name):\($0.rawValue)" }
        }
        let nearest = Spelling.nearest(to: name, among: names.sorted())
        return Problem.Detail(
            parameter: name,
            code: "unknownParameter",
            detail: Bilingual(
                ja: "「\(name)」という指定はありません" + (nearest.map { "。「\($0)」ではありませんか" } ?? ""),
                en: "there is no parameter \"\(name)\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
            ),
            allowed: isFirst ? known.map(\.name) : nil
        )
    }
}

public struct ParameterFaults: Error, Sendable {
    public var faults: [Problem.Detail]
}
