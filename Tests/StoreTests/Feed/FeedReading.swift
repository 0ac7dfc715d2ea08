import Councils

@testable import Store

// What the tests of the feed share: its readers, and everything that one of them is kept.
extension Reader {
    static let everyKind: [Reader] = [
        .public, .member("member-1", of: "gunma"), .member("member-9", of: "tokyo"), .secretariat(of: ["gunma"]),
        .secretariat(of: ["tokyo"]), .secretariat(of: ["gunma", "tokyo"]), .administrator,
    ]
}

extension Feed {
    /// Before everything that was ever written.
    static let beginning = FeedPosition(seq: 0, ordinal: .max)

    /// Everything of a reader's, whether or not it can be seen now; nil if some of it has been pruned.
    func kept(for reader: Reader) -> [FeedEvent]? {
        events(after: Self.beginning, for: reader, in: nil, atMost: .max)
    }
}

extension Store {
    /// What a reader would be shown now: `minutes minutes-1 changed 2`.
    func shown(to reader: Reader) -> [String]? {
        let state = read().state
        return feed.kept(for: reader)?.filter { state.shows($0) }.map(\.text)
    }

    /// Changes minutes, all the way.
    func edit(
        _ id: ID<Minutes>,
        at number: Int,
        _ change: @escaping @Sendable (inout Minutes) throws(Refusal) -> Void
    ) async throws {
        try await write(.at(number)) { tx throws(Refusal) in
            let record = try tx.current(id)
            var minutes = record.value
            try change(&minutes)
            _ = try tx.replace(record, with: minutes, for: .administrator)
        }
    }
}

extension FeedEvent {
    var text: String { "\(resource) \(id) \(change.rawValue) \(version)" }
}
