import Store

/// A page in Prometheus' text format 0.0.4: families of samples, each with what it means and of which kind it is.
struct Exposition {
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    enum Kind: String { case counter, gauge, histogram }

    private(set) var text = ""

    /// A family of one sample without labels; nothing where the value is not known.
    mutating func one(_ kind: Kind, _ name: String, _ help: String, _ value: (any Number)?) {
        guard let value else { return }
        head(kind, name, help)
        sample(name, [], value)
    }

    /// A family of several samples, each with labels of its own; nothing where there are none yet.
    mutating func family(
        _ kind: Kind,
        _ name: String,
        _ help: String,
        _ samples: [(labels: [Label], value: any Number)]
    ) {
        if samples.isEmpty { return }
        head(kind, name, help)
        for (labels, value) in samples { sample(name, labels, value) }
    }

    mutating func histograms(_ name: String, _ help: String, _ histograms: [(labels: [Label], Histogram)]) {
        if histograms.isEmpty { return }
        head(.histogram, name, help)
        for (labels, histogram) in histograms {
            var sum = 0
            for (bound, count) in zip(histogram.bounds + [.infinity], histogram.counts) {
                sum += count
                sample(name + "_bucket", labels + [("le", bound.exposed)], sum)
            }
            sample(name + "_sum", labels, histogram.sum)
            sample(name + "_count", labels, sum)
        }
    }

    private mutating func head(_ kind: Kind, _ name: String, _ help: String) {
        text += "# HELP \(name) \(Self.escaped(help))\n# TYPE \(name) \(kind.rawValue)\n"
    }

    private mutating func sample(_ name: String, _ labels: [Label], _ value: any Number) {
        let list = labels.map { name, value in
            name + #"=""# + Self.escaped(value).replacing("\"", with: "\\\"") + #"""#
        }
        text += name + (list.isEmpty ? "" : "{" + list.joined(separator: ",") + "}") + " " + value.exposed + "\n"
    }

    /// As a help text is; in the value of a label quotes are escaped, too.
    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    typealias Label = (name: String, value: String)

    /// What can stand as a value.
    protocol Number {
        var exposed: String { get }
    }
}

extension Int: Exposition.Number {
    var exposed: String { String(self) }
}

extension Double: Exposition.Number {
    var exposed: String {
        if isNaN { return "NaN" }
        return isInfinite ? (self < 0 ? "-Inf" : "+Inf") : description
    }
}
