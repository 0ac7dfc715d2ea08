import Councils
import Foundation
import Journal
import Testing

@testable import Store

/// What the tools make of a store's directory.
@Suite struct StoresTools {
    /// Councils that come, change and go, in several segments and with a snapshot.
    private func made() async throws -> Office {
        let office = Office()
        let store = try office.open(segmentBytes: 2000) { $0.snapshotAfterBytes = 6000 }.store
        for number in 1...12 {
            _ = try await store.write(.at(number)) { tx throws(Refusal) in
                try tx.create(ID(trusted: "council-\(13 - number)"), Council.named("協議会"), for: .administrator)
            }
        }
        _ = try await store.write(.at(13)) { tx throws(Refusal) in
            let record = try tx.current(ID<Council>(trusted: "council-3"), for: .administrator) { _ in true }
            try tx.delete(record, for: .administrator)
        }
        await store.close()
        return office
    }

    private func lines(of state: StoredState, _ tables: Set<String>? = nil) -> [String] {
        var lines: [String] = []
        state.lines(of: tables) { lines.append(String(decoding: $0, as: UTF8.self)) }
        return lines
    }

    @Test func theHashIsTheSameForABackupAndARestore() async throws {
        let office = try await made()
        let whole = try StoredState(reading: office.path)
        #expect(whole.seq == 13 && whole.storeID == "store-1")
        #expect(whole.counts.first { $0.table == "councils" }?.count == 11)
        #expect(whole.hash.count == 64)
        let (copy, restored, earlier) = (Office(), Office(), Office())
        let held = try HeldDirectory(office.path, holder: [])
        _ = try Backup.create(
            of: office.path,
            upTo: held.end(.store),
            into: copy.path,
            pace: Pace(mebibytesPerSecond: nil),
            now: 0,
            decoder: .store
        )
        held.release()
        #expect(try StoredState(reading: copy.path).hash == whole.hash)
        _ = try Restore(from: copy.path, to: .all, into: restored.path, decoder: .store)
        #expect(try StoredState(reading: restored.path).hash == whole.hash)
        let made = try Restore(
            from: office.path,
            to: .time(Instant.at(12).milliseconds),
            into: earlier.path,
            decoder: .store
        )
        #expect(made.seq == 12 && made.at == Instant.at(12).milliseconds)
        let before = try StoredState(reading: earlier.path)
        #expect(before.hash != whole.hash && before.counts.first { $0.table == "councils" }?.count == 12)
        // A store goes on with what was made, and is what it was.
        let (store, recovery) = try restored.open()
        #expect(store.read().state.seq == 13 && recovery.tornTail == nil)
        await store.close()
        #expect(try StoredState(reading: restored.path).hash == whole.hash)
    }

    @Test func theLinesStandInTheOrderOfTheirIDs() async throws {
        let office = try await made()
        let state = try StoredState(reading: office.path)
        let all = lines(of: state)
        #expect(all.count == 12 && all == lines(of: state, ["councils"]) && lines(of: state, ["members"]).isEmpty)
        let ids = all.compactMap { $0.split(separator: #""id":""#).dropFirst().first?.prefix { $0 != "\"" } }
        #expect(ids.map(String.init) == ids.map(String.init).sorted())
        #expect(all.filter { $0.hasPrefix(#"{"op":"delete","table":"councils","id":"council-3""#) }.count == 1)
        #expect(
            StoredState.tables == [
                "councils", "members", "role-assignments", "meetings", "minutes", "tokens", "plans", "estimates",
                "goals", "kpis", "measurements", "measures", "grant-projects", "grant-changes", "local-platforms",
                "support-requests", "good-practices", "keys",
            ]
        )
    }

    @Test func itIsReadWhileAStoreHasItAndNothingIsTouched() async throws {
        let office = try await made()
        let (store, _) = try office.open()
        _ = try await store.write(.at(14)) { tx throws(Refusal) in
            try tx.create(ID(trusted: "new"), Council.named("新"), for: .administrator)
        }
        #expect(try StoredState(reading: office.path).seq == 14)
        let sealed = try await store.seal()
        #expect(sealed.storeID == "store-1" && sealed.seq == 14)
        #expect(try office.journalLines().last?.contains(sealed.sum) == true)
        #expect(try await store.seal() == sealed)
        await store.close()
        await #expect(throws: Refusal.unavailable) { try await store.seal() }
    }

    @Test func aValueThatCannotBeDecodedIsFoundByEveryTool() throws {
        let office = Office()
        do {
            let (journal, _) = try Journal.open(
                office.path,
                storeID: { "store-1" },
                holder: [],
                now: { 0 },
                snapshotLine: { _ in },
                group: { _ in 1...1 }
            )
            let change =
                #"{"op":"put","table":"councils","form":1,"id":"x","version":1,"stamps":{},"value":{"name":7}}"#
            try journal.append([Array(#"{"seq":1,"at":1,"changes":[\#(change)]}"#.utf8)])
            try journal.close()
        }
        let found = Verification(of: office.path, decoder: .store)
        #expect(found.faults.count == 1 && found.faults.first?.description.contains("/entries/0") == true)
        #expect(throws: JournalFault.self) { _ = try StoredState(reading: office.path) }
    }

    @Test func entriesAreFoundWhateverStandsInThem() throws {
        let first = #"{"seq":7,"at":70,"request":"a,]}\"{[\\","changes":[]}"#
        let second = #"{"seq":8,"at":80,"changes":[]}"#
        let group = Array("xx[\(first),\(second)]".utf8)[2...]
        let places = try LineDecoder.store.entries(group)
        #expect(places.map(\.seq) == [7, 8] && places.map(\.at) == [70, 80])
        #expect(places.map { String(decoding: group[$0.bytes], as: UTF8.self) } == [first, second])
        for wrong in ["[]", "{}", "[1]", #"[{"at":1,"changes":[]}]"#, "[{}"] {
            #expect(throws: (any Error).self) { try LineDecoder.store.entries(Array(wrong.utf8)[...]) }
        }
    }
}
