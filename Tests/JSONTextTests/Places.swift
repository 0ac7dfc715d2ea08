import JSONText
import Testing

/// What is read by its place is what the strict reader reads.
@Suite struct Places {
    @Test func everyValueIsWhereItIs() throws {
        var random = SeededRandom(seed: 11)
        for _ in 0..<400 {
            let value = RoundTrips.value(depth: 0, &random)
            let bytes = value.encoded()
            #expect(throws: JSONFaults.self) { try JSONPlaces(of: (Array("{".utf8) + bytes)[...]) }
            Self.compare(try JSONPlaces(of: bytes[...]).root, with: value)
        }
    }

    @Test func noMutationTraps() {
        var random = SeededRandom(seed: 12)
        var (read, refused) = (0, 0)
        for _ in 0..<150 {
            let bytes = RoundTrips.value(depth: 3, &random).encoded()
            for _ in 0..<20 {
                var mutated = bytes
                for _ in 0..<Int.random(in: 1...3, using: &random) { RoundTrips.mutate(&mutated, &random) }
                do {
                    let part = try JSONPlaces(of: mutated[...]).root
                    read += 1
                    Self.visit(part)
                    // What the strict reader takes, too, is the same to both.
                    if let value = part.value { Self.compare(part, with: value) }
                } catch {
                    refused += 1
                    #expect(!error.faults.isEmpty)
                }
            }
        }
        #expect(read > 100 && refused > 500)
    }

    @Test func ofTwoMembersWithOneNameTheFirstCounts() throws {
        let root = try JSONPlaces(of: Array(#"{"a":1,"a":2,"\u0061":3,"ab":4}"#.utf8)[...]).root
        #expect(root["a"]?.integerValue == 1 && root["ab"]?.integerValue == 4 && root["b"] == nil)
    }

    @Test(arguments: [
        "", "{", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "\"a", "\"a\\", "tru", "1 2", "nul", "}", "[\"\n\"]",
    ])
    func whatIsNoJSONIsRefused(text: String) {
        #expect(throws: JSONFaults.self) { try JSONPlaces(of: Array(text.utf8)[...]) }
    }

    @Test func tooManyLevelsAreRefused() throws {
        func nested(_ depth: Int) -> ArraySlice<UInt8> {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)[...]
        }
        #expect(try JSONPlaces(of: nested(64)).root.arrayValue?.count == 1)
        #expect(throws: JSONFaults.self) { try JSONPlaces(of: nested(65)) }
        #expect(throws: JSONFaults.self) { try JSONPlaces(of: nested(1_000_000)) }
    }

    @Test(arguments: ["01", "-", "1.", "1e", "--1", "1-1", "99999999999999999999"])
    func aNumberThatIsNoneIsNotGiven(text: String) throws {
        let part = try JSONPlaces(of: Array(text.utf8)[...]).root
        #expect(part.integerValue == nil && part.value == nil)
    }

    private static func compare(_ part: JSONPart, with value: JSONValue) {
        #expect(part.kind == value.kind && part.value == value)
        #expect(part.boolValue == value.boolValue && part.integerValue == value.integerValue)
        #expect(part.stringValue == value.stringValue && part.isObject == (value.objectValue != nil))
        #expect(part.arrayValue?.count == value.arrayValue?.count)
        for (element, expected) in zip(part.arrayValue ?? [], value.arrayValue ?? []) {
            compare(element, with: expected)
        }
        for (name, expected) in value.objectValue ?? JSONObject() where isPlain(name) {
            if let member = part[name] { compare(member, with: expected) } else { Issue.record("no member \(name)") }
        }
    }

    /// Without what is written as an escape.
    private static func isPlain(_ name: String) -> Bool {
        JSONValue.string(name).encoded().count == name.utf8.count + 2
    }

    private static func visit(_ part: JSONPart) {
        _ = (part.kind, part.boolValue, part.integerValue, part.stringValue, part["a"])
        for element in part.arrayValue ?? [] { visit(element) }
    }
}
