import HTTPTypes

/// The grammar of the fields in which proxies name who asked them.
///
/// Elements are found from the right end: what a client sent is on the left, and not even an open quotation mark of it
/// can swallow what a proxy has added.
extension TrustedProxies.Field {
    var name: HTTPField.Name {
        switch self {
        case .xForwardedFor: Self.xForwardedForName
        case .forwarded: Self.forwardedName
        }
    }

    // Both are tokens, so that neither is ever nil.
    private static let xForwardedForName = HTTPField.Name("X-Forwarded-For")!
    private static let forwardedName = HTTPField.Name("Forwarded")!

    /// Where the last element of a line begins: behind the last comma that is not within quotation marks.
    func lastElement(of line: Bytes) -> Int {
        var index = line.count
        while index > 0 {
            index -= 1
            if line[index] == UInt8(ascii: ",") { return index + 1 }
            if self == .forwarded, line[index] == UInt8(ascii: "\"") { index = Self.opening(line, of: index) }
        }
        return 0
    }

    /// Where the quotation begins that ends at `end`; 0 if nowhere. A quotation mark within it has an odd number of
    /// backslashes before it.
    private static func opening(_ line: Bytes, of end: Int) -> Int {
        var index = end
        while index > 0 {
            index -= 1
            guard line[index] == UInt8(ascii: "\"") else { continue }
            var before = index
            while before > 0, line[before - 1] == UInt8(ascii: "\\") { before -= 1 }
            if (index - before).isMultiple(of: 2) { return index }
            index = before
        }
        return 0
    }

    /// Who an element says was asking; nil when it does not say, or is malformed.
    func hop(_ element: Bytes) -> Peer? {
        switch self {
        case .xForwardedFor:
            return IPAddress(text: element).map { Peer(host: $0.description) } ?? Self.node(element)
        case .forwarded:
            return Self.forValue(element).flatMap { node in node.withUnsafeBytes { Self.node($0) } }
        }
    }

    /// RFC 7239 §6: `192.0.2.1`, `192.0.2.1:4711`, `[2001:db8::1]`, `[2001:db8::1]:4711`; nil for `unknown` and names.
    private static func node(_ bytes: Bytes) -> Peer? {
        let address: IPAddress?
        let end: Int
        if bytes.first == UInt8(ascii: "[") {
            guard let close = bytes.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            address = IPAddress(text: bytes.part(1..<close))
            guard bytes.part(1..<close).contains(UInt8(ascii: ":")) else { return nil }
            end = close + 1
        } else {
            end = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
            address = IPAddress(text: bytes.part(0..<end))
        }
        guard let address else { return nil }
        if end == bytes.count { return Peer(host: address.description) }
        guard bytes[end] == UInt8(ascii: ":"), let port = port(bytes.part(end + 1..<bytes.count)) else { return nil }
        return Peer(host: address.description, port: port)
    }

    /// Digits only. An obfuscated port (`_a1`) makes the element one that cannot be relied on, as an obfuscated name does.
    private static func port(_ bytes: Bytes) -> UInt16? {
        guard 1...5 ~= bytes.count, bytes.allSatisfy(\.isDigit) else { return nil }
        return UInt16(exactly: bytes.reduce(0) { $0 * 10 + Int($1 - 0x30) })
    }

    /// The value of `for` among the pairs of an element, without its quotation marks; nil when the element is malformed
    /// anywhere, or has no `for` or two. White space around a pair is borne with.
    private static func forValue(_ element: Bytes) -> [UInt8]? {
        var found: [UInt8]?
        var pairs = Pairs(bytes: element)
        while !pairs.isAtEnd {
            guard let (name, value) = pairs.next() else { return nil }
            guard name.equalsIgnoringCase("for") else { continue }
            guard found == nil else { return nil }
            found = value
        }
        return found
    }

    /// `name=value` or `name="value"`, with semicolons between them.
    private struct Pairs {
        let bytes: Bytes
        private(set) var isAtEnd = false
        private var index = 0

        init(bytes: Bytes) {
            self.bytes = bytes
        }

        mutating func next() -> (name: Bytes, value: [UInt8])? {
            skipSpace()
            let name = token()
            guard !name.isEmpty, take(UInt8(ascii: "=")) else { return nil }
            let value = take(UInt8(ascii: "\"")) ? quoted() : Array(token())
            guard let value, !value.isEmpty else { return nil }
            skipSpace()
            isAtEnd = index == bytes.count
            return isAtEnd || take(UInt8(ascii: ";")) ? (name, value) : nil
        }

        private mutating func token() -> Bytes {
            let start = index
            while index < bytes.count, bytes[index].isTokenCharacter { index += 1 }
            return bytes.part(start..<index)
        }

        /// What stands before the closing quotation mark; nil if there is none.
        private mutating func quoted() -> [UInt8]? {
            var text: [UInt8] = []
            while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                if bytes[index] == UInt8(ascii: "\\") { index += 1 }
                guard index < bytes.count else { return nil }
                text.append(bytes[index])
                index += 1
            }
            return take(UInt8(ascii: "\"")) ? text : nil
        }

        private mutating func take(_ byte: UInt8) -> Bool {
            guard index < bytes.count, bytes[index] == byte else { return false }
            index += 1
            return true
        }

        private mutating func skipSpace() {
            while index < bytes.count, bytes[index].isWhitespace { index += 1 }
        }
    }
}
