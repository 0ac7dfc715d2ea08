import Councils
import Testing

@Suite struct Codes {
    @Test func aPrefectureIsTwoDigitsFrom01To47() {
        let valid = (0...99).map { $0 < 10 ? "0\($0)" : "\($0)" }.filter { (try? PrefectureCode($0)) != nil }
        #expect(valid.count == 47)
        #expect((valid.first, valid.last) == ("01", "47"))
    }

    @Test(arguments: ["", "1", "00", "48", "010", "１０", "1a", " 10", "+1", "-1"])
    func anythingElseIsNoPrefecture(_ raw: String) {
        #expect(throws: Invalid.format("01–47")) { try PrefectureCode(raw) }
    }

    /// Each with the codes that one changed digit turns it into and that the check digit can't tell from it: the
    /// remainders 0 and 10 both give the digit 1.
    @Test(
        arguments: [
            ("100005", []), ("130001", ["330001", "110001", "133001", "130401", "130061"]), ("102113", []),
            ("110001", ["130001", "118001", "110701", "110051"]), ("111007", []),
            ("200000", []), ("202037", []), ("011002", []), ("473821", ["273821", "470821", "473421", "473871"]),
        ] as [(String, [String])]
    )
    func anyOtherDigitInALocalGovernmentCodeIsRefused(_ code: String, _ alike: [String]) throws {
        #expect(try LocalGovernmentCode(code).text == code)
        let accepted = changed(code).filter { (try? LocalGovernmentCode($0)) != nil }
        #expect(accepted == alike)
    }

    @Test(arguments: ["100000", "130002", "100006", "202038"])
    func aWrongCheckDigitIsNamed(_ raw: String) {
        #expect(throws: Invalid.checkDigit) { try LocalGovernmentCode(raw) }
    }

    @Test(arguments: ["", "10000", "1000055", "10000a", "１００００５", " 100005", "-10005", "000000", "480002"])
    func otherFormsAreNoLocalGovernmentCode(_ raw: String) {
        #expect(throws: Invalid.format("[0-9]{6}")) { try LocalGovernmentCode(raw) }
    }

    /// 厚生労働省 and 国税庁. The algorithm can't tell 0 from 9, except in the check digit itself.
    @Test(arguments: ["6000012070001", "7000012050002"])
    func anyOtherDigitInACorporateNumberIsRefused(_ number: String) throws {
        #expect(try CorporateNumber(number).text == number)
        let accepted = changed(number).filter { (try? CorporateNumber($0)) != nil }
        let zeros = number.enumerated().filter { $0.element == "0" }.map(\.offset)
        let alike = zeros.map { "\(number.prefix($0))9\(number.dropFirst($0 + 1))" }
        #expect(accepted == alike)
        #expect(throws: Invalid.checkDigit) { try CorporateNumber("5" + number.dropFirst()) }
    }

    @Test(arguments: ["", "600001207000", "60000120700011", "600001207000x", "６０００００１２０７０００１", "-000012070001"])
    func otherFormsAreNoCorporateNumber(_ raw: String) {
        #expect(throws: Invalid.format("[0-9]{13}")) { try CorporateNumber(raw) }
    }

    /// Every text that differs from it in one digit.
    private func changed(_ code: String) -> [String] {
        var variants: [String] = []
        for (index, old) in code.enumerated() {
            for new in "0123456789" where new != old {
                variants.append("\(code.prefix(index))\(new)\(code.dropFirst(index + 1))")
            }
        }
        return variants
    }
}
