import Foundation
import JSONText

/// What a process writes to its log, line by line, read on a thread of its own for as long as the process writes.
///
/// `@unchecked`: everything is guarded by `condition`.
final class ProcessLog: @unchecked Sendable {
    private let condition = NSCondition()
    private var lines: [JSONObject] = []
    private var bytes = Data()
    private var isOver = false

    init(_ output: FileHandle) {
        Thread.detachNewThread { [self] in read(output) }
    }

    private func read(_ output: FileHandle) {
        var rest = Data()
        while true {
            let read = output.availableData
            rest += read
            var parts = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            rest = parts.popLast() ?? Data()
            let new = parts.compactMap { try? JSONValue(parsing: $0).objectValue }
            condition.withLock {
                bytes += read
                lines += new
                isOver = read.isEmpty
                condition.broadcast()
            }
            if read.isEmpty { return }
        }
    }

    /// The first line of which `matches` is true. Blocks until there is one; nil when the process ends before, or lets
    /// a minute go by.
    func first(where matches: (JSONObject) -> Bool) -> JSONObject? {
        let end = Date(timeIntervalSinceNow: 60)
        return condition.withLock {
            while true {
                if let line = lines.first(where: matches) { return line }
                guard !isOver, condition.wait(until: end) else { return nil }
            }
        }
    }

    /// All of it. Blocks until the process has closed it.
    func text() -> String {
        condition.withLock {
            while !isOver { condition.wait() }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
