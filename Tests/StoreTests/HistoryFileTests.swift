import Councils
import Dispatch
import Foundation
import Journal
import Synchronization
import Testing

@testable import Store

/// A history outlives the process and snapshots, begins where it is known, and is read beside the writers.
@Suite struct HistoryFileTests {
    private let office = Office()
    private static let id: ID<Council> = "a-1"

    /// `a-1` in so many versions, another council between each two.
    private func write(_ store: Store, _ numbers: ClosedRange<Int>) async throws {
        for number in numbers {
            try await store.edit(2 * number) { tx throws(Refusal) in
                guard number > 1 else {
                    _ = try tx.create(Self.id, .named("甲1"), for: .administrator)
                    return
                }
                let name = try? Line("甲\(number)")
                _ = try tx.replace(try tx.current(Self.id), with: .named(name ?? "甲"), for: .administrator)
            }
            try await store.edit(2 * number + 1) { tx throws(Refusal) in
                _ = try tx.create("b-\(number)", Council.named("乙"), for: .administrator)
            }
        }
    }

    private func numbers(_ store: Store, before bound: Int? = nil, limit: Int = 1000) async throws -> [Int] {
        try await store.history(of: Self.id, for: .administrator, before: bound, limit: limit).versions.map(\.number)
    }

    @Test func itGoesOnThroughRestartsAndSnapshots() async throws {
        for round in 0..<4 {
            // In the last round the state comes from a snapshot, and the past from the segments before it.
            let (store, recovery) = try office.open(segmentBytes: 1_000) {
                $0.snapshotAfterBytes = round == 2 ? 1 : 1 << 30
            }
            #expect((recovery.snapshotSeq != nil) == (round == 3))
            try await write(store, 5 * round + 1...5 * round + 5)
            await store.snapshotsSettled()
            let count = 5 * round + 5
            #expect(try await numbers(store) == (1...count).reversed())
            for number in [1, count / 2, count] {
                let seen = try await store.version(number, of: Self.id, for: .public)
                #expect(seen.value.name.text == "甲\(number)" && seen.stamp.updatedAt == .at(2 * number))
            }
            await store.close()
        }
    }

    @Test func whatRetentionHasRemovedIsNotTold() async throws {
        let store = try office.open(segmentBytes: 1_000).store
        try await write(store, 1...20)
        #expect(try await numbers(store).count == 20)
        for name in try office.names("journal").prefix(4) {
            try FileManager.default.removeItem(atPath: office.path + "/journal/" + name)
        }
        let history = try await store.history(of: Self.id, for: .public, limit: 1000)
        let oldest = try #require(history.versions.last?.number)
        #expect(oldest > 3 && history.versions.map(\.number) == (oldest...20).reversed())
        #expect(!history.isComplete && !history.hasMore && history.versions.allSatisfy { $0.change == .changed })
        #expect(await store.refusesVersion(oldest - 1, of: Self.id, for: .public) == .notFound)
        for name in try office.names("journal").dropLast() {
            try FileManager.default.removeItem(atPath: office.path + "/journal/" + name)
        }
        // What is there now is told, whatever is gone.
        #expect(try await numbers(store).first == 20)
        await store.close()
    }

    /// Lines from before changes said which entry has the former one.
    @Test func olderFilesAreReadAndTheirHistoryIsIncomplete() async throws {
        func change(_ version: Int, _ link: String = "") -> String {
            let stamp = "[\(version),1750000000001,\(1_750_000_000_000 + version)]"
            return #"{"op":"put","table":"councils","form":1,"id":"a-1","version":\#(version),\#(link)"stamps":"#
                + #"{"public":\#(stamp),"members":\#(stamp),"secretariat":\#(stamp)},"value":{"name":"甲\#(version)","#
                + #""shortName":"甲","prefectureCode":"10"}}"#
        }
        func entry(_ seq: Int, _ change: String) -> [UInt8] {
            Array(
                #"{"seq":\#(seq),"at":\#(1_750_000_000_000 + seq),"actor":"t","request":"r","changes":[\#(change)]}"#
                    .utf8
            )
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
            try journal.append([entry(1, change(1)), entry(2, change(2))])
            let snapshot = try journal.beginSnapshot().write { write throws(JournalFault) in
                try write(Array(change(2).utf8)[...])
            }
            try journal.adopt(snapshot)
            try journal.close()
        }
        var store = try office.open().store
        #expect(store.read().state.councils[Self.id]?.seq == 0)
        let known = try await store.history(of: Self.id, for: .administrator, limit: 9)
        #expect(known.versions.map(\.number) == [2] && known.versions[0].author == nil && !known.isComplete)
        #expect(await store.refusesVersion(1, of: Self.id, for: .administrator) == .notFound)
        // From here on it is known.
        try await store.edit(3) { tx throws(Refusal) in
            _ = try tx.replace(try tx.current(Self.id), with: .named("丙"), for: .administrator)
        }
        #expect(try await numbers(store) == [3])
        try await store.edit(4) { tx throws(Refusal) in
            _ = try tx.replace(try tx.current(Self.id), with: .named("丁"), for: .administrator)
        }
        await store.close()
        store = try office.open().store
        let later = try await store.history(of: Self.id, for: .administrator, limit: 9)
        #expect(later.versions.map(\.number) == [4, 3] && later.versions.allSatisfy { $0.author != nil })
        #expect(!later.isComplete)
        await store.close()
    }

    @Test func aLineThatHasRottenIsReportedAndTheStoreGoesOn() async throws {
        let reported = Mutex<[String]>([])
        let store = try office.open(segmentBytes: 1_000, report: { text in reported.withLock { $0.append(text) } })
            .store
        try await write(store, 1...10)
        let path = office.path + "/journal/0000000002.ndjson"
        var bytes = try Data(contentsOf: URL(filePath: path))
        let place = try #require(bytes.range(of: Data("甲".utf8), in: 400..<bytes.count))
        bytes.replaceSubrange(place, with: Data("丙".utf8))
        try bytes.write(to: URL(filePath: path))
        let refused = await refusal { () async throws(Refusal) in
            try await store.history(of: Self.id, for: .public, limit: 1000)
        }
        #expect(refused == .unreadable)
        #expect(reported.withLock { $0.count == 1 && $0[0].contains("0000000002.ndjson is damaged at byte") })
        #expect(try await numbers(store, limit: 2) == [10, 9])
        try await write(store, 11...11)
        await store.close()
    }

    @Test func itIsReadWhileOthersWriteAndSegmentsRoll() async throws {
        let store = try office.open(segmentBytes: 1_500) { $0.snapshotAfterBytes = 10_000 }.store
        try await write(store, 1...3)
        let readers = (0..<3).map { _ in
            Task { () throws -> Int in
                var reads = 0
                while !Task.isCancelled {
                    let history = try await store.history(of: Self.id, for: .administrator, limit: 1000)
                    let count = history.versions.count
                    guard history.isComplete, history.versions.map(\.number) == (1...count).reversed() else {
                        return -1
                    }
                    guard try await store.version(count / 2, of: Self.id, for: .public).stamp.version == count / 2
                    else {
                        return -1
                    }
                    reads += 1
                }
                return reads
            }
        }
        try await write(store, 4...60)
        for reader in readers { reader.cancel() }
        for reader in readers { #expect(try await reader.value > 0) }
        #expect(try await numbers(store).count == 60)
        #expect(try office.names("journal").count > 5)
        await store.close()
    }

    /// Access is judged when the answer is made.
    @Test func whatIsWithdrawnWhileItsPastIsReadIsNotTold() async throws {
        let held = HeldReads()
        let store = try office.open(disk: held.disk).store
        let id: ID<Minutes> = "minutes-1"
        try await store.edit(1) { tx throws(Refusal) in _ = try tx.create(id, .draft(), for: .administrator) }
        try await store.edit(2) { minutes throws(Refusal) in try minutes.confirm(on: "2025-10-01") }
        try await store.edit(3) { minutes throws(Refusal) in try minutes.publish(on: "2025-10-02") }
        held.hold()
        let reading = Task {
            await refusal { () async throws(Refusal) in try await store.history(of: id, for: .public, limit: 9) }
        }
        await held.arrived.wait()
        try await store.edit(4) { minutes throws(Refusal) in try minutes.withdraw(on: "2025-10-03") }
        held.letGo()
        #expect(await reading.value == .notFound)
        await store.close()
    }
}

/// A disk on which reading a segment waits, once it is told to.
private final class HeldReads: Sendable {
    private let isHolding = Mutex(false)
    private let gate = DispatchSemaphore(value: 0)
    let arrived = Event()

    func hold() { isHolding.withLock { $0 = true } }
    func letGo() { gate.signal() }

    var disk: Disk {
        var disk = Disk.live
        disk.read = { (file, buffer, offset) throws(SystemError) in
            let isHeld = self.isHolding.withLock { isHolding in
                defer { isHolding = false }
                return isHolding
            }
            if isHeld {
                self.arrived.happen()
                self.gate.wait()
            }
            return try Disk.live.read(file, buffer, offset)
        }
        return disk
    }
}
