import Foundation
import Testing

@testable import Offices

/// The search finds what it is for: each form of a word, wherever it stands.
@Suite struct CanaryForms {
    private static let canaries = [Canary(0), Canary(17), Canary(700)]
    private static let search = CanarySearch(canaries)

    private func finds(_ text: some Collection<UInt8>) -> Bool { Self.search.found(in: text) == [Self.canaries[1]] }
    private func finds(_ text: String) -> Bool { finds(Array(text.utf8)) }

    @Test(arguments: [0, 1, 2, 3, 7, 8, 9])
    func eachFormIsFoundWhereverItStands(before: Int) {
        let filling = [UInt8](repeating: UInt8(ascii: "x"), count: before)
        for form in Self.canaries[1].forms {
            #expect(finds(filling + form + filling))
            #expect(!finds(filling + form.dropLast() + filling))
        }
    }

    /// Written out by hand, so that the forms are not only what the code takes them for.
    @Test(arguments: [
        "ガナリドQaarZウグイ", "カ\u{3099}ナリト\u{3099}QaarZウク\u{3099}イ", "ｶﾞﾅﾘﾄﾞQaarZｳｸﾞｲ", "がなりどQaarZうぐい", "ガナリドqaarzウグイ",
        "ガナリドQAARZウグイ", "ガナリドＱａａｒＺウグイ", "ｶﾞﾅﾘﾄﾞＱＡＡＲＺｳｸﾞｲ", "か\u{3099}なりと\u{3099}qaarzうく\u{3099}い",
        "%E3%82%AC%E3%83%8A%E3%83%AA%E3%83%89QaarZ%E3%82%A6%E3%82%B0%E3%82%A4",
        "%e3%82%ac%e3%83%8a%e3%83%aa%e3%83%89QaarZ%e3%82%a6%e3%82%b0%e3%82%a4",
        "\\u30ac\\u30ca\\u30ea\\u30c9QaarZ\\u30a6\\u30b0\\u30a4",
        "\\u30AC\\u30CA\\u30EA\\u30C9QaarZ\\u30A6\\u30B0\\u30A4",
        "e382ace3838ae383aae383895161617" + "25ae382a6e382b0e382a4",
    ])
    func formsThatPeopleKnow(text: String) {
        #expect(finds("\"" + text + "\""))
    }

    @Test func wideCharactersAndBase64() {
        let word = Self.canaries[1].word
        #expect(finds(Array(word.data(using: .utf16LittleEndian) ?? Data())))
        #expect(finds(Array(word.data(using: .utf16BigEndian) ?? Data())))
        for before in ["", "a", "ab", "abc", "日本"] {
            for after in ["", "a", "ab"] {
                let text = Data((before + word + after).utf8).base64EncodedString()
                #expect(finds(text))
                #expect(finds(text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")))
            }
        }
    }

    @Test func nothingIsFoundWhereNothingIs() throws {
        let text = try String(contentsOf: Repository.root.appending(path: "openapi.yaml"), encoding: .utf8)
        #expect(Self.search.found(in: text.utf8).isEmpty)
        #expect(Self.search.count > 500)
    }
}
