import Testing

@testable import Listener

/// Decodes `pieces` as they come; nil when the body has not ended.
private func decode(
    _ pieces: [ArraySlice<UInt8>],
    atMost limit: Int = 1000,
    _ limits: Limits = Limits()
) throws(Refusal) -> (body: String, used: Int)? {
    var coding = ChunkedBody(limits)
    var body: [UInt8] = []
    var used = 0
    for piece in pieces {
        used += try Array(piece).withUnsafeBufferPointer { buffer throws(Refusal) in
            try coding.decode(UnsafeRawBufferPointer(buffer), into: &body, atMost: limit)
        }
        if coding.isDone { return (String(decoding: body, as: UTF8.self), used) }
    }
    return nil
}

private func decode(_ text: String, atMost limit: Int = 1000) throws(Refusal) -> (body: String, used: Int)? {
    try decode([Array(text.utf8)[...]], atMost: limit)
}

private func refusal(_ pieces: [ArraySlice<UInt8>]) -> Refusal? {
    do throws(Refusal) {
        _ = try decode(pieces)
        return nil
    } catch {
        return error
    }
}

private let good: [(String, String)] = [
    ("5\r\nhello\r\n0\r\n\r\n", "hello"),
    ("1\r\na\r\n1\r\nb\r\n0\r\n\r\n", "ab"),
    ("A\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
    ("a\r\n0123456789\r\n000\r\n\r\n", "0123456789"),
    ("2\r\n\r\n\r\n0\r\n\r\n", "\r\n"),
    ("1;a\r\nx\r\n0;b=c;d=\"e;\\\" f\"\r\n\r\n", "x"),
    ("1\r\nx\r\n0\r\nX-Sum: abc\r\nY: z\r\n\r\n", "x"),
    ("0\r\n\r\n", ""),
]

private let bad = [
    "\r\n", "x\r\n", "-1\r\nx\r\n", "+1\r\nx\r\n", "0x1\r\nx\r\n", " 1\r\nx\r\n", "1 \r\nx\r\n", "1\nx\r\n", "1\r\rx",
    "1\r\nxx\r\n", "1\r\nx\n", "1\r\nx\rx", "0000000000000001\r\nx", "FFFFFFFFFFFFFFFF\r\n",
    "1;\r\nx", "1; a\r\nx", "1;a=\r\nx", "1;a=\"b\r\nx", "1;a b\r\nx", "1;a\u{0}\r\nx", "1;a\nx\r\n", "1;a;;b\r\nx",
    "0\r\nX\r\n\r\n", "0\r\nX : a\r\n\r\n", "0\r\n a: b\r\n\r\n", "0\r\nX: a\n\r\n", "0\r\nX: \u{0}\r\n\r\n",
    "0\r\nContent-Length: 1\r\n\r\n", "0\r\nTransfer-Encoding: chunked\r\n\r\n", "0\r\nHost: b\r\n\r\n", "0\r\n\n",
]

@Suite struct ChunkedBodyTests {
    @Test(arguments: good) func givesTheContentHoweverItIsCut(_ text: String, _ content: String) throws {
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count {
            let decoded = try #require(try decode([bytes[..<cut], bytes[cut...]]), "cut at \(cut)")
            #expect(decoded == (content, bytes.count))
        }
        #expect(try decode(bytes.indices.map { bytes[$0...$0] })?.body == content)
    }

    @Test(arguments: good) func hasNotEndedBeforeItsLastByte(_ text: String, _ content: String) throws {
        #expect(try decode(String(text.unicodeScalars.dropLast().map(Character.init))) == nil)
    }

    @Test(arguments: bad) func isRefusedHoweverItIsCut(_ text: String) throws {
        let bytes = Array(text.utf8)
        let whole = try #require(refusal([bytes[...]]))
        #expect(whole.code == .malformedRequest || whole.code == .contentTooLarge && text.hasPrefix("F"))
        for cut in 1..<bytes.count { #expect(refusal([bytes[..<cut], bytes[cut...]]) == whole) }
    }

    @Test func leavesWhatComesBehindItAlone() throws {
        let decoded = try #require(try decode("1\r\na\r\n0\r\n\r\nGET /"))
        #expect(decoded == ("a", 11))
    }

    @Test(arguments: [(9, nil), (10, nil), (11, Refusal.Code.contentTooLarge)])
    func theContentHasALimit(_ count: Int, _ expected: Refusal.Code?) {
        let one = "\(String(count, radix: 16))\r\n\(String(repeating: "a", count: count))\r\n0\r\n\r\n"
        let many = String(repeating: "1\r\na\r\n", count: count) + "0\r\n\r\n"
        for text in [one, many] {
            do throws(Refusal) {
                _ = try decode(text, atMost: 10)
                #expect(expected == nil)
            } catch {
                #expect(error.code == expected)
            }
        }
    }

    @Test func aHugeChunkIsRefusedAtItsSize() {
        #expect(throws: Refusal.bodyTooLarge(10)) { try decode("FFFFFFFFFFFFFFF\r", atMost: 10) }
    }

    @Test func theTrailerSectionHasLimits() {
        let limits = Limits()
        let long = Array("0\r\nX: \(String(repeating: "a", count: limits.head))\r\n\r\n".utf8)
        #expect(refusal([long[...]])?.code == .headersTooLarge)
        let many = Array("0\r\n\(String(repeating: "X: a\r\n", count: limits.fields + 1))\r\n".utf8)
        #expect(refusal([many[...]])?.code == .headersTooLarge)
        let enough = Array("0\r\n\(String(repeating: "X: a\r\n", count: limits.fields))\r\n".utf8)
        #expect(refusal([enough[...]]) == nil)
    }

    @Test func allExtensionsTogetherHaveALimit() {
        let chunk = "1;\(String(repeating: "a", count: 1000))\r\nx\r\n"
        let bytes = Array((String(repeating: chunk, count: 17) + "0\r\n\r\n").utf8)
        #expect(refusal([bytes[...]])?.reason == "the chunk extensions are too long")
    }
}
