/// What a client accepts (RFC 9110 §12).
public enum Negotiation {
    /// The language that a client likes best of those there are; `standard` if it says nothing of them.
    public static func language(_ acceptLanguage: String?, standard: Language) -> Language {
        guard let acceptLanguage else { return standard }
        let ranges = preferences(acceptLanguage).map { (range: primary($0.range), quality: $0.quality) }
        let others = ranges.first { $0.range == "*" }?.quality ?? 0
        var best: (language: Language, quality: Double) = (standard, 0)
        // Among equals the one that is named first, otherwise the standard.
        let order = ranges.compactMap { Language(rawValue: $0.range) } + [standard] + Language.allCases
        for language in order {
            let quality = ranges.filter { $0.range == language.rawValue }.map(\.quality).max() ?? others
            if quality > best.quality { best = (language, quality) }
        }
        return best.language
    }

    /// The language of a range, without its region.
    private static func primary(_ range: String) -> String {
        range.split(separator: "-").first.map { $0.lowercased() } ?? ""
    }

    /// The media type that a client likes best of those offered, the first of them among equals; nil if it accepts
    /// none.
    public static func mediaType(_ accept: String?, offered: [String]) -> String? {
        guard let accept, accept != "*/*", !accept.allSatisfy(\.isWhitespace) else { return offered.first }
        let ranges = preferences(accept)
        var best: (type: String, quality: Double)?
        for type in offered {
            // The most specific range decides: text/html before text/* before */*.
            let matches = ranges.compactMap { range, quality -> (rank: Int, quality: Double)? in
                let range = range.lowercased()
                if range == type { return (2, quality) }
                if range.hasSuffix("/*"), type.hasPrefix(range.dropLast()) { return (1, quality) }
                return range == "*/*" ? (0, quality) : nil
            }
            guard let quality = matches.max(by: { $0.rank < $1.rank })?.quality, quality > 0 else { continue }
            if quality > best?.quality ?? 0 { best = (type, quality) }
        }
        return best?.type
    }

    /// The type without its parameters, in lower case; nil unless its charset, if any, is UTF-8.
    public static func essence(ofContentType value: String) -> String? {
        let parts = value.split(separator: ";").map { $0.trimmingPrefix(while: \.isWhitespace) }
        guard let type = parts.first else { return nil }
        for parameter in parts.dropFirst() where parameter.lowercased().hasPrefix("charset=") {
            let charset = parameter.dropFirst(8).filter { $0 != "\"" && !$0.isWhitespace }.lowercased()
            guard charset == "utf-8" else { return nil }
        }
        return String(type.lowercased().filter { !$0.isWhitespace })
    }

    private static func preferences(_ value: String) -> [(range: String, quality: Double)] {
        value.split(separator: ",").prefix(32).map { item in
            let parts = item.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            let quality = parts.dropFirst().first { $0.lowercased().hasPrefix("q=") }.flatMap {
                Double($0.dropFirst(2))
            }
            return (parts.first ?? "", min(1, max(0, quality ?? 1)))
        }
    }
}
