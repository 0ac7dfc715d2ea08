import Crypto
import Foundation

// A line as somebody sees it who knows how it is made: the last 75 bytes are `,"sum":"<64 digits>"}` and the line end.
extension [UInt8] {
    fileprivate var summed: ArraySlice<UInt8> { dropLast(75) }

    /// The sum that stands in it.
    var sumInIt: String { String(decoding: dropLast(3).suffix(64), as: UTF8.self) }

    /// Sets its sum right.
    private mutating func resum() {
        let digits = SHA256.hash(data: Array(summed)).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }
        self = Array(summed) + Array(#","sum":"\#(digits.joined())"}"#.utf8) + [10]
    }

    /// Another request in one of its entries.
    mutating func edit(_ random: inout some RandomNumberGenerator) {
        let word = Array(#""request":"request-"#.utf8)
        let places = indices.filter { self[$0...].starts(with: word) }.map { $0 + word.count }
        if let place = places.randomElement(using: &random) { self[place] = self[place] == 57 ? 56 : 57 }
        resum()
    }

    /// Follows another line: `prev`, or a header's `follows`.
    mutating func follow(_ sum: String) {
        for name in [#""prev":""#, #""follows":""#] {
            let word = Array(name.utf8)
            guard let place = indices.last(where: { self[$0...].starts(with: word) }) else { continue }
            replaceSubrange((place + word.count)..<(place + word.count + 64), with: Array(sum.utf8))
        }
        resum()
    }
}
