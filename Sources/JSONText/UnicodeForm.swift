import Foundation

/// What the normalisation forms (UAX #15) have in common, and NFKC, computed in linear time for any text.
///
/// Foundation on Linux takes quadratic time in long texts and loses characters in long runs of combining ones, so it
/// only ever sees short pieces, cut where nothing reaches across. A run of more than `longestRun` combining characters
/// is cut all the same: no writing has such a thing, and UAX #15 names that bound for a stream-safe text.
enum UnicodeForm {
    static let longestRun = 30
    private static let longestPiece = 64

    /// The text in NFKC.
    static func compatibility(of text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        var piece = ""
        var (length, run) = (0, 0)
        var isPlain = true
        for scalar in text.unicodeScalars {
            let starts = starts(scalar) && !becomesFollower(scalar.value)
            run = starts ? 0 : run + 1
            let isOverlong = run > longestRun
            if isOverlong || starts && length >= longestPiece {
                result += isPlain ? piece : normalized(piece)
                piece.removeAll(keepingCapacity: true)
                (length, isPlain) = (0, true)
            }
            if isOverlong { run = 1 }
            piece.unicodeScalars.append(scalar)
            length += 1
            if scalar.value >= 0x80 { isPlain = false }
        }
        result += isPlain ? piece : normalized(piece)
        return result
    }

    /// Foundation's own mapping to NFKC leaves apart what only the replaced forms compose to, as in `ｶﾞ`.
    private static func normalized(_ piece: String) -> String {
        piece.decomposedStringWithCompatibilityMapping.precomposedStringWithCanonicalMapping
    }

    /// Whether the scalar is in NFC whatever stands next to it, if that is settled too. Says no for the rarer ones
    /// that are; the ranges are whole blocks or the parts of them around what composes or is replaced.
    @inline(__always)
    static func isSettled(_ value: UInt32) -> Bool {
        switch value {
        case 0x309B...0xA66E: true  // kana, ideographs
        case 0...0x2FF: true
        case 0x3030...0x3098, 0x2E00...0x3029, 0xFE30...0xFFFF: true  // hiragana, CJK punctuation, full-width forms
        case 0xAC00...0xD7A3, 0x1F000...0x2F7FF: true  // hangul syllables, emoji, ideographs
        case 0x388...0x482, 0x48A...0x590, 0xE000...0xF8FF: true  // Greek, Cyrillic, private use
        case 0x2002...0x20CF, 0x2100...0x2125, 0x2127...0x2129, 0x212C...0x2328: true  // punctuation, symbols
        case 0x232B...0x2ADB, 0x2ADD...0x2CEE: true
        default: false
        }
    }

    /// Whether nothing before the scalar can compose with it or be reordered after it.
    static func starts(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.properties.canonicalCombiningClass == .notReordered else { return false }
        switch scalar.value {
        case 0x1161...0x1175, 0x11A8...0x11C2: return false  // hangul vowels and finals
        case 0x9BE, 0x9D7, 0xB3E, 0xB56, 0xB57, 0xBBE, 0xBD7, 0xCC2, 0xCD5, 0xCD6, 0xD3E, 0xD57, 0xDCF, 0xDDF, 0x102E:
            return false
        case 0xF73, 0xF75, 0xF81, 0x1B35: return false
        case 0x11127, 0x1133E, 0x11357, 0x113B8, 0x113BB, 0x113C2, 0x113C5, 0x113C7...0x113C9: return false
        case 0x114B0, 0x114BA, 0x114BD, 0x115AF, 0x11930, 0x1611E...0x16129, 0x16D63...0x16D6A: return false
        default: return true
        }
    }

    /// Whether the compatibility form of the scalar begins with one that composes with what stands before: half-width
    /// sound marks, hangul letters outside the jamo block.
    private static func becomesFollower(_ value: UInt32) -> Bool {
        switch value {
        case 0xFF9E, 0xFF9F: true
        case 0x3133, 0x3135, 0x3136, 0x313A...0x313F, 0x314F...0x3163: true
        case 0xFFA3, 0xFFA5, 0xFFA6, 0xFFAA...0xFFAF, 0xFFC2...0xFFDC: true
        default: false
        }
    }
}
