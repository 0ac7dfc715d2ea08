import Foundation

/// A word that stands nowhere else, and every form in which it could get out.
///
/// Its kana have forms of their own when decomposed (ガ), narrow (ｶﾞ) or as hiragana (が), its letters when wide or in
/// another case.
struct Canary: Hashable, Sendable {
    let word: String

    /// - Parameter number: 0 to 17,575; another word for each.
    init(_ number: Int) {
        let letters = [number / 676, number / 26, number].map { place in
            String(Unicode.Scalar(UInt8(ascii: "a") + UInt8(place % 26)))
        }
        word = "ガナリドQ" + letters.joined() + "Zウグイ"
    }

    /// The same text as people would take it for the same: composed or not, wide or narrow, either kana, either case.
    var texts: [String] {
        let hiragana = word.applyingTransform(.hiraganaToKatakana, reverse: true) ?? word
        let kana = [
            word, hiragana, word.applyingTransform(.fullwidthToHalfwidth, reverse: false) ?? word,
            word.decomposedStringWithCanonicalMapping, hiragana.decomposedStringWithCanonicalMapping,
        ]
        let cases = kana.flatMap { [$0, $0.uppercased(), $0.lowercased()] }
        let all = cases + cases.map(Self.wide)
        return Array(Set(all.map { Bytes(Array($0.utf8)) })).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    /// The bytes of all its forms.
    var forms: Set<[UInt8]> { Set(texts.flatMap(Self.encodings)) }

    /// Only the letters: kana stay as wide or narrow as they are.
    private static func wide(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    (0x21...0x7E).contains(scalar.value) ? Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar : scalar
                }
            )
        )
    }

    private static func encodings(_ text: String) -> [[UInt8]] {
        let bytes = Array(text.utf8)
        let units = Array(text.utf16)
        var forms = [bytes, units.flatMap { [$0.low, $0.high] }, units.flatMap { [$0.high, $0.low] }]
        for digits in [Array("0123456789abcdef".utf8), Array("0123456789ABCDEF".utf8)] {
            func hexadecimal(_ byte: UInt8) -> [UInt8] { [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
            func percent(_ byte: UInt8) -> [UInt8] { [UInt8(ascii: "%")] + hexadecimal(byte) }
            func escape(_ unit: UInt16) -> [UInt8] {
                Array("\\u".utf8) + hexadecimal(unit.high) + hexadecimal(unit.low)
            }
            forms.append(bytes.flatMap(hexadecimal))
            forms.append(bytes.flatMap(percent))
            forms.append(bytes.flatMap { $0 < 0x80 ? [$0] : percent($0) })
            forms.append(units.flatMap(escape))
            forms.append(units.flatMap { $0 < 0x80 ? [$0.low] : escape($0) })
        }
        return forms + base64(bytes)
    }

    /// In all three places that a text can have within groups of three bytes, in both alphabets; without the digits that
    /// depend on what stands around it.
    private static func base64(_ bytes: [UInt8]) -> [[UInt8]] {
        (0..<3).flatMap { before -> [[UInt8]] in
            let text = Data([UInt8](repeating: 0, count: before) + bytes).base64EncodedString()
            let first = (before * 8 + 5) / 6
            let certain = text.utf8.prefix((before + bytes.count) * 8 / 6).dropFirst(first)
            let forAddresses = certain.map { digit in
                digit == UInt8(ascii: "+") ? UInt8(ascii: "-") : digit == UInt8(ascii: "/") ? UInt8(ascii: "_") : digit
            }
            return [Array(certain), forAddresses]
        }
    }

    /// Texts that are canonically equivalent are the same `String`, but not the same bytes.
    private struct Bytes: Hashable {
        let bytes: [UInt8]
        init(_ bytes: [UInt8]) { self.bytes = bytes }
    }
}

extension UInt16 {
    fileprivate var low: UInt8 { UInt8(truncatingIfNeeded: self) }
    fileprivate var high: UInt8 { UInt8(self >> 8) }
}
