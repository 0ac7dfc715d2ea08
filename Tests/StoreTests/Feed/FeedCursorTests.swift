import Councils
import Testing

@testable import Store

/// Cursors stand for what was shown; what is kept is bounded for each level of its own.
@Suite struct FeedCursorTests {
    private let office = Office()

    private func store(kept: Int = 10_000) async throws -> Store {
        let store = try office.open(settings: { $0.changesKept = kept }).store
        await store.feed.filled()
        return store
    }

    /// A council `gunma` in so many versions.
    private func write(_ store: Store, versions: ClosedRange<Int>) async throws {
        for number in versions {
            try await store.write(.at(number)) { tx throws(Refusal) in
                let name = (try? Line("甲\(number)")) ?? "甲"
                guard let record = tx.state.councils["gunma"] else {
                    _ = try tx.create("gunma", Council.named(name), for: .administrator)
                    return
                }
                _ = try tx.replace(record, with: .named(name), for: .administrator)
            }
        }
    }

    private func cursor(_ version: Int, _ level: Level = .public, _ id: String = "gunma") -> FeedCursor {
        .after(.init(council: "gunma", level: level, resource: "councils", id: id, version: version))
    }

    private func position(of cursor: FeedCursor, _ reader: Reader = .public, in store: Store) -> FeedPosition? {
        store.feed.position(of: cursor, for: reader, in: store.read().state)
    }

    private func after(_ cursor: FeedCursor, _ reader: Reader = .public, in store: Store) -> [Int]? {
        guard let position = position(of: cursor, reader, in: store) else { return nil }
        return store.feed.events(after: position, for: reader, in: nil, atMost: .max)?.map(\.version)
    }

    @Test func aCursorIsGoodForItsLevelAndForWhatIsThere() async throws {
        let store = try await store()
        #expect(after(.start([]), in: store) == [])
        try await write(store, versions: 1...4)
        #expect(after(.start([]), in: store) == [1, 2, 3, 4])
        #expect(after(cursor(2), in: store) == [3, 4] && after(cursor(4), in: store) == [])
        let member = Reader.member("member-1", of: "gunma")
        #expect(after(cursor(2, .members), member, in: store) == [3, 4])
        for (cursor, reader) in [
            (cursor(5), Reader.public), (cursor(2, .members), .public), (cursor(2), member),
            (cursor(2), .administrator),
            (cursor(2, .public, "tokyo"), .public), (.start([1]), .public),
        ] {
            #expect(position(of: cursor, reader, in: store) == nil, "\(cursor) \(reader)")
        }
        await store.close()
    }

    /// Nobody can tell a value that is hidden from one that never was.
    @Test func aCursorOfWhatIsHiddenIsNoCursor() async throws {
        let store = try await store()
        func cursor(_ version: Int) -> FeedCursor {
            .after(.init(council: "gunma", level: .public, resource: "minutes", id: "minutes-1", version: version))
        }
        for step in 0...9 {
            try await FeedTests.live(step, in: store)
            let isSeen = [3, 4, 5, 8, 9].contains(step)
            #expect((position(of: cursor(1), in: store) != nil) == isSeen, "\(step)")
            let now = store.feed.now(for: .public, in: store.read().state).cursor
            #expect((now == .start([])) == !isSeen, "\(step)")
        }
        #expect(store.feed.now(for: .public, in: store.read().state).cursor == cursor(4))
        await store.close()
    }

    @Test func whatIsPrunedCannotBeReadOnFrom() async throws {
        let store = try await store(kept: 3)
        try await write(store, versions: 1...5)
        #expect(after(.start([]), in: store) == nil && after(cursor(2), in: store) == nil)
        #expect(after(cursor(3), in: store) == [4, 5])
        #expect(store.feed.kept(for: .public) == nil && store.feed.kept(for: .administrator) == nil)
        await store.close()
    }

    /// Hidden edits push out nothing that others are kept, and change none of their cursors.
    @Test func hiddenEditsPruneNothingOfOthers() async throws {
        let store = try await store(kept: 3)
        for step in 0...3 { try await FeedTests.live(step, in: store) }
        let before = store.feed.now(for: .public, in: store.read().state).cursor
        for number in 10...30 {
            try await store.edit("minutes-1", at: number) { $0.sections[1].body = (try? Prose("伏せた\(number)")) ?? "" }
        }
        #expect(store.feed.now(for: .public, in: store.read().state).cursor == before)
        #expect(after(.start([]), in: store) == [1] && after(before, in: store) == [])
        #expect(after(.start([]), .administrator, in: store) == nil)
        await store.close()
    }

    /// Whoever was shown nothing gets a cursor that holds, however much was pruned before, until more is.
    @Test func aBeginningHoldsUntilMoreIsPruned() async throws {
        let store = try await store(kept: 2)
        for step in 0...3 { try await FeedTests.live(step, in: store) }
        for number in 10...12 {
            try await store.edit("minutes-1", at: number) { $0.sections[0].body = (try? Prose("公開\(number)")) ?? "" }
        }
        try await FeedTests.live(6, in: store)
        let begun = store.feed.now(for: .public, in: store.read().state).cursor
        guard case .start(let loss) = begun else {
            Issue.record("\(begun)")
            return
        }
        #expect(loss.count == 16 && after(begun, in: store) == [3, 4] && after(.start([]), in: store) == nil)
        try await FeedTests.live(8, in: store)
        #expect(after(begun, in: store) == nil)
        await store.close()
    }

    /// Against a list that forgets its oldest.
    @Test(arguments: [1, 2, 3, 7]) func aRingHoldsTheNewest(limit: Int) {
        var ring = FeedRing(limit: limit)
        var list: [FeedEvent] = []
        for number in 1...20 {
            let event = FeedEvent(
                resource: "councils",
                id: "gunma",
                council: "gunma",
                level: .public,
                version: number,
                at: .at(number),
                change: .changed,
                position: FeedPosition(seq: UInt64(2 * number), ordinal: 0)
            )
            ring.append(event)
            list.append(event)
            #expect(ring.pruned == (number > limit ? list[number - limit - 1] : nil))
            let held = list.suffix(limit)
            #expect((0..<ring.count).map { ring[$0] } == Array(held) && ring.newest == event)
            for seq in 0...42 as ClosedRange<UInt64> {
                let index = ring.index(after: FeedPosition(seq: seq, ordinal: 0))
                #expect(held.dropFirst(index).first == held.first { $0.position.seq > seq })
            }
            for version in 1...20 {
                let found = ring.event(of: "councils", "gunma", version: version)
                #expect(found == held.first { $0.version == version })
            }
            #expect(ring.last { $0.version % 3 == 0 } == held.last { $0.version % 3 == 0 })
        }
    }
}
