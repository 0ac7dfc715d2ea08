import JSONText
import Testing

@Suite struct ReadingStrings {
    @Test(arguments: [
        (#""""#, ""), (#""a""#, "a"), (#""\"\\\/\n\r\t""#, "\"\\/\n\r\t"), (#""\u0041\u00e9\u3042\u3042""#, "Aéああ"),
        (#""\uD83D\uDE00""#, "😀"), (#""\ud83d\ude00x""#, "😀x"), (#""群馬\u770c""#, "群馬県"), (#""\u000a""#, "\n"),
        (#""\u2028""#, "\u{2028}"), ("\"\u{2029}\"", "\u{2029}"), (#""12345678\n12345678""#, "12345678\n12345678"),
        ("\"\u{10FFFD}\"", "\u{10FFFD}"), (#""\u0022\u005C""#, "\"\\"), ("\"👨‍👩‍👧\"", "👨‍👩‍👧"),
    ])
    func areRead(text: String, value: String) throws {
        #expect(scalars(try JSONValue(parsing: text.utf8).stringValue) == scalars(value))
    }

    @Test(arguments: [
        #""\a""#, #""\x41""#, #""\'""#, #""\u""#, #""\u12""#, #""\u12G4""#, #""\u 123""#, #""\u+123""#, #""\U0041""#,
        "\"", "\"abc", "\"\\", "\"\\u00", "'a'", "\"\\\"", "\"a\\\n\"", #""\uD800\u""#, "\"\\u００４１\"",
    ])
    func otherEscapesAndOpenEndsAreRefused(text: String) {
        guard case .refused(let codes) = Reading(text) else { return #expect(Bool(false), "\(text) was read") }
        #expect(codes.last == .syntax)
    }

    @Test(arguments: [
        #""\uD800""#, #""\uDC00""#, #""\uDBFF x""#, #""\uD83D\uD83D""#, #""\uDE00\uD83D""#, #""\uD83D\n""#,
        #""\uD83D\u0041""#, #""\uD800\uD83D\uDE00""#,
    ])
    func unpairedSurrogatesAreRefused(text: String) {
        #expect(Reading(text) == .refused([.unpairedSurrogate]))
    }

    @Test func rawControlsAreRefused() {
        for byte in UInt8(0)..<0x20 {
            #expect(Reading([0x22, 0x61, byte, 0x22]) == .refused([.controlCharacter]))
            #expect(Reading(Array("\"1234567".utf8) + [byte, 0x22]) == .refused([.controlCharacter]))
        }
        #expect(Reading([0x22, 0x7F, 0x22]) == .refused([.controlCharacter]))
        for value in UInt32(0x80)..<0xA0 {
            #expect(Reading([0x22, 0xC2, UInt8(value), 0x22]) == .refused([.controlCharacter]))
        }
    }

    @Test func escapedControlsAreRefusedButTabAndLineEnds() {
        for value in Array(0..<0x20) + Array(0x7F..<0xA0) {
            let digits = String(value, radix: 16)
            let text = "\"\\u" + String(repeating: "0", count: 4 - digits.count) + digits + "\""
            let isWhite = [0x09, 0x0A, 0x0D].contains(value)
            let expected = Reading.value(.string(String(UnicodeScalar(UInt8(value)))))
            #expect(Reading(text) == (isWhite ? expected : .refused([.controlCharacter])))
        }
        #expect(Reading(#""\b""#) == .refused([.controlCharacter]))
        #expect(Reading(#""\f""#) == .refused([.controlCharacter]))
    }

    @Test func bidiControlsAreRefusedInEverySpelling() throws {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), scalar.properties.isBidiControl else { continue }
            #expect(Reading("\"a\(scalar)b\"") == .refused([.bidiControl]))
            #expect(Reading("{\"a\(scalar)b\":1}") == .refused([.bidiControl]))
            let digits = String(value, radix: 16)
            let escape = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            #expect(Reading("\"\(escape)\"") == .refused([.bidiControl]))
        }
        #expect(Reading("\"\u{200B}\u{200C}\u{200D}\u{2029}\u{206A}\"") != .refused([.bidiControl]))
    }

    @Test func noncharactersAreRefused() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), scalar.properties.isNoncharacterCodePoint else { continue }
            #expect(Reading("\"\(scalar)\"") == .refused([.noncharacter]))
        }
        #expect(Reading(#""\uFFFE""#) == .refused([.noncharacter]))
        #expect(Reading(#""\uD83F\uDFFF""#) == .refused([.noncharacter]))
    }

    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
            [0xE3, 0x81], [0xE3, 0x41, 0x41], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80],
            [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
            [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0xE3, 0x81, 0x82, 0x82],
        ] as [[UInt8]]
    )
    func whatIsNotUTF8IsRefused(bytes: [UInt8]) {
        #expect(Reading([0x22] + bytes + [0x22]) == .refused([.notUTF8]))
        #expect(Reading(Array("{\"abcdefghij".utf8) + bytes + Array("\":1}".utf8)) == .refused([.notUTF8]))
        #expect(
            Reading(bytes + [0x22, 0x22]).isRefused(first: bytes.starts(with: [0xE3, 0x81, 0x82]) ? .syntax : .notUTF8)
        )
        guard case .refused(let codes) = Reading([0x22] + bytes) else { return #expect(Bool(false)) }
        #expect(codes == [.notUTF8, .syntax])
    }
}

extension Reading {
    func isRefused(first code: JSONFault.Code) -> Bool {
        if case .refused(let codes) = self { codes.first == code } else { false }
    }
}
