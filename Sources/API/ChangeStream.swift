import Councils
import HTTPTypes
import JSONText
import Store
import Web

/// Changes as server-sent events. Made as the client takes them: between two writes it holds a place in the feed and
/// nothing else, so a client that reads slowly costs no more than another.
struct ChangeStream: AsyncSequence, Sendable {
    typealias Element = [UInt8]

    let follower: Follower
    let place: ChangePlaces.Place
    /// How long nothing may happen before a comment is sent, so that nobody on the way takes the connection for dead.
    let heartbeat: Duration
    /// Makes the last event of a stream that can't go on.
    let problem: @Sendable (Problem) -> [UInt8]

    func makeAsyncIterator() -> Iterator { Iterator(stream: self, follower: follower) }

    struct Iterator: AsyncIteratorProtocol {
        private enum Stage { case opening, following, over }

        /// Events that are written at once.
        private static let batch = 100

        let stream: ChangeStream
        var follower: Follower
        private var stage = Stage.opening

        init(stream: ChangeStream, follower: Follower) {
            self.stream = stream
            self.follower = follower
        }

        mutating func next() async throws -> [UInt8]? {
            switch stage {
            case .opening:
                stage = .following
                // An id alone is no event: the client keeps it, and comes back with it if the connection ends now.
                return Array("retry: 5000\nid: \(follower.cursor.text)\n\n".utf8)
            case .over: return nil
            case .following: break
            }
            do throws(Follower.End) {
                let before = follower.cursor
                let events = try await follower.take(Self.batch, within: stream.heartbeat)
                if !events.isEmpty { return events.flatMap(\.asServerSent) }
                guard !Task.isCancelled, !follower.store.feed.isOver else { return nil }
                return Array((follower.cursor == before ? ":\n\n" : "id: \(follower.cursor.text)\n\n").utf8)
            } catch {
                stage = .over
                return Array("event: end\ndata: ".utf8) + stream.problem(Problem(error)) + Array("\n\n".utf8)
            }
        }
    }
}

extension FeedEvent {
    fileprivate var asServerSent: [UInt8] {
        var json = JSONWriter()
        json.object(write)
        return Array("id: \(FeedCursor(self).text)\nevent: change\ndata: ".utf8) + json.finish() + Array("\n\n".utf8)
    }

    /// One object without contents, in one line.
    func write(to json: inout JSONWriter) {
        json.member("resource", resource)
        json.member("id", id)
        json.member("councilId", council.text)
        json.member("change", change)
        json.member("version", version)
        json.member("at", at.description)
    }
}

extension Problem {
    init(_ end: Follower.End) {
        switch end {
        case .tokenIsNoLongerValid: self = .invalidToken
        case .pruned: self = .cursorPruned
        }
    }

    static let cursorPruned = Problem(
        .gone,
        "cursorPruned",
        title: Bilingual(ja: "続きから読めません", en: "The changes can't be read on from there"),
        detail: Bilingual(
            ja: "その位置はもう保存されていません。since なしで新しい nextCursor を受け取り、一覧を読み直してください",
            en: "That place is no longer kept: take a new nextCursor without since, and list everything again"
        )
    )

    static let badSince = Problem(
        .badRequest,
        "badSince",
        title: Titles.badRequest,
        detail: Bilingual(
            ja: "since（または Last-Event-ID）には、変更の一覧の nextCursor かイベントの id をそのまま使ってください",
            en: "since (or Last-Event-ID) is the nextCursor of a list of changes, or the id of an event"
        )
    )

    static let tooManyStreams = Problem(
        .serviceUnavailable,
        "tooManyStreams",
        title: Titles.unavailable,
        detail: Bilingual(
            ja: "変更を待つ接続が多すぎます。少し待つか、wait なしで読んでください",
            en: "Too many clients wait for changes: come back a little later, or read without wait"
        ),
        fields: [.retryAfter: "10"]
    )
}
