@testable import Offices

/// Texts by chance: words of a world of its own, and some that every world has, so that searches find both.
struct Vocabulary: Sendable {
    let words: [String]

    static let visible = Vocabulary(words: ["公開", "議事", "ぐんま", "支援", "ﾊﾛｰﾜｰｸ", "Ａ案", "報告"])

    /// - Parameter number: of the world.
    static func hidden(in number: Int) -> Vocabulary {
        Vocabulary(words: ["甲", "乙々", "内密", "ｶﾅﾘｱ", "Secret", "議事", "支援"].map { $0 + ["", "壱", "弐"][number] })
    }

    func line(_ random: inout SeededRandom, upTo length: Int = 4) -> String {
        (0..<Int.random(in: 1...length, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
            .joined(separator: " ")
    }
}

extension SeededRandom {
    mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &self) < share }
    mutating func upTo(_ number: Int) -> Int { Int.random(in: 0...number, using: &self) }
}
