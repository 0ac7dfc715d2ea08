import Testing
import Web

@Suite struct SearchFoldingTests {
    @Test(arguments: [
        ["ｸﾞﾝﾏ", "グンマ", "ぐんま", "ク\u{3099}ンマ", "く\u{3099}んま"], ["が", "か\u{3099}", "ｶﾞ", "ガ"],
        ["Ⅱ", "ii", "II", "ｉｉ", "ⅱ"],
        ["㈱", "(株)", "（株）"], ["ＤＸ", "dx", "DX", "Dx", "ｄｘ"], ["デ\u{30FC}タ", "ﾃﾞｰﾀ", "で\u{30FC}た", "デ−タ", "デ-タ", "デ―タ"],
        ["群馬　県", "群馬 県", "群馬\u{A0}県", "群馬\r\n県", "群馬 \t　県"], ["①", "1", "１", "¹"], ["ヷ", "ワ\u{3099}", "わ\u{3099}"],
        ["ヾ", "ゞ", "ヽ\u{3099}"], ["10〜12", "10～12", "10~12"], ["葛\u{E0100}城", "葛城"], ["a\u{200B}b\u{FEFF}", "ab"],
        ["Straße", "STRASSE", "strasse", "STRAẞE"], ["Σίσυφος", "ΣΊΣΥΦΟΣ", "σίσυφοσ"],
        ["é", "É", "e\u{301}", "E\u{301}"],
        ["ΐ", "Ϊ\u{301}", "ι\u{308}\u{301}"], ["㍻", "平成"], ["㌔", "キロ", "きろ"], ["ﾊﾟ", "パ", "ぱ", "は\u{309A}"],
        ["ガギグゲゴヴ", "がぎぐげごゔ"], ["ァィゥェォッャュョヮヵヶ", "ぁぃぅぇぉっゃゅょゎゕゖ"], ["！？＆＠", "!?&@"],
    ])
    func theseAreTheSame(texts: [String]) {
        let folded = Set(texts.map { Array(SearchFolding.fold($0).utf8) })
        #expect(folded.count == 1, "\(texts.map(SearchFolding.fold))")
    }

    @Test(arguments: [
        ("か", "が"), ("は", "ぱ"), ("つ", "っ"), ("や", "ゃ"), ("県", "縣"), ("a", "á"), ("群馬県", "群馬 県"), ("1", "一"),
        ("ヶ", "ケ"), ("ー", "一"),
    ])
    func theseAreNot(one: String, other: String) {
        #expect(SearchFolding.fold(one) != SearchFolding.fold(other))
    }

    @Test(arguments: [
        ("ぐんま", "ぐんま"), ("官民共創協議会", "官民共創協議会"), ("", ""), ("Ａ　Ｂ", "a b"), ("Ⅱ", "ii"), ("㈱", "(株)"), ("センター", "せんた-"),
    ])
    func foldsToThis(text: String, folded: String) {
        #expect(SearchFolding.fold(text) == folded)
    }

    @Test func foldingTwiceIsFoldingOnce() {
        let blocks: [ClosedRange<UInt32>] = [0...0x33FF, 0xA000...0xABFF, 0xF900...0x1FFFF, 0x2F800...0x2FA1F]
        for value in blocks.joined() {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let once = SearchFolding.fold("x\(scalar)")
            if Array(SearchFolding.fold(once).utf8) != Array(once.utf8) {
                #expect(Bool(false), "U+\(String(value, radix: 16)): \(once)")
            }
        }
    }

    /// The second text needs the normalisation, the first may do without.
    @Test func theShortWayComesToTheSame() {
        let blocks: [ClosedRange<UInt32>] = [0x20...0x33FF, 0x4DB0...0x4E10, 0x9FF0...0xA010, 0xF8F0...0xFFFD]
        for value in blocks.joined() {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let short = SearchFolding.fold("か\(scalar)") + "ii"
            let long = SearchFolding.fold("か\(scalar)Ⅱ")
            if short != long { #expect(short == long, "U+\(String(value, radix: 16))") }
        }
    }

    @Test(arguments: [
        ("群馬県官民共創協議会", "協議", true), ("グンマちゃん", "ｸﾞﾝﾏ", true), ("グンマちゃん", "んまち", true), ("グンマちゃん", "くんま", false),
        ("abc", "", true), ("", "", true), ("", "a", false), ("abc", "abcd", false), ("aab", "ab", true),
        ("ababac", "abac", true),
        ("株式会社（㈱）", "(株)", true), ("DX推進部会", "dx推", true), ("県庁", "庁県", false), ("あ", "い", false),
    ])
    func findsWithin(text: String, sought: String, isThere: Bool) {
        #expect(SearchFolding.contains(SearchFolding.fold(text), SearchFolding.fold(sought)) == isThere)
    }
}
