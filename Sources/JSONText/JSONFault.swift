/// What a text was refused for, and where.
public struct JSONFault: Error, Hashable, Sendable {
    /// The kinds of fault. Their raw values are stable and may be shown to clients.
    public enum Code: String, Sendable, CaseIterable {
        /// Bytes that are not UTF-8: overlong forms, surrogates, numbers above U+10FFFF, broken sequences.
        case notUTF8
        /// A byte order mark before the text (RFC 8259 §8.1).
        case byteOrderMark
        /// Not JSON (RFC 8259). Ends reading.
        case syntax
        /// Something after the value. Ends reading.
        case trailingContent
        /// Arrays and objects nested deeper than allowed. Ends reading.
        case tooDeep
        /// A name that the object already has, after escapes and NFC.
        case duplicateName
        /// An integer beyond ±2^53, or a number beyond what a double holds.
        case numberOutOfRange
        /// `\uD800`–`\uDFFF` that is not one half of a pair.
        case unpairedSurrogate
        /// NUL, C0 other than TAB, LF and CR, DEL or C1, in whatever spelling; TAB, LF or CR not written as an escape.
        case controlCharacter
        /// A character that changes the direction of text (Unicode's Bidi_Control).
        case bidiControl
        /// A code point that Unicode keeps out of interchange (U+FDD0–FDEF, U+xxFFFE, U+xxFFFF).
        case noncharacter
        /// More than 30 combining characters in a row (the bound of UAX #15's Stream-Safe Text Format).
        case tooManyCombiningCharacters
    }

    /// What was refused.
    public var code: Code
    /// The value it concerns, as an RFC 6901 pointer; `""` is the whole text. A fault in a member's name points to
    /// the object, a duplicate name to the member.
    public var pointer: String
    /// The line, from 1; LF, CR LF and CR end a line.
    public var line: Int
    /// The column, from 1, in Unicode scalars.
    public var column: Int
    /// More about it, in English, for a developer: what was expected, which character.
    public var detail: String?

    /// A fault of these parts.
    public init(code: Code, pointer: String = "", line: Int = 1, column: Int = 1, detail: String? = nil) {
        self.code = code
        self.pointer = pointer
        self.line = line
        self.column = column
        self.detail = detail
    }
}
