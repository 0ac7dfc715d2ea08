import JSONText

/// The form of a text in which a search compares it: what people take for the same text is the same here.
///
/// Folded are: compatibility forms and width (NFKC: `ｸﾞﾝﾏ`, `ＤＸ`, `㈱`, `Ⅱ`), katakana to hiragana, case, dashes and
/// the prolonged sound mark to `-`, the two wave dashes to `~`, each run of white space to one space. Characters that
/// show nothing (zero-width ones, variation selectors behind ideographs) are left out. Small kana, voiced kana and old
/// forms of ideographs stay what they are. The folded form is for comparing and never for showing.
public enum SearchFolding {
    /// The text as it is compared. Folding twice changes nothing more.
    public static func fold(_ text: String) -> String {
        let plain = text.unicodeScalars.allSatisfy { isPlain($0.value) } ? text : text.normalizedNFKC
        var folded = String.UnicodeScalarView()
        folded.reserveCapacity(plain.utf8.count)
        var previous: Unicode.Scalar = "x"
        for scalar in plain.unicodeScalars {
            switch scalar.value {
            case 0x61...0x7A, 0x3041...0x3096, 0x4E00...0x9FFF, 0x21...0x40: folded.append(scalar)
            default: append(scalar, after: previous, to: &folded)
            }
            previous = folded.last ?? previous
        }
        return String(folded).normalizedNFC
    }

    /// Whether one folded text has another within it. Every text has the empty one. Linear for any text that is not
    /// made for the purpose; at worst the product of the lengths.
    public static func contains(_ haystack: String, _ needle: String) -> Bool {
        var (haystack, needle) = (haystack, needle)
        return haystack.withUTF8 { text in
            needle.withUTF8 { sought in
                // The last byte tells more than the first, which all kana have in common.
                guard let last = sought.last else { return true }
                guard text.count >= sought.count else { return false }
                for end in sought.count - 1..<text.count where text[end] == last {
                    let start = end + 1 - sought.count
                    if text[start] == sought[0], text[start...end].elementsEqual(sought) { return true }
                }
                return false
            }
        }
    }

    /// Whether NFKC changes nothing here, whatever stands around it, or nothing that `append` does not do: the letters
    /// of nearly every text, so that few need the normalisation.
    private static func isPlain(_ value: UInt32) -> Bool {
        switch value {
        case 0x0...0x7F, 0x3041...0x3096, 0x30A1...0x30FE, 0x4E00...0x9FFF, 0x3400...0x4DBF: true
        case 0x3000...0x3029, 0xFF01...0xFF5E: true  // ideographic space, punctuation, full-width ASCII
        default: false
        }
    }

    private static func append(
        _ scalar: Unicode.Scalar,
        after previous: Unicode.Scalar,
        to folded: inout String.UnicodeScalarView
    ) {
        switch scalar.value {
        case 0x30F7...0x30FA:  // ヷ to ヺ, which have no hiragana of their own
            shift(scalar, by: 0x30F7 - 0x308F, to: &folded)
            folded.append("\u{3099}")
        case 0x30A1...0x30F6, 0x30FD, 0x30FE: shift(scalar, by: 0x60, to: &folded)
        case 0xFF01...0xFF5E:
            guard let narrow = Unicode.Scalar(scalar.value - 0xFEE0) else { return }
            append(narrow, after: previous, to: &folded)
        case 0x30FC, 0x2010...0x2015, 0x2212, 0x2500: folded.append("-")
        case 0x301C: folded.append("~")
        case _ where scalar.properties.isWhitespace: if previous != " " { folded.append(" ") }
        case _ where scalar.properties.isDefaultIgnorableCodePoint: break
        case 0x41...0x5A: folded.append(Unicode.Scalar(UInt8(scalar.value) | 0x20))
        case 0...0x7F: folded.append(scalar)
        default:
            // To upper case in between, so that ß and ss, ς and σ meet.
            let lowered = scalar.properties.lowercaseMapping.uppercased().lowercased()
            folded.append(contentsOf: lowered.unicodeScalars)
        }
    }

    private static func shift(_ scalar: Unicode.Scalar, by distance: UInt32, to folded: inout String.UnicodeScalarView)
    {
        if let hiragana = Unicode.Scalar(scalar.value - distance) { folded.append(hiragana) }
    }
}
