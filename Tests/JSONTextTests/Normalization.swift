import Foundation
import JSONText
import Testing

@Suite struct Normalization {
    @Test(arguments: [
        ("か\u{3099}", "が"), ("e\u{301}", "é"), ("\u{212B}", "Å"), ("\u{1100}\u{1161}\u{11A8}", "각"), ("\u{F900}", "豈"),
        ("a\u{323}\u{307}", "ạ\u{307}"), ("a\u{307}\u{323}", "ạ\u{307}"), ("ﾊﾟ", "ﾊﾟ"), ("\u{344}", "\u{308}\u{301}"),
        ("\u{AC00}\u{11A8}", "각"), ("\u{AC01}\u{11A8}", "\u{AC01}\u{11A8}"), ("\u{CCA}\u{CD5}", "\u{CCB}"),
        ("\u{1100}\u{301}\u{1161}", "\u{1100}\u{301}\u{1161}"), ("\u{FB2C}", "\u{5E9}\u{5BC}\u{5C1}"),
    ])
    func stringsAndNamesComeOutInNFC(text: String, expected: String) throws {
        #expect(scalars(text.normalizedNFC) == scalars(expected))
        #expect(scalars(try JSONValue(parsing: "\"\(text)\"".utf8).stringValue) == scalars(expected))
        let object = try JSONValue(parsing: "{\"一\(text)\":\"\(text)\"}".utf8).objectValue
        #expect(scalars(object?.names.first) == scalars("一" + expected))
        let escaped = text.utf16.map { "\\u" + String(Int($0) + 0x10000, radix: 16).dropFirst() }.joined()
        #expect(scalars(try JSONValue(parsing: "\"\(escaped)\"".utf8).stringValue) == scalars(expected))
    }

    @Test(arguments: [("ｶﾞ", "ガ"), ("ﾊﾟ", "パ"), ("ㄱㅏ", "가"), ("㈱Ⅱ", "(株)II"), ("ＤＸ　", "DX "), ("e\u{301}", "é")])
    func compatibilityFormsBecomePlainOnes(text: String, expected: String) {
        #expect(scalars(text.normalizedNFKC) == scalars(expected))
    }

    @Test func everyScalarIsTreatedAsFoundationTreatsIt() {
        let blocks: [ClosedRange<UInt32>] = [0...0x33FF, 0x9FF0...0xAC20, 0xD790...0x200FF, 0x2F800...0x2FA1F]
        for value in blocks.joined() {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = String(scalar)
            let nfc = scalars(text.normalizedNFC)
            let expected = scalars(text.precomposedStringWithCanonicalMapping)
            if nfc != expected { #expect(nfc == expected, "U+\(String(value, radix: 16))") }
            let nfkc = scalars(text.normalizedNFKC)
            let plain = scalars(text.decomposedStringWithCompatibilityMapping.precomposedStringWithCanonicalMapping)
            if nfkc != plain { #expect(nfkc == plain, "U+\(String(value, radix: 16))") }
        }
    }

    /// Each scalar after one that composes or stands alone, so that a wrong place to cut, or a scalar wrongly taken
    /// for settled, shows: long enough for several pieces.
    @Test func cuttingChangesNothing() {
        var random = SeededRandom(seed: 8)
        let all = Self.interesting
        for round in 0..<500 {
            var text = ""
            for _ in 0..<Int.random(in: 60..<300, using: &random) {
                let scalar = all.randomElement(using: &random) ?? "a"
                text.unicodeScalars.append(scalar)
            }
            let nfc = scalars(text.normalizedNFC)
            let expected = scalars(Self.composed(text))
            if nfc != expected { return #expect(nfc == expected, "round \(round)") }
            let nfkc = scalars(text.normalizedNFKC)
            let plain = scalars(text.decomposedStringWithCompatibilityMapping.precomposedStringWithCanonicalMapping)
            if nfkc != plain { return #expect(nfkc == plain, "round \(round)") }
        }
    }

    /// Every scalar that composes with one before it, or becomes one that does, where a piece would end before it.
    @Test func nothingIsCutOffFromWhatItComposesWith() {
        var bases: [Unicode.Scalar: String] = [:]
        for value in UInt32(0xC0)...0x1FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let parts = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
            guard parts.count > 1, let last = parts.last else { continue }
            let base = String(String.UnicodeScalarView(parts.dropLast())).precomposedStringWithCanonicalMapping
            bases[last] = base
        }
        #expect(bases.count > 90)
        for value in UInt32(0xC0)...0x1FFFF {
            guard let scalar = Unicode.Scalar(value),
                let follower = String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars.first,
                let base = bases[follower]
            else { continue }
            let text = String(repeating: "a", count: 64 - base.unicodeScalars.count) + base + String(scalar)
            let nfc = scalars(text.normalizedNFC)
            let expected = scalars(Self.composed(text))
            if nfc != expected { #expect(nfc == expected, "U+\(String(value, radix: 16))") }
            let nfkc = scalars(text.normalizedNFKC)
            let plain = scalars(text.decomposedStringWithCompatibilityMapping.precomposedStringWithCanonicalMapping)
            if nfkc != plain { #expect(nfkc == plain, "U+\(String(value, radix: 16))") }
        }
    }

    @Test func moreThanThirtyCombiningCharactersInARowAreRefused() {
        #expect(
            Reading("\"a" + String(repeating: "\u{316}", count: 30) + "\"") != .refused([.tooManyCombiningCharacters])
        )
        #expect(
            Reading("\"a" + String(repeating: "\u{316}", count: 31) + "\"") == .refused([.tooManyCombiningCharacters])
        )
        #expect(
            Reading("\"" + String(repeating: "\u{344}", count: 100) + "\"") == .refused([.tooManyCombiningCharacters])
        )
        #expect(scalars(String(repeating: "\u{344}", count: 1_000).normalizedNFC).count == 2_000)
    }

    @Test func longTextsOfManyScriptsAreRead() throws {
        for unit in ["か\u{3099}", "ไทยน้ำ", "بِسْمِ", "हिन्दी", "שָׁלוֹם", "한\u{1112}\u{1161}\u{11AB}", "\u{F900}", "é"] {
            let text = String(repeating: unit, count: 500)
            let expected = String(repeating: unit.precomposedStringWithCanonicalMapping, count: 500)
            #expect(scalars(try JSONValue(parsing: "\"\(text)\"".utf8).stringValue) == scalars(expected))
        }
    }

    /// Foundation's NFC of the text in NFD: of the text itself it is not always NFC, for a composite is not composed
    /// with what follows it, as in `가` and U+11A8.
    private static func composed(_ text: String) -> String {
        text.decomposedStringWithCanonicalMapping.precomposedStringWithCanonicalMapping
    }

    /// Whether Foundation puts the scalar where its combining class says: its tables are of an older Unicode than the
    /// standard library's.
    private static func isOrdered(_ scalar: Unicode.Scalar) -> Bool {
        let (below, text) = (scalar.properties.canonicalCombiningClass.rawValue < 240, "\u{345}" + String(scalar))
        return !below || text.decomposedStringWithCanonicalMapping.unicodeScalars.last == "\u{345}"
    }

    /// All that composes, is replaced or is reordered, and as many that do nothing; combining ones are rarer than
    /// they would be by number, so that no run passes the bound.
    private static let interesting: [Unicode.Scalar] = {
        var (starters, followers): ([Unicode.Scalar], [Unicode.Scalar]) = ([], [])
        for value in UInt32(0x20)...0x2FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = String(scalar)
            let parts = text.decomposedStringWithCompatibilityMapping.unicodeScalars
            if scalar.properties.canonicalCombiningClass != .notReordered {
                guard isOrdered(scalar) else { continue }
                followers.append(scalar)
            } else if !parts.elementsEqual(text.unicodeScalars) {
                starters.append(scalar)
                for part in parts.dropFirst() { followers.append(part) }
            }
        }
        starters += (0x1100...0x11FF).compactMap(Unicode.Scalar.init)
        starters += (0x3040...0x30FF).compactMap(Unicode.Scalar.init)
        starters += "aeiouAEIOU <>=αωКи".unicodeScalars
        let most = Set(followers)
        return starters + starters.shuffledOnce + most.sorted()
    }()
}

extension [Unicode.Scalar] {
    fileprivate var shuffledOnce: [Unicode.Scalar] {
        var random = SeededRandom(seed: 1)
        return shuffled(using: &random)
    }
}
