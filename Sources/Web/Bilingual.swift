/// The languages that answers are written in.
public enum Language: String, Hashable, Sendable, CaseIterable {
    case ja, en
}

/// A text in both.
public struct Bilingual: Hashable, Sendable {
    public var ja: String
    public var en: String

    public init(ja: String, en: String) {
        self.ja = ja
        self.en = en
    }

    public subscript(language: Language) -> String {
        switch language {
        case .ja: ja
        case .en: en
        }
    }
}
