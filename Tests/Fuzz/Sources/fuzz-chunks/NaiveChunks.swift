/// A second, naive reading of a whole chunked body. It refuses less than the first one, and never takes anything for
/// something else.
struct NaiveChunks: Equatable {
    var content: [UInt8]
    /// Bytes through the empty line at the end.
    var used: Int

    init(content: [UInt8], used: Int) {
        self.content = content
        self.used = used
    }

    /// Nil when the body has no end.
    init?(_ bytes: [UInt8]) {
        self.init(content: [], used: 0)
        while true {
            guard let line = Self.line(bytes[used...]) else { return nil }
            used += line.count + 2
            let digits = String(decoding: line.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
            guard let size = Int(digits, radix: 16), size >= 0 else { return nil }
            if size == 0 { break }
            guard size <= bytes.count - used - 2, bytes[used + size] == 0x0D, bytes[used + size + 1] == 0x0A else {
                return nil
            }
            content += bytes[used..<used + size]
            used += size + 2
        }
        while let line = Self.line(bytes[used...]) {
            used += line.count + 2
            if line.isEmpty { return }
        }
        return nil
    }

    /// `content` in two chunks where it has two bytes, with all that may stand beside content.
    static func text(of content: [UInt8]) -> [UInt8] {
        let middle = content.count / 2
        var text: [UInt8] = []
        for chunk in [content[..<middle], content[middle...]] where !chunk.isEmpty {
            text += "\(String(chunk.count, radix: 16));a=\"b\"\r\n".utf8
            text += chunk + [0x0D, 0x0A]
        }
        return text + "0;c\r\nx: y\r\n\r\n".utf8
    }

    /// The bytes before the first CRLF.
    private static func line(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let end = zip(bytes.indices, zip(bytes, bytes.dropFirst())).first(where: { $0.1 == (0x0D, 0x0A) })?.0
        else { return nil }
        return bytes[..<end]
    }
}
