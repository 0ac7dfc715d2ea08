import Testing
import Web

@Suite struct CursorTests {
    private static let cursors: [Cursor] = [
        Cursor(parts: []), Cursor(parts: [[]]), Cursor(parts: [[0], [255, 0, 128], []]),
        Cursor(parts: [Array("群馬".utf8), Array("0197f0a2".utf8)]), Cursor(parts: [[UInt8](repeating: 7, count: 800)]),
    ]

    @Test(arguments: cursors)
    func aCursorIsReadBackForItsOwnQuery(cursor: Cursor) {
        let text = cursor.text(for: "/v1/members\nsort:=name")
        #expect(Cursor(text, for: "/v1/members\nsort:=name") == cursor)
        #expect(Cursor(text, for: "/v1/members\nsort:=-name") == nil && Cursor(text, for: "") == nil)
        #expect(text.utf8.allSatisfy { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") })
    }

    @Test func aCursorThatWasChangedAnywhereIsNone() {
        let text = Array(Cursor(parts: [[1, 2, 3], Array("id".utf8)]).text(for: "q").utf8)
        for index in text.indices {
            for letter in "AZaz09-_=%é ".utf8 where letter != text[index] {
                var changed = text
                changed[index] = letter
                #expect(Cursor(String(decoding: changed, as: UTF8.self), for: "q") == nil, "\(index) \(letter)")
            }
            #expect(Cursor(String(decoding: text[..<index], as: UTF8.self), for: "q") == nil)
        }
        #expect(Cursor(String(decoding: text, as: UTF8.self) + "A", for: "q") == nil)
    }

    @Test func randomTextIsNoCursorAndNeverTraps() {
        var dice = Dice(seed: 7)
        let letters = Array("ABCxyz019-_".utf8)
        for length in 0..<600 {
            let text = (0..<length).map { _ in letters[Int.random(in: 0..<letters.count, using: &dice)] }
            #expect(Cursor(String(decoding: text, as: UTF8.self), for: "q") == nil)
        }
        #expect(Cursor(String(repeating: "A", count: 5_000), for: "q") == nil)
    }
}

@Suite struct Base64URLTests {
    /// RFC 4648 §10, without padding.
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"),
    ])
    func theVectorsOfTheStandardHold(plain: String, encoded: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == encoded)
        #expect(Base64URL.decode(encoded) == Array(plain.utf8))
    }

    @Test func theLastTwoLettersAreThoseForURLs() {
        #expect(Base64URL.encode([0xFB, 0xFF, 0xBF]) == "-_-_" && Base64URL.decode("-_-_") == [0xFB, 0xFF, 0xBF])
    }

    @Test(arguments: ["Z", "Zg==", "Zh", "Zm9", "Zm9vZ", "Zm 9v", "Zm9v\n", "+/+/", "é", "Zm9vYmF"])
    func thereIsOneFormForEachValue(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test func randomBytesAreReadBack() {
        var dice = Dice(seed: 8)
        for length in 0..<300 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &dice) }
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
    }
}

/// The same numbers for the same seed (SplitMix64).
private struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
