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
