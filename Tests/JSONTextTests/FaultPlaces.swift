import JSONText
import Testing

@Suite struct FaultPlaces {
    @Test(arguments: [
        (#"{"a/b":{"c~d":[0,1E400]}}"#, "/a~1b/c~0d/1", 1, 18), (#"[[],[0,01]]"#, "/1/1", 1, 9), ("", "", 1, 1),
        ("{\n  \"a\": 1,\n  \"b\": x\n}", "/b", 3, 8), ("{\r\n\"県\": \"県\u{202E}\"}", "/県", 2, 8),
        ("[\r1,\r2,\r]", "/2", 4, 1), (#"{"":{"":1e999}}"#, "//", 1, 9), (#"{"a":1,"b":{"a":1,"a":2}}"#, "/b/a", 1, 19),
        ("{\"a\":{\"x\u{202E}y\":1}}", "/a", 1, 9), (#"{"a":[1,2"#, "/a", 1, 10), (#"{"a":1} 2"#, "", 1, 9),
        (#"{"~1":{"~0/":[[[tru]]]}}"#, "/~01/~00~1/0/0/0", 1, 17),
    ])
    func pointToTheValueAndTheCharacter(text: String, pointer: String, line: Int, column: Int) {
        let found = faults(text)
        #expect(found.count == 1)
        #expect(found.first?.pointer == pointer)
        #expect(found.first?.line == line)
        #expect(found.first?.column == column)
    }

    @Test func allButSyntaxAreCollectedInOrder() {
        let text =
            #"{"a":1E400,"b":["\uD800","ok",{"c":9007199254740993}],"a":2,"d":"\u0000\u202E\u0001","e":tru,"f":1e999}"#
        let found = faults(text)
        #expect(
            found.map(\.code) == [
                .numberOutOfRange, .unpairedSurrogate, .numberOutOfRange, .duplicateName, .controlCharacter,
                .bidiControl, .syntax,
            ]
        )
        #expect(found.map(\.pointer) == ["/a", "/b/0", "/b/2/c", "/a", "/d", "/d", "/e"])
        #expect(found.map(\.column) == found.map(\.column).sorted())
        #expect(found[1].detail == "U+D800")
        #expect(found[5].detail == "U+202E")
    }

    @Test func aDuplicateComesBeforeTheFaultsOfItsValue() {
        let found = faults(#"{"a":1,"a":[1E400]}"#)
        #expect(found.map(\.code) == [.duplicateName, .numberOutOfRange])
        #expect(found.map(\.pointer) == ["/a", "/a/0"])
    }

    @Test func brokenNamesAreNotDuplicates() {
        let found = faults(#"{"\uD800":1,"\uD801":2}"#)
        #expect(found.map(\.code) == [.unpairedSurrogate, .unpairedSurrogate])
        #expect(found.map(\.pointer) == ["", ""])
    }

    @Test func aHundredAreEnough() {
        let text = "[" + String(repeating: "1E400,", count: 1_000) + "1]"
        #expect(faults(text).count == JSONFaults.most)
        #expect(faults(text).last?.pointer == "/99")
        let objects = "[" + String(repeating: "{\"a\":1,\"a\":2},", count: 1_000) + "1]"
        #expect(faults(objects).map(\.pointer) == (0..<100).map { "/\($0)/a" })
        let strings = "[" + String(repeating: "\"\u{202E}\\u0000\",", count: 1_000) + "1]"
        #expect(faults(strings).count == JSONFaults.most)
    }

    @Test func fewerAreEnoughWhereTheirPointersAreLong() {
        let numbers = "[" + String(repeating: "1E400,", count: 1_000) + "1]"
        let name = String(repeating: "a", count: 9_999)
        let found = faults("{\"\(name)\":\(numbers)}")
        #expect(found.map(\.pointer) == (0..<7).map { "/\(name)/\($0)" })
        #expect(faults("{\"\(name)\":1,\"b\":\(numbers)}").count == JSONFaults.most)
        let duplicates = String(repeating: "\"\(name)\":1,", count: 20)
        #expect(faults("{\(duplicates)\"a\":1}").count == 7)
    }

    @Test func eachStringHasOneFaultOfAKind() {
        let broken = "\"" + String(repeating: "\u{1}\\uD800\u{202E}\u{85}\\b", count: 1_000) + "\""
        let codes: [JSONFault.Code] = [.controlCharacter, .unpairedSurrogate, .bidiControl]
        #expect(faults("[\(broken),\(broken)]").map(\.code) == codes + codes)
        #expect(faults("{\(broken):\(broken)}").map(\.code) == codes + codes)
    }

    @Test func tooDeepPointsToTheContainerThatIsOneTooMany() {
        #expect(faults(String(repeating: "[", count: 40)).first?.pointer == String(repeating: "/0", count: 32))
    }

    @Test func pointersAreEscaped() {
        #expect(JSONPointer.escape("a/b~c") == "a~1b~0c")
        #expect(JSONPointer.escape("~1") == "~01")
        #expect(JSONPointer.appending("m/n", to: "/a") == "/a/m~1n")
        #expect(JSONPointer.appending(3, to: "") == "/3")
    }
}
