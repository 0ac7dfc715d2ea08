import Pieces

@testable import Listener

/// Small bounds, so that short inputs reach them.
private let limits = {
    var limits = Limits()
    limits.head = 48
    limits.fields = 3
    return limits
}()

/// What the decoder made of an input.
private enum Outcome: Equatable {
    case refused(Refusal)
    case done(used: Int)
    case open
}

/// One input: a chunked body, whole or not, and what comes behind it.
@_cdecl("LLVMFuzzerTestOneInput")
public func testChunks(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    for limit in [8, 1024] { checkBody(bytes, atMost: limit) }
    return 0
}

private func checkBody(_ bytes: [UInt8], atMost limit: Int) {
    let (whole, body) = decode(bytes, cuts: [bytes.count], atMost: limit)
    var pieces = Pieces(bytes)
    rule(
        decode(bytes, cuts: pieces.cuts(of: bytes.count), atMost: limit) == (whole, body),
        "cutting the input changes nothing"
    )
    if bytes.count <= 512 {
        rule(
            decode(bytes, cuts: Array(0...bytes.count), atMost: limit) == (whole, body),
            "byte by byte is like all at once"
        )
    }
    let naive = NaiveChunks(bytes)
    switch whole {
    case .refused:
        break
    case .open:
        rule(naive == nil, "a body that has ended is done")
    case .done(let used):
        rule(naive == NaiveChunks(content: body, used: used), "the content is what a naive reading finds")
        rule(decode(bytes, cuts: [used], atMost: limit) == (whole, body), "what follows a body does not matter")
        rule(decode(bytes, cuts: [used - 1], atMost: limit).0 == .open, "a body without its last byte is open")
        let again = NaiveChunks.text(of: body)
        rule(
            decode(again, cuts: [again.count], atMost: body.count) == (.done(used: again.count), body),
            "content written anew is read as the same"
        )
        if !body.isEmpty {
            guard case (.refused(let refusal), _) = decode(again, cuts: [again.count], atMost: body.count - 1),
                refusal.code == .contentTooLarge
            else { return rule(false, "one byte above the bound is refused") }
        }
    }
}

/// Feeds the stretches between the cuts, each a copy of its own, so that the address sanitizer sees a byte read behind
/// its end.
private func decode(_ bytes: [UInt8], cuts: [Int], atMost limit: Int) -> (Outcome, [UInt8]) {
    var coding = ChunkedBody(limits)
    var body: [UInt8] = []
    var used = 0
    do throws(Refusal) {
        for cut in cuts {
            let stretch = UnsafeMutableRawBufferPointer.allocate(byteCount: cut - used, alignment: 1)
            defer { stretch.deallocate() }
            stretch.copyBytes(from: bytes[used..<cut])
            let taken = try coding.decode(UnsafeRawBufferPointer(stretch), into: &body, atMost: limit)
            rule(taken >= 0 && taken <= stretch.count, "what is taken is within the input")
            rule(taken == stretch.count || coding.isDone, "only a body that has ended leaves something")
            used += taken
            if coding.isDone {
                let more = try tail.withUnsafeBufferPointer { rest throws(Refusal) in
                    try coding.decode(UnsafeRawBufferPointer(rest), into: &body, atMost: limit)
                }
                rule(more == 0, "nothing is taken behind the end")
                break
            }
        }
    } catch {
        rule(body.count <= limit, "the content is within its bound")
        return (.refused(error), body)
    }
    rule(body.count <= limit, "the content is within its bound")
    return (coding.isDone ? .done(used: used) : .open, body)
}

private let tail = Array("1\r\nx\r\n0\r\n\r\n".utf8)
