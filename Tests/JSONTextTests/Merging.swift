import JSONText
import Testing

@Suite struct Merging {
    @Test(arguments: [
        (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
        (#"{"a":"b"}"#, #"{"a":null}"#, #"{}"#), (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
        (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
        (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
        (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#), (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
        (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#), (#"{"a":"foo"}"#, "null", "null"),
        (#"{"a":"foo"}"#, #""bar""#, #""bar""#), (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#),
        ("[1,2]", #"{"a":"b","c":null}"#, #"{"a":"b"}"#), ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
    ])
    func followsTheAppendixOfRFC7396(original: String, patch: String, result: String) throws {
        let merged = try JSONValue(parsing: original.utf8).merging(JSONValue(parsing: patch.utf8))
        #expect(String(decoding: merged.encoded(), as: UTF8.self) == result)
    }

    @Test func theExampleOfRFC7396() throws {
        let original =
            #"{"title":"Goodbye!","author":{"givenName":"John","familyName":"Doe"},"tags":["example","sample"],"content":"This will be unchanged"}"#
        let patch =
            #"{"title":"Hello!","phoneNumber":"+01-123-456-7890","author":{"familyName":null},"tags":["example"]}"#
        let result =
            #"{"title":"Hello!","author":{"givenName":"John"},"tags":["example"],"content":"This will be unchanged","phoneNumber":"+01-123-456-7890"}"#
        let merged = try JSONValue(parsing: original.utf8).merging(JSONValue(parsing: patch.utf8))
        #expect(String(decoding: merged.encoded(), as: UTF8.self) == result)
    }

    @Test func manyMembersMerge() {
        let original = JSONObject((0..<1_000).map { ("n\($0)", .integer(Int64($0))) })
        let patch = JSONObject((0..<1_500).map { ("n\($0)", $0 % 2 == 0 ? .null : .bool(true)) })
        let merged = original.merging(patch)
        #expect(merged.count == 750)
        #expect(merged.allSatisfy { $0.value == .bool(true) })
        #expect(merged["n1"] == .bool(true) && merged["n0"] == nil)
    }
}
