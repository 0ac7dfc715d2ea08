import JSONText
import Testing

@Suite struct ReadingNumbers {
    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("7", 7), ("-12", -12), ("9007199254740992", 9_007_199_254_740_992),
            ("-9007199254740992", -9_007_199_254_740_992),
        ] as [(String, Int64)]
    )
    func withoutFractionAndExponentIsAnInteger(text: String, value: Int64) {
        #expect(Reading(text) == .value(.integer(value)))
    }

    @Test(
        arguments: [
            ("1.0", 1), ("-0.0", -0.0), ("0.1", 0.1), ("1e5", 1e5), ("1E+2", 100), ("1e-7", 1e-7),
            ("123.456e-3", 0.123456),
            ("1.7976931348623157e308", .greatestFiniteMagnitude), ("5e-324", .leastNonzeroMagnitude), ("1e-400", 0),
            ("0e999", 0),
            ("0.30000000000000004", 0.30000000000000004), ("9007199254740993.0", 9_007_199_254_740_992),
            ("123456789012345678901234567890.5", 123456789012345678901234567890.5), ("1e22", 1e22), ("1e23", 1e23),
            ("0.000000000000000000000000000000000000001", 1e-39),
        ] as [(String, Double)]
    )
    func withFractionOrExponentIsTheNearestDouble(text: String, value: Double) {
        #expect(Reading(text) == .value(.number(value)))
    }

    @Test(arguments: [
        "01", "-01", "00", "+1", ".5", "1.", "-", "-.5", "1.e5", "1e", "1e+", "1E-", "0x10", "1_000", "NaN", "Infinity",
        "-Infinity", "1,5", "１", "--1", "1e5.5",
    ])
    func otherSpellingsAreRefused(text: String) {
        guard case .refused(let codes) = Reading(text) else { return #expect(Bool(false), "\(text) was read") }
        #expect(codes == [.syntax] || codes == [.trailingContent])
    }

    @Test(arguments: [
        "9007199254740993", "-9007199254740993", "9223372036854775808", "100000000000000000000000000", "1E400",
        "-1e400", "1e99999999999999999999",
    ])
    func beyondTheRangeIsRefusedAndReadingGoesOn(text: String) {
        #expect(Reading(text) == .refused([.numberOutOfRange]))
        #expect(Reading("[\(text),\(text)]") == .refused([.numberOutOfRange, .numberOutOfRange]))
    }

    @Test func everyDoubleReadsAsTheStandardLibraryReadsIt() {
        var random = SeededRandom(seed: 11)
        for _ in 0..<5_000 {
            let digits = Int.random(in: 1...19, using: &random)
            var text = String(UInt64.random(in: 0..<10_000_000_000_000_000_000, using: &random))
            text = "\(text.prefix(1)).\(text.dropFirst().prefix(digits))0e\(Int.random(in: -330...307, using: &random))"
            #expect(Reading(text) == .value(.number(Double(text) ?? .nan)))
        }
    }
}
