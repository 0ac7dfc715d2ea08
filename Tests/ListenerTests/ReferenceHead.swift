import Listener

/// What a head means, said as simply as can be: the whole of it at once, split into lines and words, with no regard for
/// speed. Written from RFC 9112 and the listener's rules, not from its parser.
struct ReferenceHead: Equatable {
    enum Verdict: Equatable {
        case accepted(ReferenceHead)
        /// With these bytes and no others.
        case refused(Set<Refusal.Code>)
        /// More bytes are needed.
        case incomplete
    }

    enum Framing: Equatable {
        case none
        case length(Int)
        case chunked
    }

    struct Field: Equatable {
        var name: String
        var value: [UInt8]
    }

    var method: String
    var path: String
    var authority: String?
    var fields: [Field]
    var framing: Framing
    var expectsContinue: Bool
    var closes: Bool
    var length: Int

    /// What stops the reading at one line; the first line that is wrong decides.
    private struct Stop: Error {
        var codes: Set<Refusal.Code>
        init(_ codes: Refusal.Code...) { self.codes = Set(codes) }
    }

    static func judge(_ bytes: [UInt8], _ limits: Limits) -> Verdict {
        do throws(Stop) {
            return try read(bytes, limits).map(Verdict.accepted) ?? .incomplete
        } catch {
            return .refused(error.codes)
        }
    }

    private static func read(_ bytes: [UInt8], _ limits: Limits) throws(Stop) -> ReferenceHead? {
        if let first = bytes.first, first != 0x0D, !Grammar.isToken([first]) { throw Stop(.malformedRequest) }
        var first: [UInt8]?
        var fields: [Field] = []
        var start = 0
        while true {
            let isRequestLine = first == nil
            guard let end = bytes[start...].firstIndex(of: 0x0A) else {
                if isRequestLine, bytes.count - start > limits.requestLine + 1 { throw Stop(.uriTooLong) }
                if bytes.count > limits.head { throw Stop(.headersTooLarge) }
                return nil
            }
            if isRequestLine, end - start > limits.requestLine + 1 { throw Stop(.uriTooLong) }
            if end + 1 > limits.head { throw Stop(.headersTooLarge) }
            guard end > start, bytes[end - 1] == 0x0D else { throw Stop(.malformedRequest) }
            let line = Array(bytes[start..<end - 1])
            start = end + 1
            if isRequestLine {
                if line.isEmpty, start == 2 { continue }
                _ = try requestLine(line)
                first = line
            } else if line.isEmpty {
                return try assemble(first ?? [], fields, length: start)
            } else {
                if fields.count == limits.fields { throw Stop(.headersTooLarge) }
                let field = try field(line)
                try check(field, behind: fields)
                fields.append(field)
            }
        }
    }

    private static func requestLine(
        _ line: [UInt8]
    ) throws(Stop) -> (method: String, path: String, authority: String?, isOld: Bool) {
        let words = Grammar.split(line, by: " ")
        guard words.count >= 3, let last = words.last, last.count == 8, last.starts(with: Array("HTTP/".utf8)),
            Grammar.isNumber([last[5]]), last[6] == UInt8(ascii: "."), Grammar.isNumber([last[7]])
        else { throw Stop(.malformedRequest) }
        guard last[5] == UInt8(ascii: "1") else { throw Stop(.versionNotSupported) }
        guard words.count == 3, Grammar.isToken(words[0]) else { throw Stop(.malformedRequest) }
        let method = Grammar.text(words[0])
        let (path, authority) = try target(words[1], method)
        return (method, path, authority, last[7] == UInt8(ascii: "0"))
    }

    private static func target(_ target: [UInt8], _ method: String) throws(Stop) -> (String, String?) {
        if method == "CONNECT" {
            let parts = Grammar.split(target, by: ":")
            guard Grammar.isHost(target), parts.count > 1, Grammar.isNumber(parts[parts.count - 1]) else {
                throw Stop(.malformedRequest)
            }
            throw Stop(.methodNotImplemented)
        }
        let text = Grammar.text(target)
        if text.hasPrefix("/"), Grammar.isPathAndQuery(target) { return (text, nil) }
        if text == "*", method == "OPTIONS" { return ("*", nil) }
        guard let scheme = ["http://", "https://"].first(where: { text.lowercased().hasPrefix($0) }) else {
            throw Stop(.malformedRequest)
        }
        let rest = target.dropFirst(scheme.utf8.count)
        let authority = Array(rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") })
        let tail = Array(rest.dropFirst(authority.count))
        guard Grammar.isHost(authority), Grammar.isPathAndQuery(tail) else { throw Stop(.malformedRequest) }
        let path = Grammar.text(tail)
        if path.isEmpty, method == "OPTIONS" { return ("*", Grammar.text(authority)) }
        return (path.hasPrefix("/") ? path : "/" + path, Grammar.text(authority))
    }

    private static func field(_ line: [UInt8]) throws(Stop) -> Field {
        let parts = Grammar.split(line, by: ":")
        guard parts.count >= 2, Grammar.isToken(parts[0]) else { throw Stop(.malformedRequest) }
        let value = Grammar.trimmed(Array(line[(parts[0].count + 1)...]))
        guard Grammar.isFieldValue(value), String(validating: value, as: UTF8.self) != nil else {
            throw Stop(.malformedRequest)
        }
        return Field(name: Grammar.text(parts[0]).lowercased(), value: value)
    }

    /// The rules that a field breaks by itself or beside those before it.
    private static func check(_ field: Field, behind earlier: [Field]) throws(Stop) {
        let same = earlier.filter { $0.name == field.name }
        switch field.name {
        case "host":
            guard same.isEmpty, Grammar.isHost(field.value) else { throw Stop(.malformedRequest) }
        case "content-length":
            guard Grammar.isNumber(field.value),
                same.allSatisfy({ Grammar.number($0.value) == Grammar.number(field.value) })
            else { throw Stop(.malformedRequest) }
        case "expect":
            if Grammar.text(field.value).lowercased() != "100-continue" { throw Stop(.expectationFailed) }
        default: break
        }
    }

    private static func assemble(_ first: [UInt8], _ fields: [Field], length: Int) throws(Stop) -> ReferenceHead {
        let line = try requestLine(first)
        func values(_ name: String) -> [[UInt8]] { fields.filter { $0.name == name }.map(\.value) }
        let host = values("host").first.map(Grammar.text)
        if host == nil, !line.isOld { throw Stop(.malformedRequest) }
        let codings = values("transfer-encoding").map { Grammar.text($0).lowercased() }
        let lengths = values("content-length")
        var framing = Framing.none
        if !codings.isEmpty {
            if !lengths.isEmpty || line.isOld { throw Stop(.malformedRequest) }
            if codings != ["chunked"] { throw Stop(.codingNotImplemented) }
            framing = .chunked
        } else if let length = lengths.first, Grammar.number(length) > 0 {
            framing = .length(Grammar.number(length))
        }
        var kept: [Field] = []
        for field in fields where field.name != "host" {
            if field.name == "content-length", kept.contains(where: { $0.name == field.name }) { continue }
            kept.append(field)
        }
        let options = values("connection").flatMap { Grammar.split($0, by: ",") }.map(Grammar.trimmed)
        return ReferenceHead(
            method: line.method,
            path: line.path,
            authority: line.authority ?? host,
            fields: kept,
            framing: framing,
            expectsContinue: !values("expect").isEmpty && !line.isOld && framing != .none,
            closes: line.isOld || options.contains { Grammar.text($0).lowercased() == "close" },
            length: length
        )
    }
}
