/// Writes JSON text (RFC 8259) in UTF-8, without spaces. Commas are its business; that each value has its place (one
/// value at the top, a name before each value in an object) is the caller's.
///
/// Strings are escaped where RFC 8259 requires it, and U+2028 and U+2029 as well; `/` and other text stay.
public struct JSONWriter: Sendable {
    /// What has been written so far.
    public internal(set) var bytes: [UInt8]
    /// Whether a comma goes before what comes next.
    var needsComma = false

    /// A writer with room for this many bytes before it has to grow.
    public init(reserving capacity: Int = 512) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// What has been written.
    public consuming func finish() -> [UInt8] { bytes }

    /// Writes an object; `body` writes its members.
    @inlinable
    public mutating func object(_ body: (inout JSONWriter) -> Void) {
        open(UInt8(ascii: "{"))
        body(&self)
        close(UInt8(ascii: "}"))
    }

    /// Writes an array; `body` writes its elements.
    @inlinable
    public mutating func array(_ body: (inout JSONWriter) -> Void) {
        open(UInt8(ascii: "["))
        body(&self)
        close(UInt8(ascii: "]"))
    }

    /// Writes a string.
    public mutating func string(_ text: String) {
        separate()
        quoted(text)
        needsComma = true
    }

    /// Writes an integer.
    public mutating func integer(_ value: Int64) {
        separate()
        digits(value)
        needsComma = true
    }

    /// Writes an integer.
    public mutating func integer(_ value: Int) { integer(Int64(value)) }

    /// Writes the shortest text that reads back as this double, an integral one up to 2^53 without a fraction. `null`
    /// for infinities and NaN, which JSON does not have.
    public mutating func number(_ value: Double) {
        if abs(value) <= 0x1p53, value == value.rounded(.towardZero) { return integer(Int64(value)) }
        guard value.isFinite else { return null() }
        separate()
        bytes.append(contentsOf: value.description.utf8)
        needsComma = true
    }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) { word(value ? "true" : "false") }

    /// Writes `null`.
    public mutating func null() { word("null") }

    /// Writes a value that is JSON text already, as it is.
    public mutating func raw(_ text: [UInt8]) {
        separate()
        bytes.append(contentsOf: text)
        needsComma = true
    }

    /// Writes a value that is JSON text already, as it is.
    @inlinable
    public mutating func raw(_ text: some Collection<UInt8>) { raw(Array(text)) }

    /// Writes a value.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .integer(let value): integer(value)
        case .number(let value): number(value)
        case .string(let value): string(value)
        case .array(let elements):
            array { writer in for element in elements { writer.value(element) } }
        case .object(let object):
            self.object { writer in
                for member in object {
                    writer.name(member.name)
                    writer.value(member.value)
                }
            }
        }
    }
}
