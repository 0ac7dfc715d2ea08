/// A prefecture in JIS X 0401: two digits, `01` to `47`.
public struct PrefectureCode: Hashable, Sendable {
    public let text: String

    public init(_ raw: String) throws(Invalid) {
        guard raw.utf8.count == 2, let number = Digits.value(Array(raw.utf8)[...]), (1...47).contains(number) else {
            throw .format("01–47")
        }
        text = raw
    }
}

/// A local government (全国地方公共団体コード): six digits, the last a check digit.
public struct LocalGovernmentCode: Hashable, Sendable {
    public let text: String

    /// Fails with ``Invalid/format(_:)`` or ``Invalid/checkDigit``.
    public init(_ raw: String) throws(Invalid) {
        let digits = raw.utf8.map { Int($0) - 48 }
        guard digits.count == 6, digits.allSatisfy((0...9).contains) else { throw .format("[0-9]{6}") }
        guard (1...47).contains(digits[0] * 10 + digits[1]) else { throw .format("[0-9]{6}") }
        let sum = zip(digits, [6, 5, 4, 3, 2]).map(*).reduce(0, +)
        guard digits[5] == (11 - sum % 11) % 10 else { throw .checkDigit }
        text = raw
    }
}

/// A legal person (法人番号): thirteen digits, the first a check digit.
public struct CorporateNumber: Hashable, Sendable {
    public let text: String

    /// Fails with ``Invalid/format(_:)`` or ``Invalid/checkDigit``.
    public init(_ raw: String) throws(Invalid) {
        let digits = raw.utf8.map { Int($0) - 48 }
        guard digits.count == 13, digits.allSatisfy((0...9).contains) else { throw .format("[0-9]{13}") }
        let sum = digits.dropFirst().reversed().enumerated().map { $0 % 2 == 0 ? $1 : 2 * $1 }.reduce(0, +)
        guard digits[0] == 9 - sum % 9 else { throw .checkDigit }
        text = raw
    }
}
