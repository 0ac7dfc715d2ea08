import JSONText
import Testing

@Suite struct ReadingStructure {
    @Test func valuesOfEveryKindAreRead() throws {
        let text = " {\"a\" : [ 1 , -2.5 , true,false ,null,\"x\"] ,\r\n\t\"b\":{ } , \"c\":[ ]} \n"
        let expected = JSONObject([
            ("a", .array([.integer(1), .number(-2.5), .bool(true), .bool(false), .null, .string("x")])),
            ("b", .object(JSONObject())), ("c", .array([])),
        ])
        let value = try JSONValue(parsing: text.utf8)
        #expect(value == .object(expected))
        #expect(value.objectValue?.names == ["a", "b", "c"])
    }

    @Test(arguments: [
        "", " ", "[", "]", "{", "}", "[1,]", "[,1]", "[1 2]", "[1,,2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}",
        "{a:1}", "{1:1}", "{'a':1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{\"a\":1;}", "[1}", "{\"a\":1]", "tru", "True",
        "nul", "nulll ", "NaN", "undefined", "// x\n1", "/* x */1", "[1 // x\n]", "#", "\u{3000}1", "\u{A0}1",
        "\u{0B}1",
        "[\"a\"", "{\"a\":1", "{\"a\":", "{\"a\"", ",", ":",
    ])
    func whatIsNotJSONIsRefused(text: String) {
        guard case .refused(let codes) = Reading(text) else { return #expect(Bool(false), "\(text) was read") }
        #expect(codes == [.syntax] || codes == [.trailingContent])
    }

    @Test(arguments: ["1 1", "{} x", "[]]", "nullnull", "\"a\"\"b\"", "1\0", "{}{}", "1 //"])
    func oneTextHoldsOneValue(text: String) {
        #expect(Reading(text) == .refused([.trailingContent]))
    }

    @Test func aByteOrderMarkIsRefused() {
        #expect(Reading([0xEF, 0xBB, 0xBF] + Array("{}".utf8)) == .refused([.byteOrderMark]))
        #expect(Reading([0xFE, 0xFF, 0x00, 0x31]) == .refused([.notUTF8]))
        #expect(Reading([0xFF, 0xFE, 0x31, 0x00]) == .refused([.notUTF8]))
        #expect(Reading([0xEF, 0xBB, 0xBF]) == .refused([.byteOrderMark, .syntax]))
    }

    @Test func depthIsBounded() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        func objects(_ depth: Int) -> String {
            String(repeating: "{\"a\":", count: depth) + "1" + String(repeating: "}", count: depth)
        }
        for text in [nested(32), objects(32), "[" + nested(31) + "," + nested(31) + "]"] {
            guard case .value = Reading(text) else { return #expect(Bool(false), "\(text) was refused") }
        }
        #expect(Reading(nested(33)) == .refused([.tooDeep]))
        #expect(Reading(objects(33)) == .refused([.tooDeep]))
        #expect(Reading(nested(2), maximumDepth: 1) == .refused([.tooDeep]))
        #expect(Reading("1", maximumDepth: 0) == .value(.integer(1)))
        #expect(Reading(nested(513), maximumDepth: .max) == .refused([.tooDeep]))
        #expect(Reading(String(repeating: "[", count: 1_000_000)) == .refused([.tooDeep]))
    }

    @Test(arguments: [
        #"{"a":1,"a":1}"#, #"{"a":1,"b":2,"\u0061":3}"#, "{\"が\":1,\"か\u{3099}\":2}", #"{"が":1,"か\u3099":2}"#,
        "{\"\u{212B}\":1,\"\u{C5}\":2}", #"{"":1,"":2}"#, "{\"e\u{301}\":1,\"é\":2}",
    ])
    func duplicateNamesAreRefused(text: String) {
        #expect(Reading(text) == .refused([.duplicateName]))
    }

    @Test func aDuplicateIsFoundInALargeObject() {
        for size in [15, 16, 17, 18, 100] {
            let members = (0..<size).map { "\"name\($0)\":\($0)" }.joined(separator: ",")
            for twin in [0, size / 2, size - 1] {
                #expect(Reading("{\(members),\"name\(twin)\":0}") == .refused([.duplicateName]))
            }
            #expect(Reading("{\(members),\"name\":0}") != .refused([.duplicateName]))
        }
    }

    @Test func namesInDifferentObjectsAreNotDuplicates() throws {
        let value = try JSONValue(parsing: #"{"a":{"a":[{"a":1},{"a":2}]}}"#.utf8)
        #expect(value.encoded() == Array(#"{"a":{"a":[{"a":1},{"a":2}]}}"#.utf8))
    }

    @Test func namesThatDifferInCaseOrWidthAreDifferent() throws {
        #expect(try JSONValue(parsing: #"{"a":1,"A":2,"ａ":3}"#.utf8).objectValue?.count == 3)
    }

    @Test func sliceAndOtherCollectionsAreReadLikeArrays() throws {
        let bytes = Array("xx[1,2]yy".utf8)
        #expect(try JSONValue(parsing: bytes[2..<7]) == .array([.integer(1), .integer(2)]))
        #expect(try JSONValue(parsing: bytes[2..<7].lazy.map { $0 }) == .array([.integer(1), .integer(2)]))
    }
}
