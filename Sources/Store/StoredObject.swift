import Councils
import JSONText

/// What was written to disk and can't be read back: the data directory is damaged or of another program.
public struct Undecodable: Error, CustomStringConvertible, Sendable {
    public let description: String
}

/// A JSON object of the form on disk, read field by field, by this module alone. Unlike a request it is expected to be
/// right: the first fault ends it.
public struct StoredObject {
    private let object: JSONPart
    private let pointer: String

    init(_ value: JSONPart, at pointer: String = "") throws(Undecodable) {
        guard value.isObject else { throw Undecodable(description: "\(pointer): no object") }
        object = value
        self.pointer = pointer
    }

    /// A value made from a text, a number and so on; nil where the field is absent.
    func optional<Value>(_ name: String, _ make: (JSONPart) throws -> Value?) throws(Undecodable) -> Value? {
        guard let value = object[name] else { return nil }
        do {
            if let made = try make(value) { return made }
        } catch {
            throw Undecodable(description: "\(pointer)/\(name): \(error)")
        }
        throw Undecodable(description: "\(pointer)/\(name): a \(value.kind) is not expected here")
    }

    func required<Value>(_ name: String, _ make: (JSONPart) throws -> Value?) throws(Undecodable) -> Value {
        guard let value = try optional(name, make) else {
            throw Undecodable(description: "\(pointer)/\(name): is missing")
        }
        return value
    }

    /// The elements of a list; empty where the field is absent.
    func list<Value>(_ name: String, _ make: (JSONPart) throws -> Value?) throws(Undecodable) -> [Value] {
        try optional(name) { value in
            try value.arrayValue?.map { element in
                guard let made = try make(element) else { throw Undecodable(description: "unexpected element") }
                return made
            }
        } ?? []
    }
}

// The kinds of field.
extension StoredObject {
    static func text(_ value: JSONPart) -> String? { value.stringValue }
    static func integer(_ value: JSONPart) -> Int? { value.integerValue.flatMap(Int.init(exactly:)) }
    static func seq(_ value: JSONPart) -> UInt64? { value.integerValue.flatMap(UInt64.init(exactly:)) }
    static func bool(_ value: JSONPart) -> Bool? { value.boolValue }
    static func instant(_ value: JSONPart) -> Instant? { value.integerValue.map(Instant.init(milliseconds:)) }
    static func id<Entity>(_ value: JSONPart) -> ID<Entity>? { value.stringValue.map(ID.init(trusted:)) }
    static func line(_ value: JSONPart) -> Line? { value.stringValue.map(Line.init(trusted:)) }
    static func prose(_ value: JSONPart) -> Prose? { value.stringValue.map(Prose.init(trusted:)) }
    static func day(_ value: JSONPart) throws -> Day? { try value.stringValue.map { try Day($0) } }
    static func address(_ value: JSONPart) -> WebAddress? { value.stringValue.map(WebAddress.init(trusted:)) }

    static func one<Value: RawRepresentable>(of type: Value.Type) -> (JSONPart) -> Value?
    where Value.RawValue == String {
        { $0.stringValue.flatMap(Value.init(rawValue:)) }
    }

    static func source(_ value: JSONPart) throws -> Source? {
        let stored = try StoredObject(value)
        return Source(document: try stored.required("document", line), section: try stored.required("section", line))
    }

    func period() throws(Undecodable) -> Period {
        let from = try required("from", Self.day)
        let until = try optional("until", Self.day)
        do {
            return try Period(from: from, until: until)
        } catch {
            throw Undecodable(description: "\(pointer)/until: \(error)")
        }
    }
}
