/// The encoding in which Excel in Japan saves CSV unless it is told otherwise.
public enum ShiftJIS {
    /// Whether bytes that are no UTF-8 could be Shift_JIS: pairs of its two-byte characters, and nothing else but ASCII
    /// and half-width katakana.
    public static func fits(_ bytes: [UInt8]) -> Bool {
        var rest = bytes.makeIterator()
        var hasPairs = false
        while let byte = rest.next() {
            switch byte {
            case 0x00...0x7F, 0xA1...0xDF: continue
            case 0x81...0x9F, 0xE0...0xFC:
                guard let second = rest.next(), (0x40...0xFC).contains(second), second != 0x7F else { return false }
                hasPairs = true
            default: return false
            }
        }
        return hasPairs
    }
}
