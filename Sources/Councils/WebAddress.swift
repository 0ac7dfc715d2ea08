/// An address that a browser opens: `https://…` or `http://…`, at most 2,000 characters, without spaces.
public struct WebAddress: Hashable, Sendable {
    public let text: String

    public init(_ raw: String) throws(Invalid) {
        let scalars = Array(Text.trimming(raw).unicodeScalars)
        guard (1...2000).contains(scalars.count) else { throw .length(1...2000) }
        let rest =
            if scalars.starts(with: "https://".unicodeScalars) {
                scalars.dropFirst(8)
            } else if scalars.starts(with: "http://".unicodeScalars) {
                scalars.dropFirst(7)
            } else {
                ArraySlice<Unicode.Scalar>()
            }
        let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard Self.isHost(host), scalars.allSatisfy(Self.isPlain) else { throw .format("https://…") }
        text = String(String.UnicodeScalarView(scalars))
    }

    /// A text that was one when it was written.
    public init(trusted text: String) {
        self.text = text
    }

    /// A name, an IPv4 address or an IPv6 address in brackets, with a port or without; names may have letters of any script.
    private static func isHost(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
        if text.first == "[", let end = text.firstIndex(of: "]") {
            let address = text[(text.startIndex + 1)..<end]
            let rest = text[(end + 1)...]
            let isAddress =
                address.contains(":") && address.allSatisfy { $0.properties.isASCIIHexDigit || $0 == ":" || $0 == "." }
            return isAddress
                && (rest.isEmpty || rest.first == ":" && rest.dropFirst().allSatisfy { ("0"..."9").contains($0) })
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let name = parts.first, let first = name.first,
            first.properties.isAlphabetic || ("0"..."9").contains(first)
        else { return false }
        let isName = name.allSatisfy { scalar in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                || scalar.properties.generalCategory == .nonspacingMark
                || ["-", ".", "_"].contains(scalar)
        }
        guard isName, parts.count <= 2 else { return false }
        return parts.count == 1 || (1...5).contains(parts[1].count) && parts[1].allSatisfy { ("0"..."9").contains($0) }
    }

    /// No white space, no control, and none of the characters that RFC 3986 leaves out.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
            && !["<", ">", "\"", "\\", "^", "`", "{", "|", "}"].contains(scalar)
    }
}
