import Councils
import Store
import Web

/// A way to narrow a list: a parameter, and what it is compared with in what the reader sees.
struct Filter<Value: Stored>: Sendable {
    enum Operand: Hashable, Sendable {
        case text(String)
        case number(Int64)
    }

    let parameter: Parameter
    let read: @Sendable (String) -> Operand?
    let values: @Sendable (Shown<Value>) -> [Operand]

    /// Equal to a text.
    static func text(_ name: String, _ value: @escaping @Sendable (Shown<Value>) -> String?) -> Filter {
        Filter(
            parameter: Parameter(name, repeats: true, operators: [.ne]),
            read: { .text($0) },
            values: { seen in value(seen).map { [.text($0)] } ?? [] }
        )
    }

    /// One of the cases of an enumeration.
    static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
        _ name: String,
        _ value: @escaping @Sendable (Shown<Value>) -> Choice?
    ) -> Filter {
        Filter(
            parameter: .choice(name, of: Choice.allCases.map(\.rawValue), repeats: true),
            read: { .text($0) },
            values: { seen in value(seen).map { [.text($0.rawValue)] } ?? [] }
        )
    }

    /// The same of a value that has several of them: one that fits is enough.
    static func choices<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
        _ name: String,
        _ values: @escaping @Sendable (Shown<Value>) -> [Choice]
    ) -> Filter {
        Filter(
            parameter: .choice(name, of: Choice.allCases.map(\.rawValue), repeats: true),
            read: { .text($0) },
            values: { seen in values(seen).map { .text($0.rawValue) } }
        )
    }

    static func integer(_ name: String, _ value: @escaping @Sendable (Shown<Value>) -> Int?) -> Filter {
        ordered(name, form: "2025", read: { Int64($0) }) { value($0).map(Int64.init) }
    }

    static func day(_ name: String, _ value: @escaping @Sendable (Shown<Value>) -> Day?) -> Filter {
        ordered(name, form: "2025-07-10", read: { text in day(text).map { Int64($0.number) } }) { seen in
            value(seen).map { Int64($0.number) }
        }
    }

    /// An instant, or a day, which is its first moment in Tokyo.
    static func instant(_ name: String, _ value: @escaping @Sendable (Shown<Value>) -> Instant?) -> Filter {
        ordered(
            name,
            form: "2025-07-10T13:30:00+09:00",
            read: { text in
                if let day = day(text) { return Instant(startOf: day).milliseconds }
                do { return try Instant(text).milliseconds } catch { return nil }
            }
        ) { value($0)?.milliseconds }
    }

    private static func day(_ text: String) -> Day? {
        do { return try Day(text) } catch { return nil }
    }

    private static func ordered(
        _ name: String,
        form: String,
        read: @escaping @Sendable (String) -> Int64?,
        _ value: @escaping @Sendable (Shown<Value>) -> Int64?
    ) -> Filter {
        let parameter = Parameter(name, repeats: true, operators: Set(Parameter.Operator.allCases)) { text in
            guard read(text) == nil else { return nil }
            return Problem.Detail(
                parameter: name,
                code: "format",
                detail: Bilingual(ja: "\(name) は \(form) のように書いてください", en: "\(name) is written like \(form)")
            )
        }
        return Filter(
            parameter: parameter,
            read: { read($0).map(Operand.number) },
            values: { seen in value(seen).map { [.number($0)] } ?? [] }
        )
    }
}

extension Filter {
    /// What the parameters ask for, as one question; nil if they ask nothing of this field.
    func predicate(_ parameters: Parameters) -> (@Sendable (Shown<Value>) -> Bool)? {
        var equal: Set<Operand> = []
        var different: Set<Operand> = []
        var bounds: [@Sendable (Int64) -> Bool] = []
        for given in parameters.values where given.name == parameter.name {
            guard let operand = read(given.text) else { continue }
            switch (given.operator, operand) {
            case (nil, _): equal.insert(operand)
            case (.ne, _): different.insert(operand)
            case (.gte, .number(let bound)): bounds.append { $0 >= bound }
            case (.gt, .number(let bound)): bounds.append { $0 > bound }
            case (.lte, .number(let bound)): bounds.append { $0 <= bound }
            case (.lt, .number(let bound)): bounds.append { $0 < bound }
            case (.gte, .text), (.gt, .text), (.lte, .text), (.lt, .text): break
            }
        }
        guard !equal.isEmpty || !different.isEmpty || !bounds.isEmpty else { return nil }
        return { [equal, different, bounds] seen in
            let values = values(seen)
            if !equal.isEmpty, equal.isDisjoint(with: values) { return false }
            if !different.isDisjoint(with: values) { return false }
            return bounds.allSatisfy { bound in
                values.contains { if case .number(let number) = $0 { bound(number) } else { false } }
            }
        }
    }
}
