import Councils
import Foundation
import Journal
import Synchronization
import Testing

@testable import Store

/// After a restart the feed is what it was, as far as the journal was read.
@Suite struct FeedRestartTests {
    private let office = Office()

    /// Everything that every reader is kept, or that it is not whole.
    private func everything(_ store: Store) -> [[FeedEvent]?] { Reader.everyKind.map { store.feed.kept(for: $0) } }

    private func live(_ store: Store, steps: ClosedRange<Int>) async throws {
        for step in steps {
            try await FeedTests.live(step, in: store)
            try await store.write(.at(step)) { tx throws(Refusal) in
                let id = ID<Council>(trusted: "c-\(step)")
                let council = try tx.create(id, Council.named("甲"), for: .administrator)
                _ = try tx.create("member-\(step)", Member.named("団体", in: "tokyo"), for: .administrator)
                _ = try tx.replace(council, with: .named("乙"), for: .administrator)
            }
        }
    }

    @Test(arguments: [64 << 20, 1_000]) func itIsTheSameForEveryReader(segmentBytes: Int) async throws {
        var store = try office.open(segmentBytes: segmentBytes).store
        await store.feed.filled()
        for part in [0...3, 4...5, 6...10] {
            try await live(store, steps: part)
            let before = everything(store)
            let cursors = Reader.everyKind.map { store.feed.now(for: $0, in: store.read().state).cursor }
            #expect(before.allSatisfy { ($0?.count ?? 0) > 3 })
            await store.close()
            store = try office.open(segmentBytes: segmentBytes).store
            await store.feed.filled()
            #expect(everything(store) == before)
            #expect(Reader.everyKind.map { store.feed.now(for: $0, in: store.read().state).cursor } == cursors)
        }
        await store.close()
    }

    /// What is written before anybody asks, and while the past is read, is there once and in its place.
    @Test func whatHappensMeanwhileIsNeitherLostNorDoubled() async throws {
        var store = try office.open().store
        try await live(store, steps: 0...3)
        await store.close()
        store = try office.open().store
        try await live(store, steps: 4...5)
        let filling = Task { [feed = store.feed] in await feed.filled() }
        try await live(store, steps: 6...7)
        await filling.value
        await store.feed.filled()
        try await live(store, steps: 8...10)
        let held = everything(store)
        await store.close()
        store = try office.open().store
        await store.feed.filled()
        #expect(everything(store) == held)
        let all = try #require(store.feed.kept(for: .administrator))
        #expect(all.map(\.position) == all.map(\.position).sorted() && Set(all).count == all.count)
        #expect(all.count == 11 + 11 * 3)
        await store.close()
    }

    @Test func whatWasPrunedStaysPruned() async throws {
        func kept(_ settings: inout Store.Settings) { settings.changesKept = 4 }
        var store = try office.open(settings: kept).store
        await store.feed.filled()
        for step in 0...8 { try await FeedTests.live(step, in: store) }
        let before = Reader.everyKind.map { store.feed.position(of: .start([]), for: $0, in: store.read().state) }
        let starts = Reader.everyKind.map { reader in
            store.feed.inside.withLock { $0.rings.loss(for: reader, salt: "x") }
        }
        #expect(before.contains(nil) && before.contains { $0 != nil })
        await store.close()
        store = try office.open(settings: kept).store
        await store.feed.filled()
        #expect(
            Reader.everyKind.map { store.feed.position(of: .start([]), for: $0, in: store.read().state) } == before
        )
        #expect(
            Reader.everyKind.map { reader in store.feed.inside.withLock { $0.rings.loss(for: reader, salt: "x") } }
                == starts
        )
        await store.close()
    }

    /// A reader goes on from what is kept, and begins again where that does not reach.
    @Test func aLongJournalIsReadFromItsEnd() async throws {
        func kept(_ settings: inout Store.Settings) { settings.changesKept = 2 }
        var store = try office.open(segmentBytes: 2_000, settings: kept).store
        for number in 1...30 { try await store.put(ID(trusted: "c-\(number)")) }
        await store.close()
        store = try office.open(segmentBytes: 2_000, settings: kept).store
        await store.feed.filled()
        let state = store.read().state
        func position(_ number: Int) -> FeedPosition? {
            let council = ID<Council>(trusted: "c-\(number)")
            let shown = FeedCursor.Shown(
                council: council,
                level: .public,
                resource: "councils",
                id: council.text,
                version: 1
            )
            return store.feed.position(of: .after(shown), for: .public, in: state)
        }
        // Twenty entries are read: ten times what is kept of each ring.
        #expect(position(10) == nil && position(11) != nil)
        let next = try #require(position(20))
        let events = try #require(store.feed.events(after: next, for: .public, in: nil, atMost: 3))
        #expect(events.map(\.id) == ["c-21", "c-22", "c-23"])
        #expect(store.feed.kept(for: .public) == nil)
        #expect(store.feed.position(of: .start([]), for: .public, in: state) == nil)
        await store.close()
    }

    /// Segments that retention has removed are not kept.
    @Test func itBeginsWhereTheJournalDoes() async throws {
        var store = try office.open(segmentBytes: 1_000).store
        for number in 1...20 { try await store.put(ID(trusted: "c-\(number)")) }
        await store.close()
        store = try office.open(segmentBytes: 1_000).store
        for name in try office.names("journal").prefix(3) {
            try FileManager.default.removeItem(atPath: office.path + "/journal/" + name)
        }
        await store.feed.filled()
        let events = try #require(
            store.feed.events(
                after: store.feed.inside.withLock { $0.rings.start(for: .public) },
                for: .public,
                in: nil,
                atMost: .max
            )
        )
        #expect(events.last?.id == "c-20" && events.count > 3 && events.count < 18)
        #expect(store.feed.kept(for: .public) == nil)
        await store.close()
    }

    /// Lines from before changes said who was told, and one that cannot be read: the feed begins behind them.
    @Test func itBeginsBehindWhatDoesNotSayWhoWasTold() async throws {
        func entry(_ seq: Int) -> [UInt8] {
            let stamp = "[1,1750000000001,1750000000001]"
            let change =
                #"{"op":"put","table":"councils","form":1,"id":"old-\#(seq)","version":1,"stamps":{"public":\#(stamp),"#
                + #""members":\#(stamp),"secretariat":\#(stamp)},"value":{"name":"甲","shortName":"甲","#
                + #""prefectureCode":"10"}}"#
            return Array(#"{"seq":\#(seq),"at":1,"actor":"t","request":"r","changes":[\#(change)]}"#.utf8)
        }
        do {
            let journal = try Journal.open(
                office.path,
                storeID: { "store-1" },
                holder: [],
                now: { 0 },
                snapshotLine: { _ in },
                group: { _ in 1...1 }
            ).0
            try journal.append([entry(1), entry(2)])
            try journal.close()
        }
        var store = try office.open().store
        try await store.put("new-3")
        await store.close()
        store = try office.open().store
        await store.feed.filled()
        #expect(store.feed.kept(for: .public) == nil)
        let start = store.feed.inside.withLock { $0.rings.start(for: .public) }
        #expect(store.feed.events(after: start, for: .public, in: nil, atMost: 9)?.map(\.id) == ["new-3"])
        let now = store.feed.now(for: .public, in: store.read().state).cursor
        #expect(store.feed.position(of: now, for: .public, in: store.read().state) != nil)
        await store.close()
    }
}
