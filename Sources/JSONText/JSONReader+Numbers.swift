extension JSONReader {
    /// Powers of ten that a double holds exactly.
    private static let exactPowers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
    private static let largestInteger: UInt64 = 1 << 53

    mutating func number() -> JSONValue? {
        let start = at
        let isNegative = take(UInt8(ascii: "-"))
        var digits = Digits()
        if take(UInt8(ascii: "0")) {
            if at < bytes.count, Self.isDigit(bytes[at]) { return end(.syntax, "a number has no leading zero") }
        } else {
            guard take(into: &digits) > 0 else { return end(.syntax, "a digit is expected") }
        }
        var power = 0
        var isInteger = true
        if take(UInt8(ascii: ".")) {
            isInteger = false
            let places = take(into: &digits)
            guard places > 0 else { return end(.syntax, "a digit is expected") }
            power = -places
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isInteger = false
            let isSmall = take(UInt8(ascii: "-"))
            if !isSmall { _ = take(UInt8(ascii: "+")) }
            var exponent = Digits()
            guard take(into: &exponent) > 0 else { return end(.syntax, "a digit is expected") }
            let size = exponent.value.map { Int(clamping: min($0, 1_000_000_000)) } ?? 1_000_000_000
            power += isSmall ? -size : size
        }
        if isInteger {
            if let value = digits.value, value <= Self.largestInteger {
                return .integer(isNegative ? -Int64(value) : Int64(value))
            }
            return outOfRange(start, "an integer is within ±9007199254740992")
        }
        if let value = digits.value, value <= Self.largestInteger, abs(power) <= 22 {
            // Both are exact, so one correctly rounded operation gives the nearest double.
            let scale = Self.exactPowers[abs(power)]
            let size = power < 0 ? Double(value) / scale : Double(value) * scale
            return .number(isNegative ? -size : size)
        }
        guard let value = Double(String(decoding: bytes[start..<at], as: UTF8.self)), value.isFinite else {
            return outOfRange(start, "a number is within ±1.7976931348623157e308")
        }
        return .number(value)
    }

    private mutating func outOfRange(_ start: Int, _ detail: String) -> JSONValue? {
        note(.numberOutOfRange, at: start, detail) ? .null : nil
    }

    /// Takes digits and says how many.
    @inline(__always)
    private mutating func take(into digits: inout Digits) -> Int {
        let start = at
        while at < bytes.count, Self.isDigit(bytes[at]) {
            digits.append(bytes[at] &- UInt8(ascii: "0"))
            at += 1
        }
        return at - start
    }

    @inline(__always)
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    /// The value of digits, or nil if they were too many to count.
    private struct Digits {
        private var sum: UInt64 = 0
        private var hasOverflown = false

        var value: UInt64? { hasOverflown ? nil : sum }

        @inline(__always)
        mutating func append(_ digit: UInt8) {
            if sum < 1_000_000_000_000_000_000 {
                sum = sum &* 10 &+ UInt64(digit)
            } else {
                hasOverflown = true
            }
        }
    }
}
