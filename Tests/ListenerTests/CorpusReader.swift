import Foundation

/// Reads the files in `Corpus`; the form is explained at `CorpusCase`.
struct CorpusReader {
    struct Fault: Error, CustomStringConvertible {
        var description: String
    }

    /// All cases, in the order of the files' names. A corpus that cannot be read is empty, which a test looks for.
    static let cases: [CorpusCase] = (try? topics().flatMap { try read($0.text, topic: $0.name) }) ?? []

    static func topics() throws -> [(name: String, text: String)] {
        let directory = Bundle.module.bundleURL.appending(path: "Corpus")
        let files = try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
        return try files.filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }.map {
            ($0.deletingPathExtension().lastPathComponent, try String(contentsOf: $0, encoding: .utf8))
        }
    }

    static func read(_ text: String, topic: String) throws(Fault) -> [CorpusCase] {
        var cases: [CorpusCase] = []
        for paragraph in text.split(separator: "\n\n") {
            let lines = paragraph.split(separator: "\n").filter { !$0.hasPrefix("#") }
            if lines.isEmpty { continue }
            var reader = CorpusReader(example: CorpusCase(topic: topic))
            for line in lines {
                do throws(Fault) { try reader.take(line) } catch {
                    throw Fault(description: "\(topic): \(error): \(line)")
                }
            }
            cases.append(try reader.finish())
        }
        return cases
    }

    private var example: CorpusCase
    private var times = 1

    private mutating func take(_ line: Substring) throws(Fault) {
        let keyword = line.prefix { $0 != " " }
        let value = line.dropFirst(keyword.count).drop { $0 == " " }
        switch keyword {
        case "case": example.name = String(value)
        case "rfc": example.rfc = String(value)
        case "why": break
        case "times": times = Int(value) ?? 0
        case "send": example.pieces[example.pieces.count - 1] += try Self.bytes(value)
        case "wait": example.pieces.append([])
        case "end": example.ends = true
        case "seen": example.seen.append(try Self.bytes(value))
        case "due":
            let words = value.split(separator: " ")
            guard let state = words.last.flatMap({ CorpusCase.State(rawValue: String($0)) }) else {
                throw Fault(description: "what becomes of the connection?")
            }
            example.state = state
            for word in words.dropLast() {
                guard let status = Int(word.prefix(3)), ["", "?", "-"].contains(word.dropFirst(3)) else {
                    throw Fault(description: "\(word) is no status")
                }
                let due = CorpusCase.Due(
                    status: status,
                    isOptional: word.hasSuffix("?"),
                    hasContent: !word.hasSuffix("-")
                )
                example.due.append(due)
            }
        default: throw Fault(description: "unknown keyword")
        }
    }

    private func finish() throws(Fault) -> CorpusCase {
        var example = example
        if times > 1 {
            let (piece, seen, due) = (example.pieces[0], example.seen, example.due)
            example.pieces = [Array((0..<times).map { _ in piece }.joined())]
            example.seen = (0..<times).flatMap { _ in seen }
            example.due = (0..<times).flatMap { _ in due }
        }
        let served = example.due.count { $0.status == 200 }
        guard served == example.seen.count, times > 0, !example.name.isEmpty,
            !example.due.isEmpty || example.state == .waits || example.state == .ends,
            example.ends || example.state != .ends
        else { throw Fault(description: "\(example.topic): \(example.name): the lines do not fit together") }
        return example
    }

    /// The bytes that a value stands for.
    private static func bytes(_ text: Substring) throws(Fault) -> [UInt8] {
        var rest = Array(text.utf8)[...]
        return try bytes(&rest, untilRepeated: false)
    }

    private static func bytes(_ rest: inout ArraySlice<UInt8>, untilRepeated: Bool) throws(Fault) -> [UInt8] {
        var bytes: [UInt8] = []
        while let byte = rest.first {
            if untilRepeated, isCount(rest) { break }
            rest.removeFirst()
            switch byte {
            case UInt8(ascii: "\\"):
                bytes.append(try escaped(&rest))
            case UInt8(ascii: "{"):
                let part = try Self.bytes(&rest, untilRepeated: true)
                let digits = rest.dropFirst().prefix { 0x30...0x39 ~= $0 }
                guard let count = Int(String(decoding: digits, as: UTF8.self)) else {
                    throw Fault(description: "how many times?")
                }
                rest = rest[digits.endIndex...].dropFirst()
                for _ in 0..<count { bytes += part }
            default: bytes.append(byte)
            }
        }
        return bytes
    }

    /// Whether what follows is `*8192}`.
    private static func isCount(_ rest: ArraySlice<UInt8>) -> Bool {
        guard rest.first == UInt8(ascii: "*") else { return false }
        let digits = rest.dropFirst().prefix { 0x30...0x39 ~= $0 }
        return !digits.isEmpty && rest[digits.endIndex...].first == UInt8(ascii: "}")
    }

    private static func escaped(_ rest: inout ArraySlice<UInt8>) throws(Fault) -> UInt8 {
        switch rest.popFirst() {
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "s"): return 0x20
        case UInt8(ascii: "\\"): return UInt8(ascii: "\\")
        case UInt8(ascii: "{"): return UInt8(ascii: "{")
        case UInt8(ascii: "x"):
            let digits = rest.prefix(2)
            rest = rest.dropFirst(2)
            guard digits.count == 2, let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) else {
                throw Fault(description: "two hexadecimal digits behind \\x")
            }
            return byte
        default: throw Fault(description: "unknown escape")
        }
    }
}
