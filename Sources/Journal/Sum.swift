internal import Crypto

/// A SHA-256 as the 64 lowercase hexadecimal digits that are on the disk. Compared as text: `AB` is not `ab`.
struct Sum: Hashable, Sendable {
    static let count = 64

    /// What the first segment follows.
    static let none = Sum(digits: SIMD64(repeating: UInt8(ascii: "0")))

    /// Sixty-four bytes in place: no allocation for each line of a replay.
    private let digits: SIMD64<UInt8>

    private init(digits: SIMD64<UInt8>) {
        self.digits = digits
    }

    init(_ hasher: SHA256) {
        var digits = SIMD64<UInt8>()
        withUnsafeMutableBytes(of: &digits) { digits in
            var position = 0
            for byte in hasher.finalize() {
                digits[position] = Self.digit(byte >> 4)
                digits[position + 1] = Self.digit(byte & 15)
                position += 2
            }
        }
        self.digits = digits
    }

    init(of bytes: UnsafeRawBufferPointer) {
        var hasher = SHA256()
        hasher.update(bufferPointer: bytes)
        self.init(hasher)
    }

    /// The digits that stand at an address, whatever they are: a wrong digit equals no sum.
    init(at address: UnsafeRawPointer) {
        digits = address.loadUnaligned(as: SIMD64<UInt8>.self)
    }

    init?(text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == Self.count else { return nil }
        self = bytes.withUnsafeBytes { bytes in Sum(digits: bytes.loadUnaligned(as: SIMD64<UInt8>.self)) }
    }

    var text: String {
        withUnsafeBytes(of: digits) { digits in String(decoding: digits, as: UTF8.self) }
    }

    func append(to line: inout [UInt8]) {
        withUnsafeBytes(of: digits) { digits in line.append(contentsOf: digits) }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
