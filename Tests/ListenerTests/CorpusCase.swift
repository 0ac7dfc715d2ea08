import Testing

/// One case of the corpus: what a client sends, and what it is due by the RFCs and our strictness.
///
/// The files in `Corpus` hold one topic each. A case is a paragraph of lines, a keyword and a value:
///
///     case   its name
///     rfc    the section that decides it
///     why    where servers differ, and why ours does what it does
///     times  what is sent, seen and due, so many times over
///     send   bytes; more such lines follow without a break
///     wait   the client waits until the listener does
///     end    the client ends its side
///     seen   a request that is answered with 200: method, target, authority ("-" for none), body
///     due    the statuses of all answers in order, then what becomes of the connection
///
/// `\r \n \t \s \\ \{ \xHH` are bytes, `{x*8192}` is repetition. "100?" may come or not, "200-" has no content.
struct CorpusCase: Sendable, CustomTestStringConvertible {
    enum State: String {
        /// The last answer says `Connection: close`, and the listener ends its side whether the client does or not.
        case closes
        /// The next request on the connection is answered as such.
        case keeps
        /// The message has not ended; when the client ends its side, the answer is 400.
        case waits
        /// The listener ends its side because the client has, without having said so.
        case ends
    }

    struct Due: Equatable {
        var status: Int
        var isOptional = false
        var hasContent = true
    }

    var topic: String
    var name = ""
    var rfc = ""
    /// What the client sends in one go.
    var pieces: [[UInt8]] = [[]]
    var ends = false
    var seen: [[UInt8]] = []
    var due: [Due] = []
    var state = State.keeps

    var testDescription: String { "\(topic): \(name)" }

    /// Sent behind the case where the message has ended: whatever is left over shows in the answer.
    private static let probe = Array("GET /probe HTTP/1.1\r\nHost: probe\r\nConnection: close\r\n\r\n".utf8)

    /// What the client sends, the probe apart.
    var sent: [[UInt8]] { state == .waits || ends ? pieces : pieces + [Self.probe] }

    /// The answers that are due, in the form of `CorpusAnswers`.
    var answers: [String] {
        var unread = seen[...]
        let kept = (state == .closes ? due.dropLast() : due[...]).filter { !$0.isOptional }
        var answers = kept.map { CorpusAnswers.line($0, $0.status == 200 ? unread.popFirst() : nil, closes: false) }
        switch state {
        case .closes:
            guard let last = due.last else { break }
            answers.append(CorpusAnswers.line(last, last.status == 200 ? unread.popFirst() : nil, closes: true))
        case .keeps: answers.append(CorpusAnswers.line(Due(status: 200), Array("GET /probe probe".utf8), closes: true))
        case .waits: answers.append(CorpusAnswers.line(Due(status: 400), nil, closes: true))
        case .ends: break
        }
        return answers
    }
}

/// What a listener sent over one connection, a line to each answer, to be compared.
enum CorpusAnswers {
    private static let goOn = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    /// `200 closing: GET / a`; of an answer without content its length.
    static func line(_ due: CorpusCase.Due, _ content: [UInt8]?, closes: Bool) -> String {
        let content = content.map { due.hasContent ? String(decoding: $0, as: UTF8.self) : "\($0.count) bytes" }
        return "\(due.status)\(due.hasContent ? "" : "-")\(closes ? " closing" : "")\(content.map { ": \($0)" } ?? "")"
    }

    /// Without a 100 that may be there or not.
    static func withoutOptional(_ bytes: [UInt8], _ example: CorpusCase) -> [UInt8] {
        guard example.due.contains(where: \.isOptional),
            let start = bytes.indices.first(where: { bytes[$0...].starts(with: goOn) })
        else { return bytes }
        return Array(bytes[..<start] + bytes[(start + goOn.count)...])
    }

    /// What came in answer to a case. What is no answer, or too much of one, is a line of its own.
    static func read(_ bytes: [UInt8], of example: CorpusCase) -> [String] {
        var rest = withoutOptional(bytes, example)
        var due = example.due.filter { !$0.isOptional }[...]
        var lines: [String] = []
        while !rest.isEmpty {
            let hasContent = due.popFirst()?.hasContent ?? true
            guard let answer = Answer(&rest, toHead: !hasContent) else {
                lines.append("no answer: \(String(decoding: rest, as: UTF8.self))")
                break
            }
            let actual = CorpusCase.Due(status: answer.status, hasContent: hasContent)
            guard answer.status >= 200, hasContent == false || !answer.body.isEmpty else {
                lines.append(line(actual, nil, closes: answer.closes))
                continue
            }
            let length = Int(answer.fields["content-length"] ?? "") ?? -1
            let content = hasContent ? Array(answer.body.utf8) : [UInt8](repeating: 0, count: max(length, 0))
            lines.append(line(actual, answer.status == 200 ? content : nil, closes: answer.closes))
        }
        return lines
    }
}
