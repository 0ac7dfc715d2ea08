import Councils
import Testing

@Suite struct Texts {
    @Test(arguments: [
        (" 群馬 ", "群馬"), ("\u{3000}群馬\u{3000}\n", "群馬"), ("\t群\u{3000}馬\r\n", "群\u{3000}馬"), ("群馬", "群馬"),
        ("\u{A0}a\u{85}", "a"), (" \u{301}", "\u{301}"),
    ])
    func bothEndsAreTrimmedTheIdeographicSpaceToo(_ raw: String, _ text: String) throws {
        #expect(try Array(Line(raw).text.unicodeScalars) == Array(text.unicodeScalars))
        #expect(try Array(Prose(raw).text.unicodeScalars) == Array(text.unicodeScalars))
    }

    @Test(arguments: ["", " ", "\u{3000}\u{3000}", "\n"])
    func nothingIsNoText(_ raw: String) {
        #expect(throws: Invalid.length(1...200)) { try Line(raw) }
        #expect(throws: Invalid.length(1...100_000)) { try Prose(raw) }
    }

    /// One of them is two UTF-16 units and four bytes; the last is two scalars and one character.
    @Test(arguments: [("a", 200), ("県", 200), ("𠮷", 200), ("か\u{3099}", 100), ("👩🏽", 100)])
    func aLineIsBoundedInUnicodeScalars(_ unit: String, _ most: Int) throws {
        for count in [most - 1, most] {
            let raw = String(repeating: unit, count: count)
            #expect(try Line(" " + raw + "\u{3000}").text == raw)
        }
        #expect(throws: Invalid.length(1...200)) { try Line(String(repeating: unit, count: most + 1)) }
        #expect(throws: Invalid.length(1...200)) { try Line(String(repeating: unit, count: most) + "x") }
    }

    @Test func proseIsBoundedInUnicodeScalars() throws {
        for count in [99_999, 100_000] {
            #expect(try Prose(String(repeating: "𠮷", count: count)).text.unicodeScalars.count == count)
        }
        #expect(throws: Invalid.length(1...100_000)) { try Prose(String(repeating: "𠮷", count: 100_001)) }
    }

    @Test(arguments: ["\n", "\r", "\r\n", "\t", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}"])
    func aLineHasNoBreaksOrTabsWithinAndProseMay(_ separator: String) throws {
        let raw = "一" + separator + "二"
        #expect(throws: Invalid.lineBreak) { try Line(raw) }
        #expect(try Prose(raw).text == raw)
    }
}

@Suite struct WebAddresses {
    @Test(arguments: [
        "https://example.jp", "http://example.jp/", "https://example.jp:8443/a?b=c#d", "https://[2001:db8::1]/a",
        "https://例え.jp/会議", "https://example.jp/a@b", "https://example.jp?a=@",
    ])
    func anAddressThatABrowserOpensIsTaken(_ raw: String) throws {
        #expect(try WebAddress(raw).text == raw)
        #expect(try WebAddress("\u{3000}" + raw + " ").text == raw)
    }

    @Test(arguments: [
        "javascript:alert(1)", "data:text/html,x", "ftp://example.jp", "file:///etc/passwd", "//example.jp",
        "example.jp",
        "https:example.jp", "https:/example.jp", "https://", "https:///a", "https://?a", "https://#a",
        "https://user@example.jp", "https://user:secret@example.jp/", "https://example.jp/a b",
        "https://example.jp/\u{0}",
        "https://example.jp/\na", "https://example.jp/\u{7F}", "https://example.jp/<", "https://example.jp/\"",
        "https://example.jp\\@evil.jp", "xhttps://example.jp", "https ://example.jp",
    ])
    func anythingElseIsRefused(_ raw: String) {
        #expect(throws: Invalid.format("https://…")) { try WebAddress(raw) }
    }

    @Test func itsLengthIsBounded() throws {
        let address = "https://example.jp/"
        let longest = address + String(repeating: "a", count: 2000 - address.count)
        #expect(try WebAddress(longest).text.count == 2000)
        #expect(throws: Invalid.length(1...2000)) { try WebAddress(longest + "a") }
        let blank = "\u{3000}"
        #expect(throws: Invalid.length(1...2000)) { try WebAddress(blank) }
    }

    @Test(arguments: ["\u{3000}", "\u{A0}", "\u{85}", "\u{2028}", "\u{2029}"])
    func noSpaceStandsWithin(_ space: String) {
        #expect(throws: Invalid.self) { try WebAddress("https://example.jp/a" + space + "b") }
    }

    @Test func aUserIsRefusedEvenWithACombiningMarkAfterTheSign() {
        #expect(throws: Invalid.self) { try WebAddress("https://user:secret@" + "\u{301}example.jp") }
    }
}
