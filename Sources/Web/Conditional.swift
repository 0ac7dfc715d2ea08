/// Entity tags and the conditions made of them (RFC 9110 §8.8.3, §13.1). All tags of ours are strong.
public enum Conditional {
    /// The value of an If-Match or If-None-Match field.
    public enum Condition: Hashable, Sendable {
        case any
        /// The opaque texts between the quotes; `weak` ones never match in If-Match.
        case tags([Tag])
    }

    public struct Tag: Hashable, Sendable {
        public var opaque: String
        public var isWeak: Bool
    }

    /// - Returns: nil for what is no list of entity tags.
    public static func parse(_ value: String) -> Condition? {
        let trimmed = value.trimmingPrefix(while: \.isWhitespace)
        if trimmed == "*" { return .any }
        var tags: [Tag] = []
        var rest = trimmed[...]
        while true {
            // Empty elements of a list are passed over (RFC 9110 §5.6.1.2).
            rest = rest.trimmingPrefix(while: { $0 == " " || $0 == "\t" || $0 == "," })
            if rest.isEmpty { return tags.isEmpty ? nil : .tags(tags) }
            let isWeak = rest.hasPrefix("W/")
            if isWeak { rest = rest.dropFirst(2) }
            guard rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") else { return nil }
            tags.append(Tag(opaque: String(rest[rest.index(after: rest.startIndex)..<end]), isWeak: isWeak))
            rest = rest[rest.index(after: end)...].trimmingPrefix(while: { $0 == " " || $0 == "\t" })
            if rest.isEmpty { return .tags(tags) }
            guard rest.first == "," else { return nil }
            rest = rest.dropFirst()
        }
    }

    /// An entity tag as it is written in a field.
    public static func quoted(_ opaque: String) -> String { "\"" + opaque + "\"" }

    /// Whether If-None-Match is fulfilled by what is there (weak comparison): then the answer is 304.
    public static func isUnchanged(_ condition: Condition, tag: String) -> Bool {
        switch condition {
        case .any: true
        case .tags(let tags): tags.contains { $0.opaque == tag }
        }
    }

    /// Whether If-Match is fulfilled by one of these tags (strong comparison).
    public static func matches(_ condition: Condition, where isCurrent: (String) -> Bool) -> Bool {
        switch condition {
        case .any: true
        case .tags(let tags): tags.contains { !$0.isWeak && isCurrent($0.opaque) }
        }
    }
}
