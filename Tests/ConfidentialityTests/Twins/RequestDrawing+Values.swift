import HTTPTypes
import JSONText

@testable import Offices

// Values for parameters and bodies, from their schemas: mostly good ones, some wrong.
extension RequestDrawing {
    /// The values of one parameter: several where its schema says so.
    mutating func texts(of parameter: DescribedAPI.Parameter) -> [String] {
        // What waits for something to happen is not waited for.
        if parameter.name == "wait" { return ["0"] }
        let schema = description.resolve(parameter.schema).objectValue ?? JSONObject()
        // The operator of a filter stands in its key: the values are those of its field.
        let name = String(parameter.name.prefix { $0 != ":" })
        guard let items = schema["items"] else { return [text(parameter.schema, name)] }
        var values: [String] = []
        for _ in 0..<Int.random(in: 1...2, using: &random) {
            let value = text(items, name)
            if !values.contains(value) { values.append(value) }
        }
        return parameter.explodes ? values : [values.joined(separator: ",")]
    }

    mutating func text(_ schema: JSONValue, _ name: String) -> String {
        if chance(0.02) { return "wrong" }
        switch value(schema, name) {
        case .string(let text): return text
        case .integer(let number): return String(number)
        case .bool(let flag): return String(flag)
        case .null, .number, .array, .object: return "x"
        }
    }

    mutating func value(_ schema: JSONValue, _ name: String, depth: Int = 0) -> JSONValue {
        let schema = description.resolve(schema).objectValue ?? JSONObject()
        if let constant = schema["const"] { return constant }
        if let choices = schema["enum"]?.arrayValue { return choices.randomElement(using: &random) ?? .null }
        for way in ["anyOf", "oneOf"] where schema["properties"] == nil {
            if let choices = schema[way]?.arrayValue, let choice = choices.randomElement(using: &random) {
                return value(choice, name, depth: depth + 1)
            }
        }
        let types = schema["type"]?.arrayValue ?? schema["type"].map { [$0] } ?? []
        switch types.randomElement(using: &random)?.stringValue {
        case "boolean": return .bool(Bool.random(using: &random))
        case "integer", "number": return .integer(number(schema, name))
        case "null": return .null
        case "array":
            guard depth < 6, let items = schema["items"] else { return .array([]) }
            let count = Int.random(in: 0...3, using: &random)
            return .array((0..<count).map { _ in value(items, name, depth: depth + 1) })
        case "object": return object(schema, depth: depth)
        case "string": return .string(string(schema, name))
        default: return schema["properties"] == nil ? .string(string(schema, name)) : object(schema, depth: depth)
        }
    }

    private mutating func object(_ schema: JSONObject, depth: Int) -> JSONValue {
        let properties = schema["properties"]?.objectValue ?? JSONObject()
        // An operation within an operation.
        if properties["method"] != nil, properties["path"] != nil { return operation(properties) }
        var required = Set((schema["required"]?.arrayValue ?? []).compactMap(\.stringValue))
        if let choice = schema["oneOf"]?.arrayValue?.randomElement(using: &random) {
            required.formUnion(choice.values(at: "/required/*").compactMap(\.stringValue))
        }
        var object = JSONObject()
        for (name, property) in properties {
            let isReadOnly = description.resolve(property).objectValue?["readOnly"] != nil
            guard required.contains(name) || chance(isReadOnly ? 0.01 : 0.25) else { continue }
            object[name] = value(property, name, depth: depth + 1)
        }
        if chance(0.02) { object["unknown"] = .bool(true) }
        return .object(object)
    }

    /// A part of a batch: another operation that writes.
    private mutating func operation(_ properties: JSONObject) -> JSONValue {
        let others = description.operations.filter { !$0.reads && $0.path.hasPrefix("/v1/") && !$0.bodies.isEmpty }
        guard let other = others.randomElement(using: &random) else { return .null }
        let path = path(other, creates: other.method == .put)
        var object = JSONObject([("method", .string(other.method.rawValue)), ("path", .string(path))])
        if properties["ifMatch"] != nil, chance(0.8) { object["ifMatch"] = .string("*") }
        if properties["body"] != nil, let body = other.bodies.first { object["body"] = json(body, at: path) }
        return .object(object)
    }

    private mutating func number(_ schema: JSONObject, _ name: String) -> Int64 {
        let low = schema["minimum"]?.integerValue ?? 0
        let high = schema["maximum"]?.integerValue ?? 9999
        if name.lowercased().contains("year"), chance(0.8) { return 2025 }
        if chance(0.02) { return high == .max ? high : high + 1 }
        let floor = max(low, 1)
        return Int64.random(in: floor...max(floor, min(high, name == "limit" ? 4 : 12)), using: &random)
    }

    private mutating func string(_ schema: JSONObject, _ name: String) -> String {
        if let format = schema["format"]?.stringValue {
            let day = "2025-11-\(Int.random(in: 15...28, using: &random))"
            return format == "date" ? day : day + "T0\(Int.random(in: 0...9, using: &random)):00:00+09:00"
        }
        let isAddress = schema["pattern"]?.stringValue?.contains("https?") ?? false
        if isAddress { return "https://example.jp/" + String(Int.random(in: 0...9, using: &random)) }
        switch name {
        case "councilId", "councilIds", "council": return councils.randomElement(using: &random) ?? "gunma"
        case "q": return word()
        default: break
        }
        // Ids by what they name, and places in lists by where they were given.
        if name.hasSuffix("Id") || ["member", "meeting", "id"].contains(name), chance(0.9) {
            return (chance(0.85) ? known.texts[name] ?? known.texts[name + "Id"] : nil)?.randomElement(using: &random)
                ?? (known.allIDs + known.guesses).randomElement(using: &random) ?? "x"
        }
        if let seen = (known.texts[name] ?? known.texts["nextCursor"].flatMap { name == "q" ? nil : $0 }),
            schema["pattern"] != nil && name.lowercased().contains("cursor") || chance(0.3)
        {
            if let text = seen.randomElement(using: &random) { return text }
        }
        if name == "since" || name == "Last-Event-ID" {
            let cursors = known.texts.filter { $0.key.lowercased().contains("cursor") }.values.flatMap { $0 }.sorted()
            if let cursor = cursors.randomElement(using: &random) { return cursor }
        }
        return word()
    }

    mutating func word() -> String { known.words.randomElement(using: &random) ?? "議題" }

    mutating func body(_ described: DescribedAPI.Body, at path: String) -> String {
        if chance(0.02) { return "{" }
        // A table is no JSON: one of the examples, of one of the councils.
        if !described.mediaType.hasSuffix("json") || described.mediaType.hasSuffix("ndjson") {
            let table = described.examples.randomElement(using: &random)?.stringValue ?? ""
            return table.replacing("gunma", with: councils.randomElement(using: &random) ?? "gunma")
        }
        return String(decoding: json(described, at: path).encoded(), as: UTF8.self)
    }

    /// What was read, with a change; an example, with ids that there are; or what the schema allows.
    private mutating func json(_ described: DescribedAPI.Body, at path: String) -> JSONValue {
        if chance(0.45), let body = known.bodies[path], var changed = Optional(body) {
            if let name = changed.names.randomElement(using: &random), chance(0.6),
                let property = description.resolve(described.schema).objectValue?["properties"]?.objectValue?[name]
            {
                changed[name] = value(property, name)
            }
            return .object(changed)
        }
        if chance(0.4), let example = described.examples.randomElement(using: &random) {
            return adapted(example, named: "")
        }
        return value(described.schema, "")
    }

    /// An example, which names nothing that there is.
    private mutating func adapted(_ value: JSONValue, named name: String) -> JSONValue {
        switch value {
        case .string(let text):
            if name == "councilId" { return .string(councils.randomElement(using: &random) ?? text) }
            guard name.hasSuffix("Id") else { return value }
            return .string((known.texts[name] ?? known.allIDs).randomElement(using: &random) ?? text)
        case .integer where name == "number": return .integer(Int64.random(in: 1...9999, using: &random))
        case .array(let elements): return .array(elements.map { adapted($0, named: "") })
        case .object(let object):
            return .object(JSONObject(object.map { ($0.name, adapted($0.value, named: $0.name)) }))
        case .null, .bool, .integer, .number: return value
        }
    }
}
