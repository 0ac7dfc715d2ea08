/// A value in a text whose places are known (``JSONPlaces``).
public struct JSONPart: Sendable {
    private let text: JSONPlaces
    private let place: Int

    init(text: JSONPlaces, at place: Int) {
        self.text = text
        self.place = place
    }

    private var here: JSONPlaces.Place { text.places[place] }

    /// Where it stands in the text, in bytes from the text's start.
    public var range: Range<Int> { Int(here.start)..<Int(here.end) }

    private var bytes: ArraySlice<UInt8> { text.bytes[range] }

    /// What the value is, in the words of JSON Schema, as ``JSONValue/kind``.
    public var kind: String {
        switch here.kind {
        case .null: "null"
        case .true, .false: "boolean"
        case .number: integerValue == nil ? "number" : "integer"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    /// The value whole; nil if it is none, which shows only now.
    public var value: JSONValue? {
        do { return try JSONValue(parsing: bytes) } catch { return nil }
    }

    public var boolValue: Bool? {
        switch here.kind {
        case .true: true
        case .false: false
        case .null, .number, .string, .array, .object: nil
        }
    }

    /// The integer, or nil for a value of another kind; `1.0` is not an integer.
    public var integerValue: Int64? {
        guard here.kind == .number else { return nil }
        let digits = bytes
        guard digits.count <= 15, digits.first != UInt8(ascii: "0") || digits.count == 1 else {
            return value?.integerValue
        }
        var number: Int64 = 0
        for digit in digits {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit else { return value?.integerValue }
            number = number * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return number
    }

    /// The text; nil for a value of another kind.
    public var stringValue: String? {
        guard here.kind == .string else { return nil }
        if here.isEscaped { return value?.stringValue }
        return String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
    }

    /// The elements, or nil for a value of another kind.
    public var arrayValue: [JSONPart]? {
        guard here.kind == .array else { return nil }
        var elements: [JSONPart] = []
        var next = place + 1
        while next < Int(here.next) {
            elements.append(JSONPart(text: text, at: next))
            next = Int(text.places[next].next)
        }
        return elements
    }

    public var isObject: Bool { here.kind == .object }

    /// The value of an object's member; nil if there is none of that name.
    public subscript(name: String) -> JSONPart? {
        guard isObject else { return nil }
        var name = name
        return name.withUTF8 { name in
            text.place(of: name, after: place).map { JSONPart(text: text, at: $0) }
        }
    }
}
