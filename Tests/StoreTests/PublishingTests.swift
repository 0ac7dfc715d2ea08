import Councils
import Glibc
import Testing

@testable import Store

/// Nobody is shown what a crash could undo.
@Suite struct PublishingTests {
    private let disk = HeldDisk()
    private let office = Office()

    @Test func aWriteIsNeitherReadNorAnsweredBeforeItIsOnDisk() async throws {
        let store = try office.open(disk: disk.disk).store
        disk.hold()
        let writing = await store.begin("gunma")
        await disk.arrival()
        let hasAnswered = await writing.hasAnswered
        #expect(!hasAnswered && store.read().state.councils.count == 0 && store.read().state.seq == 0)
        disk.stop()
        let version = try await writing.answer.get()
        #expect(version == 1 && store.read().state.councils["gunma"] != nil && store.read().state.seq == 1)
    }

    @Test func whatQueuesDuringASyncIsOneGroup() async throws {
        let store = try office.open(disk: disk.disk).store
        disk.hold()
        let first = await store.begin("c-0")
        await disk.arrival()
        var others: [Writing<Int?>] = []
        for number in 1...40 { others.append(await store.begin("c-\(number)")) }
        #expect(disk.syncs == 1)
        disk.letGo()
        await disk.arrival()
        let (hasFirst, hasLast) = (await first.hasAnswered, await others[39].hasAnswered)
        #expect(hasFirst && !hasLast && disk.syncs == 2 && store.read().state.councils.count == 1)
        disk.stop()
        for other in others { _ = try await other.answer.get() }
        #expect(disk.syncs == 2 && store.read().state.councils.count == 41 && store.read().state.seq == 41)
        #expect(try office.journalLines().count == 2)
    }

    @Test(arguments: ["refused", "the same again", "rehearsed"])
    func whatChangesNothingWaitsForWhatItSaw(kind: String) async throws {
        let store = try office.open(disk: disk.disk).store
        disk.hold()
        let first = await store.begin("gunma")
        await disk.arrival()
        let second = await store.begin(isRehearsal: kind == "rehearsed") { tx throws(Refusal) in
            switch kind {
            case "refused":
                throw tx.state.councils["gunma"] == nil ? .notFound : .conflict(.idIsTaken)
            case "rehearsed":
                return tx.state.councils["gunma"]?.value.name == "協議会"
            default:
                guard let record = tx.state.councils["gunma"] else { throw .notFound }
                return try tx.replace(record, with: record.value, for: .administrator) === record
            }
        }
        let hasAnswered = await second.hasAnswered
        #expect(!hasAnswered)
        disk.letGo()
        let answer = await second.answer
        #expect(answer == (kind == "refused" ? .failure(.conflict(.idIsTaken)) : .success(true)))
        _ = await first.answer
        #expect(disk.syncs == 1 && store.read().state.seq == 1)
        disk.stop()
    }

    @Test func whatSawALostWriteIsLostWithIt() async throws {
        let store = try office.open(disk: disk.disk).store
        disk.hold()
        let first = await store.begin("tokyo")
        await disk.arrival()
        // Both are of the next group.
        let second = await store.begin("gunma")
        let third = await store.begin { tx throws(Refusal) in tx.state.councils["gunma"] != nil }
        disk.letGo()
        await disk.arrival()
        let fourth = await store.begin("nagano")
        disk.letGo(failingWith: EIO)
        let refusals = [await first.refusal, await second.refusal, await third.refusal, await fourth.refusal]
        #expect(refusals == [nil, .outcomeUnknown, .outcomeUnknown, .unavailable])
        disk.stop()
    }

    @Test func aRehearsalChangesNothingAndBurnsNoNumber() async throws {
        let store = try office.open(disk: disk.disk).store
        let version = try await store.rehearse(.test) { tx throws(Refusal) in
            try tx.create("gunma", Council.full, for: .administrator).stamps.secretariat?.version
        }
        #expect(version == 1 && store.read().state.councils.count == 0 && disk.syncs == 0)
        try await store.put("tokyo")
        #expect(store.read().state.seq == 1 && store.read().state.councils.count == 1)
        #expect(try office.journalLines().count == 1)
    }

    @Test func aWriteWithoutAChangeIsNotWritten() async throws {
        let store = try office.open(disk: disk.disk).store
        try await store.put("gunma")
        let before = store.read().state.dump
        let count = try await store.write(.at(2)) { tx throws(Refusal) in
            let record = try tx.current(ID<Council>("gunma"))
            return try tx.replace(record, with: record.value, for: .administrator).stamps.secretariat?.version
        }
        #expect(count == 1 && store.read().state.dump == before && disk.syncs == 1)
    }

    @Test func aRefusedWriteLeavesNothingOfWhatItDidBefore() async throws {
        let store = try office.open(disk: disk.disk).store
        let refused = await refusal { () async throws(Refusal) in
            try await store.write(.test) { tx throws(Refusal) in
                _ = try tx.create("gunma", Council.full, for: .administrator)
                throw .outdated
            }
        }
        #expect(refused == .outdated && store.read().state.councils.count == 0 && disk.syncs == 0)
        try await store.put("gunma")
        #expect(store.read().state.seq == 1)
    }

    @Test func aStateThatWasReadStaysAsItIs() async throws {
        let store = try office.open(disk: disk.disk).store
        try await store.put("gunma")
        let before = store.read().state
        let lines = before.dump
        try await store.put("tokyo")
        #expect(before.dump == lines && store.read().state.councils.count == 2)
    }
}
