import Foundation

/// What ``CanonicalForm`` knows about characters. Made once, when a text first needs it, from what Foundation
/// decomposes and from the combining classes of the standard library; Hangul is arithmetic (Unicode §3.12).
final class CanonicalTable: Sendable {
    /// A character of a decomposed text in one word.
    struct Part: Sendable {
        private let bits: UInt32

        /// The combining class.
        var order: UInt32 { bits &>> 24 }
        /// Whether it may compose with what stands before it.
        var composes: Bool { bits & 1 &<< 23 != 0 }
        var value: UInt32 { bits & 0x1F_FFFF }

        init(_ value: UInt32) { bits = value }
        init(_ value: UInt32, _ traits: Traits) { bits = traits.bits & 0xFF80_0000 | value }
    }

    /// From the top: the combining class in eight bits, whether it may compose with what stands before it, whether it
    /// takes part in what stands before it, the length of its decomposition in three bits, and where that begins.
    struct Traits: Sendable {
        fileprivate(set) var bits: UInt32 = 0

        var starts: Bool { bits & 1 &<< 22 == 0 }
        var decomposes: Bool { bits & 7 &<< 19 != 0 }
        fileprivate var length: Int { Int(bits &>> 19 & 7) }
        fileprivate var first: Int { Int(bits & 0x7_FFFF) }
    }

    static let shared = CanonicalTable()

    let parts: [Part]
    /// Of 64 characters each; the first page is that of all characters without any traits.
    private let pages: [Traits]
    private let pageNumbers: [UInt16]
    /// Open hash table: the first character of a pair, the second and the composite, in 21 bits each.
    private let composites: [UInt64]

    private static let end: UInt32 = 0x30000

    @inline(__always)
    func traits(of value: UInt32) -> Traits {
        guard value < Self.end else { return Traits() }
        return pages[Int(pageNumbers[Int(value &>> 6)]) &<< 6 | Int(value & 63)]
    }

    @inline(__always)
    func decomposition(_ traits: Traits) -> Range<Int> { traits.first..<traits.first + traits.length }

    @inline(__always)
    func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
        switch second {
        case 0x1161...0x1175:
            guard 0x1100...0x1112 ~= first else { return nil }
            return 0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28
        case 0x11A8...0x11C2:
            guard 0xAC00...0xD7A3 ~= first, (first - 0xAC00) % 28 == 0 else { return nil }
            return first + second - 0x11A7
        default: return Self.composite(first, second, in: composites)
        }
    }

    @inline(__always)
    private static func composite(_ first: UInt32, _ second: UInt32, in composites: [UInt64]) -> UInt32? {
        let key = UInt64(first) &<< 21 | UInt64(second)
        var at = slot(key)
        while composites[at] != 0 {
            if composites[at] &>> 21 == key { return UInt32(composites[at] & 0x1F_FFFF) }
            at = (at + 1) & 4095
        }
        return nil
    }

    @inline(__always)
    private static func slot(_ key: UInt64) -> Int { Int((key &* 0x9E37_79B9_7F4A_7C15) &>> 52) }

    private init() {
        let decompositions = Self.decompositions()
        let composites = Self.composites(decompositions)
        let seconds = Set(composites.map { UInt32($0 &>> 21 & 0x1F_FFFF) }).subtracting([0])
        var pages = [Traits](repeating: Traits(), count: 64)
        var pageNumbers = [UInt16](repeating: 0, count: Int(Self.end &>> 6))
        func set(_ value: UInt32, _ traits: Traits) {
            let number = Int(value &>> 6)
            if pageNumbers[number] == 0 {
                pageNumbers[number] = UInt16(pages.count / 64)
                pages += [Traits](repeating: Traits(), count: 64)
            }
            pages[Int(pageNumbers[number]) * 64 + Int(value & 63)] = traits
        }
        func traits(of value: UInt32) -> Traits {
            pages[Int(pageNumbers[Int(value &>> 6)]) * 64 + Int(value & 63)]
        }
        // Blocks of nothing but letters and symbols are left out.
        let blocks: [Range<UInt32>] = [0x300..<0x3400, 0xA600..<0xAC00, 0xF900..<0x17000, 0x1BC00..<0x1F000]
        for scalar in blocks.joined().lazy.compactMap(Unicode.Scalar.init) where !UnicodeForm.starts(scalar) {
            let order = UInt32(scalar.properties.canonicalCombiningClass.rawValue)
            let isHangul = 0x1161...0x1175 ~= scalar.value || 0x11A8...0x11C2 ~= scalar.value
            set(scalar.value, Traits(bits: order &<< 24 | (isHangul ? 1 &<< 23 : 0) | 1 &<< 22))
        }
        for second in seconds { set(second, Traits(bits: traits(of: second).bits | 1 &<< 23)) }
        var parts: [Part] = []
        for (value, decomposition) in decompositions {
            let place = UInt32(decomposition.count) &<< 19 | UInt32(parts.count)
            parts += decomposition.map { Part($0, traits(of: $0)) }
            set(value, Traits(bits: traits(of: value).bits | place))
        }
        self.parts = parts
        self.pages = pages
        self.pageNumbers = pageNumbers
        self.composites = composites
    }

    /// All characters that decompose, but Hangul syllables, and what they decompose to in the end.
    private static func decompositions() -> [(value: UInt32, parts: [UInt32])] {
        let blocks: [ClosedRange<UInt32>] = [
            0xC0...0x33FF, 0xF900...0xFB4F, 0x105C0...0x105FF, 0x11000...0x11FFF, 0x16100...0x161FF, 0x16D00...0x16DFF,
            0x1D100...0x1D1FF, 0x2F800...0x2FA1F,
        ]
        // Foundation is asked for some at once, which is faster, but not for many, which is slower.
        let asked = blocks.joined().compactMap(Unicode.Scalar.init).filter {
            $0.properties.generalCategory != .unassigned
        }
        var found: [(value: UInt32, parts: [UInt32])] = []
        for start in stride(from: 0, to: asked.count, by: 32) {
            var text = String.UnicodeScalarView()
            let some = asked[start..<min(start + 32, asked.count)]
            for scalar in some {
                text.append(scalar)
                text.append("\n")
            }
            let lines = String(text).decomposedStringWithCanonicalMapping.unicodeScalars.split(separator: "\n")
            for (scalar, line) in zip(some, lines) where line.count > 1 || line.first != scalar {
                found.append((scalar.value, line.map(\.value)))
            }
        }
        return found
    }

    /// A composite is made of what its decomposition but the last character composes to, and of that last one.
    private static func composites(_ decompositions: [(value: UInt32, parts: [UInt32])]) -> [UInt64] {
        var composites = [UInt64](repeating: 0, count: 4096)
        for (value, parts) in decompositions.sorted(by: { $0.parts.count < $1.parts.count }) where parts.count > 1 {
            guard let scalar = Unicode.Scalar(value), !scalar.properties.isFullCompositionExclusion else { continue }
            let first = parts[1..<parts.count - 1].reduce(parts[0]) { first, second in
                composite(first, second, in: composites) ?? first
            }
            let key = UInt64(first) &<< 21 | UInt64(parts[parts.count - 1])
            var at = slot(key)
            while composites[at] != 0 { at = (at + 1) & 4095 }
            composites[at] = key &<< 21 | UInt64(value)
        }
        return composites
    }
}
