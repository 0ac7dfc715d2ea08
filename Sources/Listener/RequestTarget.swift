import Glibc
import HTTPTypes

/// The target of a request line in one of the four forms of RFC 9112 §3.2.
struct RequestTarget {
    /// Of an absolute target; the Host field is not looked at then (§3.2.2).
    var authority: String?
    /// Path and query as sent, or `*`.
    var path: String

    /// Reads a target. Fails with `malformedRequest`, and `methodNotImplemented` for CONNECT.
    init(_ bytes: Bytes, method: HTTPRequest.Method) throws(Refusal) {
        guard let first = bytes.first else { throw .malformed("the target is empty") }
        if method == .connect {
            guard bytes.last?.isDigit == true, bytes.contains(UInt8(ascii: ":")), Self.isHost(bytes) else {
                throw .malformed("the target of CONNECT is not host:port")
            }
            throw Refusal(.methodNotImplemented, "this server opens no tunnels")
        }
        if first == UInt8(ascii: "/") {
            try Self.check(bytes)
            path = String(decoding: bytes, as: UTF8.self)
        } else if first == UInt8(ascii: "*"), bytes.count == 1 {
            guard method == .options else { throw .malformed("the target * is for OPTIONS only") }
            path = "*"
        } else {
            (authority, path) = try Self.absolute(bytes, method: method)
        }
    }

    private static func absolute(
        _ bytes: Bytes,
        method: HTTPRequest.Method
    ) throws(Refusal) -> (authority: String, path: String) {
        guard let start = schemeLength(bytes) else { throw .malformed("the target is no path and no http URI") }
        let rest = bytes.part(start..<bytes.count)
        let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.count
        let authority = rest.part(0..<end)
        guard isHost(authority) else { throw .malformed("the authority of the target is no host") }
        let tail = rest.part(end..<rest.count)
        try check(tail)
        let path = String(decoding: tail, as: UTF8.self)
        let whole = tail.isEmpty && method == .options ? "*" : tail.first == UInt8(ascii: "/") ? path : "/" + path
        return (String(decoding: authority, as: UTF8.self), whole)
    }

    private static func schemeLength(_ bytes: Bytes) -> Int? {
        if bytes.count >= 7, bytes.part(0..<7).equalsIgnoringCase("http://") { return 7 }
        if bytes.count >= 8, bytes.part(0..<8).equalsIgnoringCase("https://") { return 8 }
        return nil
    }

    private static func check(_ bytes: Bytes) throws(Refusal) {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%") {
                guard index + 2 < bytes.count, bytes[index + 1].hexDigit != nil, bytes[index + 2].hexDigit != nil else {
                    throw .malformed("a percent sign in the target is not followed by two hexadecimal digits")
                }
                index += 3
            } else {
                guard byte.isTargetCharacter else { throw .malformed("the target holds a character no URI has") }
                index += 1
            }
        }
    }

    /// Whether the bytes are `host` or `host:port`: letters, digits, "-", ".", "_", "~", or an IPv6 address in
    /// brackets. RFC 3986's other reg-name characters (commas, percent signs …) name no host that could be reached.
    static func isHost(_ bytes: Bytes) -> Bool {
        var end = 0
        if bytes.first == UInt8(ascii: "[") {
            guard let close = bytes.firstIndex(of: UInt8(ascii: "]")) else { return false }
            let address = bytes.part(1..<close)
            guard isIPv6(address) else { return false }
            end = close + 1
        } else {
            while end < bytes.count, isHostCharacter(bytes[end]) { end += 1 }
            guard end > 0 else { return false }
        }
        guard end < bytes.count else { return true }
        guard bytes[end] == UInt8(ascii: ":") else { return false }
        let port = bytes.part(end + 1..<bytes.count)
        guard port.count <= 5, port.allSatisfy(\.isDigit) else { return false }
        return port.reduce(0) { $0 * 10 + Int($1 - 0x30) } <= 65_535
    }

    private static func isHostCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }

    private static func isIPv6(_ bytes: Bytes) -> Bool {
        guard 2..<Int(INET6_ADDRSTRLEN) ~= bytes.count, !bytes.contains(0) else { return false }
        return withUnsafeTemporaryAllocation(byteCount: bytes.count + 1, alignment: 1) { text in
            text.copyMemory(from: bytes)
            text[bytes.count] = 0
            var address = in6_addr()
            return inet_pton(AF_INET6, text.assumingMemoryBound(to: CChar.self).baseAddress, &address) == 1
        }
    }
}
