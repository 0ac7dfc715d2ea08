/// Gives `pieces`, then what `end` says.
struct Pieces: AsyncSequence, Sendable {
    enum End { case ends, fails, isSilent(cancelled: Event) }

    let pieces: [String]
    var end = End.ends

    func makeAsyncIterator() -> Iterator { Iterator(pieces: pieces[...], end: end) }

    struct Iterator: AsyncIteratorProtocol {
        var pieces: ArraySlice<String>
        let end: End

        mutating func next() async throws -> [UInt8]? {
            if let piece = pieces.popFirst() { return Array(piece.utf8) }
            switch end {
            case .ends: return nil
            case .fails: throw Client.Failure(reason: "the stream fails")
            case .isSilent(let cancelled):
                await Event().wait()
                cancelled.happen()
                return nil
            }
        }
    }
}
