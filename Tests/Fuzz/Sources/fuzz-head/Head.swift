import HTTPTypes
import Pieces

@testable import Listener

/// Small bounds, so that short inputs reach them; two sets, so that a long input reaches the rest.
private let bounds: [Limits] = [(60, 160, 4), (1024, 2048, 32)].map { line, head, fields in
    var limits = Limits()
    limits.requestLine = line
    limits.head = head
    limits.fields = fields
    return limits
}

/// One input: a head, whole or not, and what comes behind it.
@_cdecl("LLVMFuzzerTestOneInput")
public func testHead(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    for limits in bounds { checkHead(bytes, limits) }
    return 0
}

private func checkHead(_ bytes: [UInt8], _ limits: Limits) {
    let whole = Outcome(bytes, cuts: [bytes.count], limits)
    var pieces = Pieces(bytes)
    rule(Outcome(bytes, cuts: pieces.cuts(of: bytes.count), limits) == whole, "cutting the input changes nothing")
    if bytes.count <= 256 {
        rule(Outcome(bytes, cuts: Array(0...bytes.count), limits) == whole, "byte by byte is like all at once")
    }
    switch whole {
    case .incomplete:
        rule(bytes.count <= limits.head, "nothing above the bound is waited for")
    case .refused(let refusal):
        rule(refusal.status.code >= 400, "a refusal is an error")
    case .served(let head):
        checkServed(head, bytes, limits)
    }
}

private func checkServed(_ head: Head, _ bytes: [UInt8], _ limits: Limits) {
    rule(0 < head.length && head.length <= bytes.count, "a head is within the input")
    let consumed = Array(bytes[..<head.length])
    rule(consumed.count <= limits.head, "a head is within its bound")
    rule(consumed.suffix(4) == [0x0D, 0x0A, 0x0D, 0x0A], "a head ends in an empty line")
    rule(Outcome(consumed, cuts: [consumed.count], limits) == .served(head), "what follows a head does not matter")
    rule(
        Outcome(Array(consumed.dropLast()), cuts: [consumed.count - 1], limits) == .incomplete,
        "a head without its last byte is incomplete"
    )

    let lines = Lines(consumed)
    rule(lines.areClean, "no control byte but tab, and CR and LF as line ends, is served")
    rule(lines.fields.count <= limits.fields, "the fields are within their bound")
    rule(lines.requestLine.count <= limits.requestLine, "the request line is within its bound")
    checkFraming(head, lines)
    checkHost(head, lines)

    var again = head
    let text = lines.isHTTP10 ? head.text(version: "HTTP/1.0") : head.text(version: "HTTP/1.1")
    again.length = text.count
    rule(Outcome(text, cuts: [text.count], Limits()) == .served(again), "a head written anew is read as the same")
}

private func checkFraming(_ head: Head, _ lines: Lines) {
    let lengths = lines.values(of: "content-length")
    let codings = lines.values(of: "transfer-encoding")
    rule(lengths.isEmpty || codings.isEmpty, "length and coding are never both served")
    rule(Set(lengths.map(Lines.number)).count <= 1, "one length at most is served")
    switch head.framing {
    case .chunked:
        rule(codings.map { $0.lowercased() } == ["chunked"], "chunked comes of exactly one such field")
        rule(!lines.isHTTP10, "HTTP/1.0 has no coding")
    case .length(let length):
        rule(length > 0 && codings.isEmpty, "a length is above 0 and stands alone")
        rule(lengths.first.map(Lines.number) == .some(length), "the length is the one that was sent")
    case .none:
        rule(codings.isEmpty && lengths.allSatisfy { Lines.number($0) == 0 }, "no body comes of no framing")
        rule(!head.expectsContinue, "nobody waits to send no body")
    }
}

private func checkHost(_ head: Head, _ lines: Lines) {
    let hosts = lines.values(of: "host")
    rule(hosts.count == 1 || hosts.isEmpty && lines.isHTTP10, "there is one Host")
    let names = head.request.headerFields.map(\.name.canonicalName)
    rule(!names.contains("host"), "the Host is not among the fields again")
    let authority = head.request.authority
    rule(authority != nil || lines.isHTTP10, "there is an authority")
    rule(authority?.contains { " ,/@?#\\\t".contains($0) } != true, "an authority names one host")
    let path = head.request.path ?? ""
    rule(path.hasPrefix("/") || path == "*" && head.request.method == .options, "a path begins with a slash")
    rule(path.utf8.allSatisfy { 0x21...0x7E ~= $0 && $0 != 0x23 }, "a path is visible ASCII without a fragment")
}
