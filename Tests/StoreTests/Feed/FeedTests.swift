import Councils
import Testing

@testable import Store

/// Each level is told of what it sees, in order, once it is on disk.
@Suite struct FeedTests {
    private let office = Office()

    /// The life of minutes with a public section (1) and one of the secretariat's (2), and what each level is told of
    /// each step: nothing where the level saw no change.
    private static let life: [(step: Int, public: String, members: String, secretariat: String)] = [
        (0, "", "", "created 1"),
        (1, "", "created 1", "changed 2"),
        (2, "", "", "changed 3"),
        (3, "created 1", "changed 2", "changed 4"),
        (4, "", "", "changed 5"),
        (5, "changed 2", "changed 3", "changed 6"),
        (6, "", "changed 4", "changed 7"),
        (7, "", "", "changed 8"),
        (8, "changed 3", "changed 5", "changed 9"),
        (9, "deleted 4", "deleted 6", "deleted 10"),
        (10, "", "", "created 11"),
    ]

    static func live(_ step: Int, in store: Store) async throws {
        switch step {
        case 0, 10:
            try await store.write(.at(step)) { tx throws(Refusal) in
                _ = try tx.create("minutes-1", Minutes.draft(), for: .administrator)
            }
        case 1:
            try await store.edit("minutes-1", at: step) { minutes throws(Refusal) in
                try minutes.confirm(on: "2025-10-02")
            }
        case 2, 4, 7:
            try await store.edit("minutes-1", at: step) { $0.sections[1].body = (try? Prose("秘密の\(step)")) ?? "" }
        case 3, 8:
            try await store.edit("minutes-1", at: step) { minutes throws(Refusal) in
                try minutes.publish(on: "2025-10-03")
            }
        case 5: try await store.edit("minutes-1", at: step) { $0.sections[0].body = "開会した" }
        case 6:
            try await store.edit("minutes-1", at: step) { minutes throws(Refusal) in
                try minutes.withdraw(on: "2025-10-04")
            }
        default:
            try await store.write(.at(step)) { tx throws(Refusal) in
                try tx.delete(try tx.current(ID<Minutes>("minutes-1")), for: .administrator)
            }
        }
    }

    @Test func aLevelIsToldOfAStepOnlyIfItSeesTheChange() async throws {
        let store = try office.open().store
        await store.feed.filled()
        for row in Self.life {
            let before = store.feed.now(for: .administrator, in: store.read().state).position
            try await Self.live(row.step, in: store)
            for (reader, expected) in [
                (Reader.public, row.public), (.member("member-1", of: "gunma"), row.members),
                (.secretariat(of: ["gunma"]), row.secretariat), (.administrator, row.secretariat),
                (.member("member-9", of: "tokyo"), row.public), (.secretariat(of: ["tokyo"]), row.public),
            ] {
                let events = store.feed.events(after: before, for: reader, in: nil, atMost: 10)
                let texts = events?.map { "\($0.change.rawValue) \($0.version)" }
                #expect(texts == (expected.isEmpty ? [] : [expected]), "\(row.step) \(reader)")
                #expect(events?.allSatisfy { $0.at == .at(row.step) && $0.council == "gunma" } == true)
            }
        }
        await store.close()
    }

    /// As GET answers: not there, deleted, or there.
    @Test func whatCanNoLongerBeSeenIsNotShown() async throws {
        let store = try office.open().store
        await store.feed.filled()
        let numbers: [Int: [Int]?] = [0: [], 3: [1], 6: [], 8: [1, 2, 3], 9: [1, 2, 3, 4], 10: []]
        for row in Self.life {
            try await Self.live(row.step, in: store)
            guard let expected = numbers[row.step] ?? nil else { continue }
            let shown = store.shown(to: .public) ?? []
            #expect(shown.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } } == expected, "\(row.step)")
            #expect(store.shown(to: .administrator)?.count == row.step + 1)
        }
        await store.close()
    }

    @Test func thereIsNothingBeforeItIsOnDiskAndNothingOfWhatFailed() async throws {
        let disk = HeldDisk()
        let store = try office.open(disk: disk.disk).store
        await store.feed.filled()
        disk.hold()
        let first = await store.begin("a-1")
        await disk.arrival()
        let second = await store.begin("b-1")
        // Of all that is kept, whether or not the published state has it.
        #expect(store.feed.kept(for: .administrator) == [])
        disk.letGo()
        _ = try await first.answer.get()
        #expect(store.shown(to: .public) == ["councils a-1 created 1"])
        await disk.arrival()
        disk.letGo(failingWith: 5)
        _ = await second.answer
        #expect(store.feed.kept(for: .administrator)?.map(\.text) == ["councils a-1 created 1"])
        disk.stop()
        await store.close()
    }

    @Test func whatChangesNothingAndWhatBelongsToNoCouncilIsNotTold() async throws {
        let store = try office.open().store
        await store.feed.filled()
        _ = try await store.rehearse(.test) { tx throws(Refusal) in
            try tx.create("a-1", Council.named("甲"), for: .administrator)
        }
        _ = await refusal { () async throws(Refusal) in
            try await store.write(.test) { tx throws(Refusal) in
                _ = try tx.create("a-1", Council.named("甲"), for: .administrator)
                throw .outdated
            }
        }
        try await store.write(.test) { tx throws(Refusal) in
            _ = try tx.create("token-1", AccessToken.full, for: .administrator)
        }
        #expect(store.shown(to: .administrator) == [] && store.feed.work == Feed.Work())
        await store.close()
    }

    /// One write: an event for each level of each change, in the order of the changes.
    @Test func aWriteCostsAnEventForEachLevelAndWakesNobody() async throws {
        let store = try office.open().store
        await store.feed.filled()
        try await store.write(.test) { tx throws(Refusal) in
            _ = try tx.create("tokyo", Council.named("乙"), for: .administrator)
            let council = try tx.create("gunma", Council.named("甲"), for: .administrator)
            _ = try tx.create("minutes-1", Minutes.draft(), for: .administrator)
            _ = try tx.replace(council, with: .named("甲２"), for: .administrator)
        }
        #expect(store.feed.work == Feed.Work(events: 10, readers: 0, woken: 0))
        #expect(
            store.shown(to: .administrator) == [
                "councils tokyo created 1", "councils gunma created 1", "minutes minutes-1 created 1",
                "councils gunma changed 2",
            ]
        )
        #expect(
            store.shown(to: .public) == [
                "councils tokyo created 1", "councils gunma created 1", "councils gunma changed 2",
            ]
        )
        let some = store.feed.events(after: Feed.beginning, for: .administrator, in: ["gunma"], atMost: 2)
        #expect(some?.map(\.text) == ["councils gunma created 1", "minutes minutes-1 created 1"])
        await store.close()
    }
}
