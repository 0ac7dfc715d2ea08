import Councils
import Foundation
import Journal
import Testing

@testable import Store

/// A state that was read from a snapshot is the one that was written, with all of its orders.
@Suite struct LoaderTests {
    /// Members and meetings of several councils: equal and missing sort keys, references, what is deleted.
    private static func fill(_ store: Store, count: Int) async throws {
        try await store.write(.test) { tx throws(Refusal) in
            for council in ["gunma", "tokyo"] as [ID<Council>] {
                _ = try tx.create(council, Council.named("甲"), for: .administrator)
                for number in 0..<count {
                    let member = Member.named(Line(trusted: "団体\(number % 7)"), in: council, order: number % 5)
                    let id = ID<Member>("\(council)-\(number)")
                    let record = try tx.create(id, member, for: .administrator)
                    if number.isMultiple(of: 11) { try tx.delete(record, for: .administrator) }
                    var meeting = Meeting.number(number % 13 + 1, in: council)
                    if number.isMultiple(of: 2) { meeting.startsAt = .at(number * 7 % 1000) }
                    if !number.isMultiple(of: 11) {
                        meeting.attendance = [Attendance(memberID: id, presence: .present)]
                    }
                    _ = try tx.create("\(council)-meeting-\(number)", meeting, for: .administrator)
                }
            }
            _ = try tx.create("token-1", AccessToken.full, for: .administrator)
        }
    }

    @Test func whatASnapshotGivesIsWhatWasWritten() async throws {
        let office = Office()
        let store = try office.open { $0.snapshotAfterBytes = 1 }.store
        try await Self.fill(store, count: 700)
        let before = store.read().state
        await store.close()
        let (again, recovery) = try office.open()
        #expect(recovery.snapshotSeq == 1 && recovery.entries == 0)
        let after = again.read().state
        #expect(after.dump == before.dump)
        #expect(after.members.count == before.members.count && after.seq == 1)
        #expect(after.tokens.withUniqueKey(AccessToken.full.digest)?.id == "token-1")
        await again.close()
    }

    /// Batches are decoded out of their order; the fault is named where it is.
    @Test(arguments: [0, 1, 400, 2_000])
    func aLineThatCannotBeReadIsNamed(number: Int) throws {
        let good = """
            {"op":"delete","table":"members","id":"m","version":1,"deleted":{"council":"gunma","visibleFrom":"public",\
            "at":1,"stamps":{"public":[1,1,1]}}}
            """
        let loader = Loader()
        #expect(throws: UndecodableLine(line: number, reason: "unknown table streets")) {
            for line in 0...(number + 3_000) {
                let text = line == number ? good.replacingOccurrences(of: "members", with: "streets") : good
                try loader.line(Array(text.utf8)[...])
            }
            try loader.endOfLines()
        }
    }

    @Test func ofSeveralFaultsTheFirstIsNamed() throws {
        let loader = Loader()
        #expect(throws: UndecodableLine.self) {
            for _ in 0..<5 { try loader.line(Array("{}".utf8)[...]) }
            try loader.endOfLines()
        }
    }
}
