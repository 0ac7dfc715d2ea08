/// RFC 6901 pointers as text.
public enum JSONPointer {
    /// A name as a token of a pointer: `~` becomes `~0`, `/` becomes `~1`.
    public static func escape(_ name: String) -> String {
        guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return name }
        var token: [UInt8] = []
        token.reserveCapacity(name.utf8.count + 8)
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "~"): token += [UInt8(ascii: "~"), UInt8(ascii: "0")]
            case UInt8(ascii: "/"): token += [UInt8(ascii: "~"), UInt8(ascii: "1")]
            default: token.append(byte)
            }
        }
        return String(decoding: token, as: UTF8.self)
    }

    /// The pointer to a member of what `pointer` points to.
    public static func appending(_ name: String, to pointer: String) -> String {
        pointer + "/" + escape(name)
    }

    /// The pointer to an element of what `pointer` points to.
    public static func appending(_ index: Int, to pointer: String) -> String {
        pointer + "/" + String(index)
    }
}
