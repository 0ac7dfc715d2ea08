/// What can become of a file's bytes while nobody looks.
struct Rot: Sendable {
    enum Kind: String, CaseIterable, Sendable { case flipped, cut, zeroed, doubled, swapped }

    let kind: Kind
    /// Where it begins.
    let offset: Int
    let bytes: [UInt8]

    /// Every byte with some of its bits turned, every length, and blocks of two sizes.
    ///
    /// - Parameter step: takes one in so many; the bytes are made only for those.
    static func all(of bytes: [UInt8], step: Int, _ take: (Rot) throws -> Void) rethrows {
        var number = 0
        func offer(_ kind: Kind, _ offset: Int, _ make: () -> [UInt8]) throws {
            number += 1
            guard number % step == 0 else { return }
            let rotten = make()
            if rotten != bytes { try take(Rot(kind: kind, offset: offset, bytes: rotten)) }
        }
        for offset in bytes.indices {
            for mask in [0x01, 0x20, 0x82] as [UInt8] {
                try offer(.flipped, offset) {
                    var bytes = bytes
                    bytes[offset] ^= mask
                    return bytes
                }
            }
            try offer(.cut, offset) { Array(bytes[..<offset]) }
        }
        for size in [512, 4096] {
            for start in stride(from: 0, to: bytes.count, by: size) {
                let block = bytes[start..<min(bytes.count, start + size)]
                let (before, after) = (bytes[..<start], bytes[block.endIndex...])
                try offer(.zeroed, start) { Array(before) + repeatElement(0, count: block.count) + after }
                try offer(.doubled, start) { Array(before) + block + block + after }
                try offer(.swapped, start) { Array(before) + after.prefix(size) + block + after.dropFirst(size) }
            }
        }
    }
}
