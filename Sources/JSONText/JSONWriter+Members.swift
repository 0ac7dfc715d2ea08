/// The members of an object. A member whose value is nil is not written.
extension JSONWriter {
    /// Writes a member's name; its value comes next.
    public mutating func name(_ name: String) {
        separate()
        quoted(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a member's name that is known when the program is compiled; its value comes next.
    public mutating func name(_ name: StaticString) {
        separate()
        name.withUTF8Buffer { quoted($0) }
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a member with text.
    public mutating func member(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        self.name(name)
        string(value)
    }

    /// Writes a member with an integer.
    public mutating func member(_ name: StaticString, _ value: Int?) {
        guard let value else { return }
        self.name(name)
        integer(Int64(value))
    }

    /// Writes a member with an integer.
    public mutating func member(_ name: StaticString, _ value: Int64?) {
        guard let value else { return }
        self.name(name)
        integer(value)
    }

    /// Writes a member with a number, as ``number(_:)`` does.
    public mutating func member(_ name: StaticString, _ value: Double?) {
        guard let value else { return }
        self.name(name)
        number(value)
    }

    /// Writes a member with a truth value.
    public mutating func member(_ name: StaticString, _ value: Bool?) {
        guard let value else { return }
        self.name(name)
        bool(value)
    }

    /// Writes a member with an array of texts; an empty one too.
    public mutating func member(_ name: StaticString, _ value: [String]?) {
        guard let value else { return }
        self.name(name)
        array { writer in for text in value { writer.string(text) } }
    }

    /// Writes a member with a value; `.null` is written.
    public mutating func member(_ name: StaticString, _ value: JSONValue?) {
        guard let value else { return }
        self.name(name)
        self.value(value)
    }

    /// Writes a member with a value that is JSON text already.
    public mutating func member(_ name: StaticString, raw text: [UInt8]?) {
        guard let text else { return }
        self.name(name)
        raw(text)
    }

    /// Writes a member with an object; `body` writes its members.
    @inlinable
    public mutating func member(_ name: StaticString, object body: (inout JSONWriter) -> Void) {
        self.name(name)
        object(body)
    }

    /// Writes a member with an array; `body` writes its elements.
    @inlinable
    public mutating func member(_ name: StaticString, array body: (inout JSONWriter) -> Void) {
        self.name(name)
        array(body)
    }

    /// Writes a member with an array of what `write` writes, one value for each element.
    @inlinable
    public mutating func member<Elements: Sequence>(
        _ name: StaticString,
        each elements: Elements,
        _ write: (inout JSONWriter, Elements.Element) -> Void
    ) {
        self.name(name)
        array { writer in for element in elements { write(&writer, element) } }
    }
}
