import HTTPTypes

/// One `name: value` of a header or trailer section.
///
/// obs-text (0x80–0xFF) is served where the value is valid UTF-8 and refused otherwise: RFC 9110 §5.5 has it opaque,
/// but read as a string two such values could become equal (U+FFFD) that are not, a key or a tag for example.
struct FieldLine {
    let name: HTTPField.Name
    /// Without the white space around it.
    let value: Bytes
    let field: HTTPField

    /// Reads one line without its CRLF. Fails with `malformedRequest`.
    init(_ line: Bytes) throws(Refusal) {
        guard let first = line.first, !first.isWhitespace else { throw .malformed("a field line is folded") }
        var colon = 0
        while colon < line.count, line[colon].isTokenCharacter { colon += 1 }
        guard colon < line.count, line[colon] == UInt8(ascii: ":") else {
            throw .malformed("a field name is not a token directly followed by a colon")
        }
        guard colon > 0 else { throw .malformed("a field name is empty") }
        for byte in line.part(colon..<line.count) where !byte.isFieldValueCharacter {
            throw .malformed("a field value holds a control character")
        }
        let lowercase = String(unsafeUninitializedCapacity: colon) { text in
            for index in 0..<colon { text[index] = line[index].lowercased }
            return colon
        }
        value = line.part(colon + 1..<line.count).trimmed
        guard let name = HTTPField.Name(parsed: lowercase), let text = String(validating: value, as: UTF8.self) else {
            throw .malformed("a field value is not UTF-8")
        }
        self.name = name
        field = HTTPField(name: name, value: text)
    }
}
