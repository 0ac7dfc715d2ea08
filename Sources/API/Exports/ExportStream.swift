import Councils
import Store

/// A whole list, made while the client takes it: between two pieces it holds its place in the one state that it began
/// with, and no more of what it has written than the last piece.
struct ExportStream<Value: Presentable>: AsyncSequence, Sendable {
    typealias Element = [UInt8]

    let walk: ListWalk<Value>
    /// nil for all.
    let limit: Int?
    let head: [UInt8]
    let tail: [UInt8]
    let write: @Sendable ([Shown<Value>]) -> [UInt8]

    func makeAsyncIterator() -> Iterator { Iterator(stream: self, walk: walk, left: limit ?? .max) }

    struct Iterator: AsyncIteratorProtocol {
        private enum Stage { case opening, within, over }

        /// Values of one piece, and how many are looked at before others get their turn.
        private static var piece: Int { 200 }
        private static var bound: Int { 2000 }

        let stream: ExportStream
        var walk: ListWalk<Value>
        var left: Int
        private var stage = Stage.opening

        init(stream: ExportStream, walk: ListWalk<Value>, left: Int) {
            self.stream = stream
            self.walk = walk
            self.left = left
        }

        mutating func next() async throws -> [UInt8]? {
            switch stage {
            case .opening:
                stage = .within
                if !stream.head.isEmpty { return stream.head }
            case .over: return nil
            case .within: break
            }
            while left > 0, !walk.isOver {
                guard !Task.isCancelled else { return nil }
                let values = Value.take(Swift.min(left, Self.piece), visiting: Self.bound, of: &walk)
                left -= values.count
                let bytes = values.isEmpty ? [] : stream.write(values)
                if !bytes.isEmpty { return bytes }
                await Task.yield()
            }
            stage = .over
            return stream.tail.isEmpty ? nil : stream.tail
        }
    }
}
