import JSONText
import Testing

@Suite struct Objects {
    @Test func orderIsKeptButDoesNotCount() {
        let one = JSONObject([("a", .integer(1)), ("b", .object(JSONObject([("x", .null), ("y", .null)])))])
        let other = JSONObject([("b", .object(JSONObject([("y", .null), ("x", .null)]))), ("a", .integer(1))])
        #expect(one == other && one.hashValue == other.hashValue)
        #expect(one.names == ["a", "b"] && other.names == ["b", "a"])
        #expect(one != JSONObject([("a", .integer(1)), ("c", .null)]))
        #expect(one != JSONObject([("a", .integer(1))]))
    }

    @Test func settingReplacesInPlaceAppendsAndRemoves() {
        var object = JSONObject([("a", .integer(1)), ("b", .integer(2)), ("a", .integer(3))])
        #expect(object.names == ["a", "b"] && object["a"] == .integer(3))
        object["c"] = .null
        object["a"] = nil
        object["z"] = nil
        #expect(object.names == ["b", "c"] && object["c"] == .null && object["a"] == nil && !object.isEmpty)
    }

    @Test func theIndexFollowsEveryChange() {
        var random = SeededRandom(seed: 3)
        var object = JSONObject()
        var oracle: [(name: String, value: JSONValue)] = []
        for step in 0..<3_000 {
            let name = "n\(Int.random(in: 0..<40, using: &random))"
            let place = oracle.firstIndex { $0.name == name }
            if Bool.random(using: &random) {
                object[name] = .integer(Int64(step))
                if let place {
                    oracle[place].value = .integer(Int64(step))
                } else {
                    oracle.append((name, .integer(Int64(step))))
                }
            } else {
                object[name] = nil
                if let place { oracle.remove(at: place) }
            }
            #expect(object.names == oracle.map(\.name))
            #expect(oracle.allSatisfy { object[$0.name] == $0.value })
            #expect(object.count == oracle.count)
        }
    }

    @Test func manyNamesAreFoundInEverySpelling() throws {
        let names = (0..<200).map { "が\($0)é" }
        let text = "{" + names.map { "\"\($0)\":\"\($0)\"" }.joined(separator: ",") + "}"
        let object = try JSONValue(parsing: text.utf8).objectValue
        #expect(object?.names == names)
        for name in names {
            let apart = name.unicodeScalars.map { $0 == "が" ? "か\u{3099}" : $0 == "é" ? "e\u{301}" : String($0) }
                .joined()
            #expect(object?[name] == .string(name) && object?[apart] == .string(name))
        }
        #expect(object?["が200é"] == nil)
        var made = JSONObject(names.map { ($0, .null) })
        made["か\u{3099}7é"] = .bool(true)
        #expect(made.names == names && made["が7é"] == .bool(true))
    }

    @Test func aNameIsRefusedTwiceHoweverManyThereAre() {
        for count in [1, 15, 16, 17, 31, 32, 64, 1_000] {
            let members = (0..<count).map { "\"n\($0)\":0," }.joined()
            for again in [0, count / 2, count - 1] {
                #expect(faults("{\(members)\"\\u006E\(again)\":1}").map(\.pointer) == ["/n\(again)"])
            }
            #expect(faults("{\(members)\"n\(count)\":1}").isEmpty)
        }
    }

    @Test func accessorsAnswerForTheirKindOnly() {
        let values: [JSONValue] = [
            .null, .bool(true), .integer(1), .number(1.5), .string("s"), .array([]), .object(JSONObject()),
        ]
        #expect(values.map(\.kind) == ["null", "boolean", "integer", "number", "string", "array", "object"])
        #expect(values.map(\.isNull) == [true, false, false, false, false, false, false])
        #expect(values.map(\.boolValue) == [nil, true, nil, nil, nil, nil, nil])
        #expect(values.map(\.integerValue) == [nil, nil, 1, nil, nil, nil, nil])
        #expect(values.map(\.numberValue) == [nil, nil, 1, 1.5, nil, nil, nil])
        #expect(values.map(\.stringValue) == [nil, nil, nil, nil, "s", nil, nil])
        #expect(values.map(\.arrayValue) == [nil, nil, nil, nil, nil, [], nil])
        #expect(values.map(\.objectValue) == [nil, nil, nil, nil, nil, nil, JSONObject()])
    }
}
