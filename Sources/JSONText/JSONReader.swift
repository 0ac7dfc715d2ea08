/// Reads one JSON text from a buffer, in one pass.
///
/// A function that reads a value returns nil once reading has ended; the reason is then in `faults`. A fault that does
/// not end reading leaves some value in place of the true one, for nothing read is handed out if there are faults.
struct JSONReader {
    /// No stack holds more than this, whatever the caller allows.
    static let deepest = 512

    let bytes: UnsafeBufferPointer<UInt8>
    let maximumDepth: Int
    var at = 0
    var depth = 0
    var faults: [Found] = []
    /// The codes of the faults in the string being read, a bit each.
    var stringFaults: UInt16 = 0
    /// For each depth, modulo eight, a byte.
    var usualCounts: UInt64 = 0x0808_0808_0808_0808
    /// How long the names are, with a slash each, that lead to the object being read.
    var pathLength = 0
    /// How long the pointers of the faults are together.
    var pointedLength = 0
    /// For strings with escapes; kept to save allocations.
    var unescaped: [UInt8] = []
    var form = CanonicalForm()

    init(_ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = min(maximumDepth, Self.deepest)
    }

    /// Reads the whole text.
    mutating func text() -> Result<JSONValue, JSONFaults> {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            note(.byteOrderMark, at: 0)
            at = 3
        }
        skipSpace()
        let value = value()
        if value != nil {
            skipSpace()
            if at < bytes.count { end(.trailingContent) }
        }
        guard let value, faults.isEmpty else { return .failure(report()) }
        return .success(value)
    }

    mutating func value() -> JSONValue? {
        guard at < bytes.count else { return end(.syntax, "the text ends where a value is expected") }
        switch bytes[at] {
        case UInt8(ascii: "\""):
            at += 1
            return string().map(JSONValue.string)
        case UInt8(ascii: "{"): return nested { reader in reader.object() }
        case UInt8(ascii: "["): return nested { reader in reader.array() }
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
        case UInt8(ascii: "t"): return literal("true", .bool(true))
        case UInt8(ascii: "f"): return literal("false", .bool(false))
        case UInt8(ascii: "n"): return literal("null", .null)
        default: return end(.syntax, "a value is expected")
        }
    }

    @inline(__always)
    private mutating func nested(_ read: (inout JSONReader) -> JSONValue?) -> JSONValue? {
        guard depth < maximumDepth else { return end(.tooDeep, "at most \(maximumDepth) levels") }
        at += 1
        depth += 1
        defer { depth -= 1 }
        return read(&self)
    }

    private mutating func array() -> JSONValue? {
        var elements: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            let known = faults.count
            let element = value()
            if faults.count > known { prefix("/\(elements.count)", from: known) }
            guard let element else { return nil }
            // The literal takes room for one, and none of the steps by which an array grows.
            if elements.isEmpty { elements = [element] } else { elements.append(element) }
            skipSpace()
            if take(UInt8(ascii: ",")) {
                skipSpace()
            } else if take(UInt8(ascii: "]")) {
                return .array(elements)
            } else {
                return end(.syntax, "\",\" or \"]\" is expected")
            }
        }
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) -> JSONValue? {
        let matches = word.withUTF8Buffer { word in
            bytes.count - at >= word.count && word.elementsEqual(bytes[at..<at + word.count])
        }
        guard matches else { return end(.syntax, "a value is expected") }
        at += word.utf8CodeUnitCount
        return value
    }

    @inline(__always)
    mutating func skipSpace() {
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x0A, 0x0D, 0x09: at += 1
            default: return
            }
        }
    }

    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard at < bytes.count, bytes[at] == byte else { return false }
        at += 1
        return true
    }
}
