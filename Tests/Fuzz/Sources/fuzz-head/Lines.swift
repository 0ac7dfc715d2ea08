/// A second, naive reading of a head that was served: what the first one says must be found here.
struct Lines {
    private(set) var requestLine: [UInt8] = []
    private(set) var fields: [(name: String, value: String)] = []
    /// Whether every line ends in CRLF and no other control byte but a tab is there.
    private(set) var areClean = true

    init(_ head: [UInt8]) {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        for byte in head {
            line.append(byte)
            guard byte == 0x0A else { continue }
            if line.suffix(2) != [0x0D, 0x0A] { areClean = false }
            lines.append(line.dropLast(2))
            line = []
        }
        if !line.isEmpty || lines.contains(where: { $0.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F } }) {
            areClean = false
        }
        lines.removeAll(where: \.isEmpty)
        requestLine = lines.first ?? []
        for line in lines.dropFirst() {
            let parts = line.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            let value = String(decoding: parts[1], as: UTF8.self)
            fields.append((String(decoding: parts[0], as: UTF8.self).lowercased(), Self.trimmed(value)))
        }
    }

    var isHTTP10: Bool { requestLine.suffix(9).elementsEqual(" HTTP/1.0".utf8) }

    func values(of name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// Digits as a number, `Int.max` where they are too many; -1 for anything else.
    static func number(_ text: String) -> Int {
        guard !text.isEmpty, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return -1 }
        return Int(text) ?? .max
    }

    private static func trimmed(_ text: String) -> String {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let backwards = text.utf8.drop(while: isBlank).reversed().drop(while: isBlank)
        return String(decoding: backwards.reversed(), as: UTF8.self)
    }
}
