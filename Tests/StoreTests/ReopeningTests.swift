import Councils
import Journal
import Testing

@testable import Store

/// What was acknowledged is there again.
@Suite struct ReopeningTests {
    /// One of everything, edits, deletions, and what came back.
    @Sendable private static func step(_ number: Int, _ tx: inout Transaction) throws(Refusal) {
        switch number {
        case 0: _ = try tx.create("gunma", Council.full, for: .administrator)
        case 1:
            _ = try tx.create("member-1", Member.full, for: .administrator)
            _ = try tx.create("member-2", Member.named("報道"), for: .administrator)
        case 2: _ = try tx.create("role-1", RoleAssignment.full, for: .administrator)
        case 3: _ = try tx.create("meeting-1", Meeting.full, for: .administrator)
        case 4: _ = try tx.create("minutes-1", Minutes.full, for: .administrator)
        case 5: _ = try tx.create("minutes-2", Minutes.draft(), for: .administrator)
        case 6: _ = try tx.create("token-1", AccessToken.full, for: .administrator)
        case 7: try edit(in: &tx) { minutes throws(Refusal) in try minutes.confirm(on: "2025-10-02") }
        case 8: try edit(in: &tx) { minutes throws(Refusal) in try minutes.publish(on: "2025-10-03") }
        case 9: try edit(in: &tx) { minutes throws(Refusal) in try minutes.withdraw(on: "2025-10-04") }
        case 10: try tx.delete(try tx.current(ID<Minutes>("minutes-2")), for: .administrator)
        case 11: try tx.delete(try tx.current(ID<RoleAssignment>("role-1")), for: .administrator)
        default: _ = try tx.create("role-1", RoleAssignment.full, for: .administrator)
        }
    }

    private static func edit(
        in tx: inout Transaction,
        _ step: (inout Minutes) throws(Refusal) -> Void
    ) throws(Refusal) {
        let record = try tx.current(ID<Minutes>("minutes-2"))
        var minutes = record.value
        try step(&minutes)
        _ = try tx.replace(record, with: minutes, for: .administrator)
    }

    @Test func aClosedStoreIsTheSameWhenItIsOpenedAgain() async throws {
        let office = Office()
        let (store, first) = try office.open()
        #expect(first.isNew)
        for number in 0..<13 {
            try await store.write(.at(number)) { tx throws(Refusal) in try Self.step(number, &tx) }
        }
        let before = store.read().state
        await store.close()
        let (again, recovery) = try office.open()
        #expect(again.read().state.dump == before.dump && before.seq == 13)
        #expect(recovery.entries == 13 && recovery.tornTail == nil && !recovery.isNew)
        let counts = again.read().state.counts.map(\.count)
        #expect(counts.prefix(6) == [1, 2, 1, 1, 1, 1] && counts.dropFirst(6).allSatisfy { $0 == 0 })
        #expect(again.read().state.minutes.tombstone("minutes-2") == before.minutes.tombstone("minutes-2"))
        #expect(again.read().state.tokens.withUniqueKey(AccessToken.full.digest)?.id == "token-1")
        #expect(again.read().state.roleAssignments["role-1"]?.stamps == before.roleAssignments["role-1"]?.stamps)
        await again.close()
    }

    @Test func aCrashAfterAnAcknowledgementLosesNothing() async throws {
        let office = Office()
        let store = try office.open().store
        for number in 0..<13 {
            try await store.write(.at(number)) { tx throws(Refusal) in try Self.step(number, &tx) }
            let (image, recovery) = try Office(imageOf: office).open()
            #expect(image.read().state.dump == store.read().state.dump && recovery.entries == UInt64(number + 1))
            await image.close()
        }
        await store.close()
    }

    @Test func anEntryOfTheJournalIsOneRequest() async throws {
        let office = Office()
        let store = try office.open().store
        try await store.write(Origin(moment: .at(5), actor: "tok\"1", request: "req-1")) { tx throws(Refusal) in
            _ = try tx.create("a-1", Council.named("甲"), for: .administrator)
            try tx.delete(try tx.create("b-1", Council.named("乙"), for: .administrator), for: .administrator)
        }
        await store.close()
        let stamps = { (version: Int) in
            ["public", "members", "secretariat"]
                .map { "\"\($0)\":[\(version),1750000000005,1750000000005]" }.joined(separator: ",")
        }
        let told = { (change: String) in
            ["public", "members", "secretariat"].map { "\"\($0)\":\"\(change)\"" }.joined(separator: ",")
        }
        let line = try #require(try office.journalLines().first)
        #expect(
            line.hasPrefix(
                """
                {"entries":[{"seq":1,"at":1750000000005,"actor":"tok\\"1","request":"req-1","changes":[\
                {"op":"put","table":"councils","form":1,"id":"a-1","version":1,"told":{\
                \(told("created"))},"stamps":{\(stamps(1))},"value":{\
                "name":"甲","shortName":"甲","prefectureCode":"10","formerNames":[],"categories":[]}},\
                {"op":"put","table":"councils","form":1,"id":"b-1","version":1,"told":{\
                \(told("created"))},"stamps":{\(stamps(1))},"value":{\
                "name":"乙","shortName":"乙","prefectureCode":"10","formerNames":[],"categories":[]}},\
                {"op":"delete","table":"councils","id":"b-1","version":2,"former":1,"told":{\
                \(told("deleted"))},"deleted":{"council":"b-1",\
                "visibleFrom":"public","at":1750000000005,"stamps":{\(stamps(2))}}}]}],"prev":"
                """
            )
        )
        #expect(try office.journalLines().last?.hasPrefix(#"{"entries":[],"#) == true)
    }

    @Test func numbersGoOnWhereTheyWere() async throws {
        let office = Office()
        let store = try office.open().store
        try await store.put("a-1")
        await store.close()
        let again = try office.open().store
        try await again.put("b-1")
        #expect(again.read().state.seq == 2 && again.read().state.councils.count == 2)
        await again.close()
    }

    @Test func aSecondOneIsToldWhoHasTheDirectory() async throws {
        let office = Office()
        let store = try office.open().store
        #expect(throws: JournalFault.locked(holder: #"{"pid":1}"#)) { try office.open() }
        await store.close()
        await (try office.open().store).close()
    }
}
