/// `;name=value;name="quoted"` behind a chunk size (RFC 9112 §7.1.1).
enum ChunkExtensions {
    static func areValid(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while rest.first == UInt8(ascii: ";") {
            rest.removeFirst()
            guard takeToken(&rest) else { return false }
            guard rest.first == UInt8(ascii: "=") else { continue }
            rest.removeFirst()
            guard rest.first == UInt8(ascii: "\"") ? takeQuoted(&rest) : takeToken(&rest) else { return false }
        }
        return rest.isEmpty
    }

    private static func takeToken(_ rest: inout ArraySlice<UInt8>) -> Bool {
        let token = rest.prefix(while: \.isTokenCharacter)
        rest = rest[token.endIndex...]
        return !token.isEmpty
    }

    private static func takeQuoted(_ rest: inout ArraySlice<UInt8>) -> Bool {
        rest.removeFirst()
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return true }
            guard byte.isFieldValueCharacter else { return false }
            if byte == UInt8(ascii: "\\") {
                guard let escaped = rest.popFirst(), escaped.isFieldValueCharacter else { return false }
            }
        }
        return false
    }
}
