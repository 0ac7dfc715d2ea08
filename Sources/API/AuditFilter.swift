import Councils
import Store
import Web

/// A way to narrow the audit log: a parameter, and what it is compared with.
struct AuditFilter: Sendable {
    private enum Field: Sendable {
        case text(@Sendable (AuditEntry) -> String?)
        case number(@Sendable (String) -> Int64?, @Sendable (AuditEntry) -> Int64)
    }

    let parameter: Parameter
    private let field: Field

    static let all: [AuditFilter] = [
        AuditFilter(parameter: Parameter("actor", repeats: true, operators: [.ne]), field: .text(\.actor)),
        AuditFilter(
            parameter: .choice("resource", of: Policy.Subject.allCases.map(\.rawValue), repeats: true),
            field: .text { $0.resource?.rawValue }
        ),
        AuditFilter(
            parameter: .choice("action", of: Policy.Operation.allCases.map(\.rawValue), repeats: true),
            field: .text { $0.action?.rawValue }
        ),
        ordered("status", form: "403", read: { Int64($0) }) { Int64($0.status) },
        AuditFilter(parameter: Parameter("address", repeats: true, operators: [.ne]), field: .text(\.address)),
        ordered("at", form: "2025-07-10T13:30:00+09:00", read: instant) { $0.at.milliseconds },
    ]

    /// An instant, or a day, which is its first moment in Tokyo.
    @Sendable private static func instant(_ text: String) -> Int64? {
        if let day = try? Day(text) { return Instant(startOf: day).milliseconds }
        return (try? Instant(text))?.milliseconds
    }

    private static func ordered(
        _ name: String,
        form: String,
        read: @escaping @Sendable (String) -> Int64?,
        _ value: @escaping @Sendable (AuditEntry) -> Int64
    ) -> AuditFilter {
        let parameter = Parameter(name, repeats: true, operators: Set(Parameter.Operator.allCases)) { text in
            guard read(text) == nil else { return nil }
            return Problem.Detail(
                parameter: name,
                code: "format",
                detail: Bilingual(ja: "\(name) は \(form) のように書いてください", en: "\(name) is written like \(form)")
            )
        }
        return AuditFilter(parameter: parameter, field: .number(read, value))
    }

    /// What the parameters ask for, as one question; nil if they ask nothing of this field.
    func predicate(_ parameters: Parameters) -> (@Sendable (AuditEntry) -> Bool)? {
        let given = parameters.values.filter { $0.name == parameter.name }
        if given.isEmpty { return nil }
        switch field {
        case .text(let value):
            let equal = given.filter { $0.operator == nil }.map(\.text)
            let different = given.filter { $0.operator == .ne }.map(\.text)
            return { entry in
                let text = value(entry)
                let isEqual = equal.isEmpty || text.map(equal.contains) ?? false
                return isEqual && !(text.map(different.contains) ?? false)
            }
        case .number(let read, let value):
            let bounds = given.compactMap { given in read(given.text).map { (given.operator, $0) } }
            let equal = bounds.filter { $0.0 == nil }.map(\.1)
            return { entry in
                let number = value(entry)
                if !equal.isEmpty, !equal.contains(number) { return false }
                return bounds.allSatisfy { comparison, bound in
                    switch comparison {
                    case nil: true
                    case .ne: number != bound
                    case .gte: number >= bound
                    case .gt: number > bound
                    case .lte: number <= bound
                    case .lt: number < bound
                    }
                }
            }
        }
    }
}
