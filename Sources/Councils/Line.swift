/// A text of one line: a name, a title, a heading. 1 to 200 Unicode scalars, trimmed, without line breaks or tabs.
public struct Line: Hashable, Sendable {
    public static let bounds = 1...200
    public let text: String

    public init(_ raw: String) throws(Invalid) {
        text = try Text.checked(raw, bounds: Self.bounds, manyLines: false)
    }

    /// A text that was one when it was written, and stays one should the rules change.
    public init(trusted text: String) {
        self.text = text
    }
}

/// A text of any number of lines: the body of a section, a note. 1 to 100,000 Unicode scalars, trimmed.
public struct Prose: Hashable, Sendable {
    public static let bounds = 1...100_000
    public let text: String

    public init(_ raw: String) throws(Invalid) {
        text = try Text.checked(raw, bounds: Self.bounds, manyLines: true)
    }

    /// A text that was one when it was written.
    public init(trusted text: String) {
        self.text = text
    }
}

enum Text {
    static func checked(_ raw: String, bounds: ClosedRange<Int>, manyLines: Bool) throws(Invalid) -> String {
        let trimmed = trimming(raw)
        guard bounds.contains(trimmed.unicodeScalars.count) else { throw .length(bounds) }
        if !manyLines, trimmed.unicodeScalars.contains(where: isBreak) { throw .lineBreak }
        return trimmed
    }

    /// Without white space at both ends, the ideographic space (U+3000) among it.
    static func trimming(_ raw: String) -> String {
        let scalars = raw.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        if first == scalars.startIndex, scalars.index(after: last) == scalars.endIndex { return raw }
        return String(scalars[first...last])
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }
}
