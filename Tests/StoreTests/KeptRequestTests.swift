import Councils
import Journal
import Testing

@testable import Store

/// What was done under an Idempotency-Key is known as long as what was done is.
@Suite struct KeptRequestTests {
    private static let key = RequestKey(id: "k", request: "r")
    private static let day: Int64 = 86_400_000

    private func origin(_ key: RequestKey?, at milliseconds: Int64 = 0) -> Origin {
        Origin(moment: Instant(milliseconds: milliseconds), actor: "a", request: "r", key: key)
    }

    private func create(_ id: String, in store: Store, _ origin: Origin) async throws {
        try await store.write(origin) { tx throws(Refusal) in
            _ = try tx.create(ID<Member>(trusted: id), Member.full, for: .administrator)
        }
    }

    private let outcomes = [Outcome(change: .created, resource: "members", id: "m-1", version: 1)]

    @Test func itIsThereAgainFromTheJournalAndFromASnapshot() async throws {
        let office = Office()
        let store = try office.open().store
        try await create("m-1", in: store, origin(Self.key))
        #expect(store.read().state.keptRequest("k", at: Instant(milliseconds: 1))?.outcomes == outcomes)
        await store.close()
        let replayed = try office.open(settings: { $0.snapshotAfterBytes = 1 })
        let kept = KeptRequest(key: Self.key, at: Instant(milliseconds: 0), outcomes: outcomes)
        #expect(replayed.store.read().state.keptRequest("k", at: Instant(milliseconds: 1)) == kept)
        try await create("m-2", in: replayed.store, origin(nil))
        await replayed.store.snapshotsSettled()
        await replayed.store.close()
        let (again, recovery) = try office.open()
        #expect(recovery.snapshotSeq == 2 && recovery.entries == 0)
        #expect(again.read().state.keptRequest("k", at: Instant(milliseconds: 1)) == kept)
        #expect(again.read().state.dump == replayed.store.read().state.dump)
        await again.close()
        #expect(try StoredState(reading: office.path).counts.last?.count == 1)
    }

    @Test func allThatOneRequestDidIsKeptInItsOrder() async throws {
        let office = Office()
        let store = try office.open().store
        try await create("m-1", in: store, origin(nil))
        try await store.write(origin(Self.key)) { tx throws(Refusal) in
            let record = try tx.current(ID<Member>("m-1"))
            _ = try tx.replace(record, with: record.value, for: .administrator)
            _ = try tx.replace(record, with: Member.named("改名"), for: .administrator)
            try tx.delete(try tx.current(ID<Member>("m-1")), for: .administrator)
        }
        let kept = store.read().state.keptRequest("k", at: Instant(milliseconds: 0))
        #expect(kept?.outcomes.map(\.change) == [.changed, .changed, .deleted])
        #expect(kept?.outcomes.map(\.version) == [1, 2, 3])
        await store.close()
    }

    @Test func whatIsTakenBackKeepsNoKey() async throws {
        let office = Office()
        let store = try office.open().store
        let refused = await #expect(throws: Refusal.self) {
            try await store.write(origin(Self.key)) { tx throws(Refusal) in
                _ = try tx.create("m-1", Member.full, for: .administrator)
                throw .outdated
            }
        }
        #expect(refused == .outdated)
        _ = try await store.rehearse(origin(Self.key)) { tx throws(Refusal) in
            _ = try tx.create("m-1", Member.full, for: .administrator)
        }
        #expect(store.read().state.keys.isEmpty)
        await store.close()
    }

    @Test func afterADayItIsForgottenAndThenLetGo() async throws {
        let office = Office()
        let store = try office.open().store
        for number in 0..<10 {
            try await create(
                "m-\(number)",
                in: store,
                origin(RequestKey(id: "k-\(number)", request: "r"), at: Int64(number))
            )
        }
        let state = store.read().state
        #expect(state.keptRequest("k-0", at: Instant(milliseconds: Self.day - 1)) != nil)
        #expect(state.keptRequest("k-0", at: Instant(milliseconds: Self.day)) == nil)
        try await create("m-10", in: store, origin(Self.key, at: Self.day + 4))
        // Those of the first five milliseconds are gone.
        #expect(store.read().state.keys.all.map(\.key.id) == ["k-5", "k-6", "k-7", "k-8", "k-9", "k"])
        // A clock that was put back lets nothing go, and what is kept stays in the order of its times.
        try await create("m-11", in: store, origin(RequestKey(id: "early", request: "r"), at: 3))
        #expect(store.read().state.keys.all.map(\.key.id).first == "early")
        let dump = store.read().state.dump
        await store.close()
        #expect(try office.open().store.read().state.dump == dump)
    }
}
