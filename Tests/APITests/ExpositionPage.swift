import Testing

/// A page in Prometheus' text format 0.0.4, read as strictly as its description goes, and somewhat more: a family comes
/// once, whole, with its help before its kind before its samples, and a histogram holds together.
struct ExpositionPage {
    struct Sample: Equatable {
        var name: String
        var labels: [String: String]
        var value: Double
    }

    struct Family {
        var kind: String
        var help: String
        var samples: [Sample] = []
    }

    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    private(set) var families: [String: Family] = [:]

    init(_ text: String) throws {
        guard text.hasSuffix("\n") else { throw Malformed(description: "the last line does not end") }
        var help: (name: String, text: String)?
        var name = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if let words = Self.words(of: line, after: "# HELP ") {
                guard help == nil else { throw Malformed(description: "a help without a kind: \(line)") }
                help = (words.name, try Self.unescaped(words.rest, quotes: false))
            } else if let words = Self.words(of: line, after: "# TYPE ") {
                guard let said = help, said.name == words.name, families[words.name] == nil, !said.text.isEmpty,
                    ["counter", "gauge", "histogram"].contains(words.rest)
                else { throw Malformed(description: "\(line)") }
                (name, help) = (words.name, nil)
                families[name] = Family(kind: String(words.rest), help: said.text)
            } else {
                let sample = try Self.sample(line)
                guard help == nil, let family = families[name], Self.belongs(sample, to: name, family) else {
                    throw Malformed(description: "a sample outside of its family: \(line)")
                }
                families[name]?.samples.append(sample)
            }
        }
        for (name, family) in families { try Self.check(name, family) }
    }

    /// `name` or `name{label="value"}`; nil if there is no such sample.
    subscript(sample: String) -> Double? {
        guard let wanted = try? Self.sample("\(sample) 0") else { return nil }
        return families.values.lazy.flatMap(\.samples)
            .first { $0.name == wanted.name && $0.labels == wanted.labels }?.value
    }

    private static func words(of line: Substring, after start: String) -> (name: String, rest: Substring)? {
        guard line.hasPrefix(start) else { return nil }
        let words = line.dropFirst(start.count).split(separator: " ", maxSplits: 1)
        guard words.count == 2, isName(words[0]) else { return nil }
        return (String(words[0]), words[1])
    }

    private static func isName(_ text: Substring) -> Bool {
        text.wholeMatch(of: /[a-zA-Z_][a-zA-Z0-9_]*/) != nil
    }

    private static func belongs(_ sample: Sample, to name: String, _ family: Family) -> Bool {
        guard family.kind == "histogram" else { return sample.name == name }
        return ["_bucket", "_sum", "_count"].contains { sample.name == name + $0 }
    }

    private static func sample(_ line: some StringProtocol) throws -> Sample {
        guard
            let parts = String(line).wholeMatch(
                of: /([a-zA-Z_][a-zA-Z0-9_]*)(?:\{((?:[^"]|"(?:[^"\\]|\\.)*")*)\})? ([^ ]+)/
            ), let value = number(parts.3)
        else { throw Malformed(description: "no sample: \(line)") }
        var sample = Sample(name: String(parts.1), labels: [:], value: value)
        var rest = parts.2 ?? ""
        if parts.2?.isEmpty == true { throw Malformed(description: "no labels in braces: \(line)") }
        while !rest.isEmpty {
            guard let label = rest.prefixMatch(of: /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"(,|$)/),
                sample.labels[String(label.1)] == nil, label.3 != "," || label.0.count < rest.count
            else { throw Malformed(description: "no labels: \(line)") }
            sample.labels[String(label.1)] = try unescaped(label.2, quotes: true)
            rest = rest.dropFirst(label.0.count)
        }
        return sample
    }

    private static func number(_ text: Substring) -> Double? {
        if ["+Inf", "-Inf", "NaN"].contains(text) {
            return text == "NaN" ? .nan : text == "+Inf" ? .infinity : -.infinity
        }
        return text.wholeMatch(of: /-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?/) == nil ? nil : Double(text)
    }

    private static func unescaped(_ text: Substring, quotes: Bool) throws -> String {
        var (plain, isEscaped) = ("", false)
        for letter in text {
            switch (letter, isEscaped) {
            case ("\\", false): isEscaped = true
            case ("n", true): (plain, isEscaped) = (plain + "\n", false)
            case ("\\", true),
                ("\"", true) where letter == "\\" || quotes:
                (plain, isEscaped) = (plain + [letter], false)
            case (_, true): throw Malformed(description: "no escape: \\\(letter)")
            default: plain.append(letter)
            }
        }
        if isEscaped { throw Malformed(description: "an escape is cut off: \(text)") }
        return plain
    }

    private static func check(_ name: String, _ family: Family) throws {
        func demand(_ isTrue: Bool, _ what: String) throws {
            if !isTrue { throw Malformed(description: "\(name): \(what)") }
        }
        try demand(!family.samples.isEmpty, "no samples")
        let identities = family.samples.map { [$0.name] + $0.labels.sorted { $0.key < $1.key }.map { "\($0)=\($1)" } }
        try demand(Set(identities).count == identities.count, "a sample twice")
        try demand((family.kind == "counter") == name.hasSuffix("_total"), "_total is for counters")
        if family.kind == "counter" { try demand(family.samples.allSatisfy { $0.value >= 0 }, "below zero") }
        guard family.kind == "histogram" else { return }
        var groups: [[String: String]: [Sample]] = [:]
        for sample in family.samples {
            groups[sample.labels.filter { $0.key != "le" }, default: []].append(sample)
        }
        for group in groups.values {
            let buckets = group.filter { $0.name.hasSuffix("_bucket") }
            let bounds = buckets.compactMap { $0.labels["le"].flatMap { number($0[...]) } }
            try demand(bounds.count == buckets.count && bounds.last == .infinity, "a bucket without a bound")
            try demand(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }, "bounds that do not rise")
            let counts = buckets.map(\.value)
            try demand(zip(counts, counts.dropFirst()).allSatisfy { $0 <= $1 }, "buckets that are not cumulative")
            let totals = group.filter { $0.name.hasSuffix("_count") }.map(\.value)
            try demand(totals == [counts.last], "a count that is not that of +Inf")
            try demand(group.filter { $0.name.hasSuffix("_sum") }.count == 1, "no sum, or two")
        }
    }
}
