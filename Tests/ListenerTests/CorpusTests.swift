import HTTPTypes
import Testing

@testable import Listener

/// Answers with what it saw: method, target, authority and body.
@Sendable private func tell(_ request: Request) async -> Response {
    do throws(Refusal) {
        let body = try await request.body.collect(atMost: 1 << 20)
        let line = "\(request.head.method) \(request.head.path ?? "") \(request.head.authority ?? "-")"
        return Response(head: HTTPResponse(status: .ok), body: Array(line.utf8) + (body.isEmpty ? [] : [0x20]) + body)
    } catch {
        return refused(error)
    }
}

/// With the reason, so that a difference in it shows.
@Sendable private func refused(_ refusal: Refusal) -> Response {
    Response(head: HTTPResponse(status: refusal.status), body: Array("\(refusal.code) \(refusal.reason)".utf8))
}

/// Plays a client that sends these pieces, each when the listener waits for more, and then ends its side.
private func play(_ pieces: [ArraySlice<UInt8>]) async -> ScriptedPool.Seen {
    await ScriptedConnection.play(
        pieces.map { .send($0) },
        respond: { request, _ in await tell(request) },
        refuse: refused
    )
}

/// The pieces of a case, each in one read where it fits.
private func whole(_ example: CorpusCase) -> [ArraySlice<UInt8>] { example.sent.filter { !$0.isEmpty }.map { $0[...] } }

/// Where to cut: everywhere, and in a long case around line ends and the sizes that count.
private func cuts(_ piece: [UInt8]) -> [Int] {
    guard piece.count > 400 else { return Array(1..<max(piece.count, 2)).filter { $0 < piece.count } }
    var cuts = Set([1, Wire.readSize, 8192, 8193, 16_384, 16_385].flatMap { [$0 - 1, $0, $0 + 1] })
    var ends = piece.indices.filter { piece[$0] == 0x0A || piece[$0] == 0x0D }
    if ends.count > 24 { ends = Array(ends[..<12] + ends[(ends.count - 12)...]) }
    for end in ends { cuts.formUnion(end - 1...end + 2) }
    cuts.formUnion(piece.count - 3..<piece.count)
    return cuts.filter { 0 < $0 && $0 < piece.count }.sorted()
}

/// A long case is cut into single bytes at its ends, where what decides it comes.
private func singles(_ piece: [UInt8]) -> [ArraySlice<UInt8>] {
    guard piece.count > 2000 else { return piece.indices.map { piece[$0...$0] } }
    let (head, tail) = (200, piece.count - 200)
    return (0..<head).map { piece[$0...$0] } + [piece[head..<tail]] + (tail..<piece.count).map { piece[$0...$0] }
}

@Suite(.timeLimit(.minutes(5))) struct CorpusTests {
    @Test(arguments: CorpusReader.cases) func isAnsweredAsIsDue(_ example: CorpusCase) async {
        let seen = await play(whole(example))
        #expect(CorpusAnswers.read(seen.bytes, of: example) == example.answers)
        switch example.state {
        case .closes, .keeps: #expect(seen.hasEndedFirst || example.ends, "the listener does not end its side")
        case .waits:
            let due = example.answers.dropLast()
            let early = CorpusAnswers.read(Array(seen.bytes.prefix(seen.countBeforeEnd ?? 0)), of: example)
            #expect(early == Array(due), "answered before the message has ended")
            #expect(!seen.hasEndedFirst)
        case .ends: #expect(!seen.hasEndedFirst)
        }
    }

    @Test(arguments: CorpusReader.cases) func meansTheSameHoweverItIsCut(_ example: CorpusCase) async {
        let pieces = whole(example)
        let expected = await comparable(play(pieces), example)
        for (index, piece) in example.pieces.enumerated() where !piece.isEmpty {
            for cut in cuts(piece) {
                let split = pieces[..<index] + [piece[..<cut], piece[cut...]] + pieces[(index + 1)...]
                let seen = await comparable(play(Array(split)), example)
                #expect(seen == expected, "piece \(index) cut at \(cut)")
                if seen != expected { return }
            }
        }
    }

    @Test(arguments: CorpusReader.cases) func meansTheSameByteByByte(_ example: CorpusCase) async {
        let expected = await comparable(play(whole(example)), example)
        #expect(await comparable(play(example.sent.flatMap(singles)), example) == expected)
    }

    /// The next request comes along with the last bytes of the case, not behind them.
    @Test(arguments: CorpusReader.cases) func meansTheSameInOneGo(_ example: CorpusCase) async {
        guard example.pieces.count == 1 else { return }
        let expected = await comparable(play(whole(example)), example)
        #expect(await comparable(play([example.sent.flatMap { $0 }[...]]), example) == expected)
    }

    private func comparable(_ seen: ScriptedPool.Seen, _ example: CorpusCase) -> ScriptedPool.Seen {
        var seen = seen
        let count = seen.bytes.count
        seen.bytes = CorpusAnswers.withoutOptional(seen.bytes, example)
        seen.countBeforeEnd = seen.countBeforeEnd.map { $0 - (count - seen.bytes.count) }
        return seen
    }

    @Test(arguments: Set(CorpusReader.cases.map(\.topic)).sorted())
    func isAnsweredAsIsDueOverTheNetwork(_ topic: String) async throws {
        try await withServer(respond: tell) { server in
            for example in CorpusReader.cases where example.topic == topic {
                let client = try await server.client()
                for (index, piece) in example.sent.enumerated() {
                    // A listener that has closed takes no more; what it answered is what counts.
                    try? await client.send(piece)
                    if index + 1 < example.pieces.count, example.due.first?.status == 100 {
                        try await client.untilSomethingCame()
                    }
                }
                if example.ends || example.state == .waits { client.endSending() }
                let text = try await client.rest()
                #expect(CorpusAnswers.read(Array(text.utf8), of: example) == example.answers, "\(example.name)")
            }
        }
    }

    @Test func theCorpusIsReadWhole() throws {
        var count = 0
        for (name, text) in try CorpusReader.topics() {
            let cases = try CorpusReader.read(text, topic: name)
            #expect(cases.count == text.split(separator: "\n").count { $0.hasPrefix("case ") }, "\(name)")
            #expect(text.hasPrefix("# "), "\(name) does not explain its choices")
            #expect(Set(cases.map(\.name)).count == cases.count, "\(name) has a name twice")
            for example in cases {
                #expect(example.rfc.wholeMatch(of: /\d{4} §[\dA-C.]+/) != nil, "\(example.testDescription)")
            }
            count += cases.count
        }
        #expect(count >= 600 && count == CorpusReader.cases.count)
    }
}
