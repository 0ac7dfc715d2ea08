import Councils
import Foundation
import Journal
import Testing

@testable import Store

/// The audit log on a disk that does what it should.
@Suite struct AuditLogTests {
    private let office = AuditOffice()

    @Test func anEntryIsOnDiskWhenItIsAnswered() async throws {
        let log = try office.open().log
        try await log.record(.read(1))
        let image = try AuditOffice(imageOf: office)
        let again = try image.open().log
        let page = try await again.page(limit: 10)
        var expected = AuditEntry.read(1)
        expected.seq = 1
        #expect(page.entries == [expected] && page.next == nil)
        #expect(again.head == log.head && log.head.at == .at(1) && log.head.storeID == "store-1/audit")
        await again.close()
        await log.close()
    }

    @Test func anEntryHasTheFormThatIsDocumented() async throws {
        let log = try office.open().log
        var entry = AuditEntry.read(7, status: 403)
        entry.omitted = 3
        try await log.record(entry)
        let line = try #require(office.lines().first)
        let expected = #"""
            {"entries":[{"seq":1,"at":1750000000007,"actor":"token-1","role":"secretariat","action":"read",
            "resource":"minutes","route":"/v1/minutes/{id}","id":"0195c1a0-0000-7000-8000-000000000001",
            "address":"192.0.2.1","request":"request-7","status":403,"omitted":3}],"prev":"
            """#
        #expect(line.hasPrefix(expected.replacing("\n", with: "")))
        await log.close()
    }

    @Test func whatNobodyKnowsIsReadBackAsThat() async throws {
        let log = try office.open().log
        var entry = AuditEntry(
            at: .at(1),
            actor: "-",
            role: nil,
            action: nil,
            resource: nil,
            route: "-",
            address: "192.0.2.1",
            request: "r",
            status: 400
        )
        try await log.record(entry)
        entry.seq = 1
        #expect(try await log.page(limit: 1).entries == [entry])
        await log.close()
    }

    @Test func entriesThatComeDuringOneSyncShareTheNext() async throws {
        let disk = HeldDisk()
        let log = try office.open(disk: disk.disk).log
        disk.hold()
        let first = log.begin(.read(0))
        await disk.arrival()
        let others = (1...50).map { log.begin(.read($0)) }
        #expect(!first.isAnswered && others.allSatisfy { !$0.isAnswered })
        disk.letGo()
        #expect(await first.refusal == nil)
        await disk.arrival()
        #expect(others.allSatisfy { !$0.isAnswered })
        disk.stop()
        for other in others { #expect(await other.refusal == nil) }
        #expect(disk.syncs == 2)
        let figures = await log.figures()
        #expect(figures.groupEntries.count == 2 && figures.groupEntries.sum == 51 && figures.seq == 51)
        await log.close()
        #expect(try office.lines().count == 3)
    }

    @Test func itGoesOnAfterARestart() async throws {
        for round in 0..<3 {
            let (log, recovery) = try office.open()
            #expect(recovery.isNew == (round == 0) && recovery.tornTail == nil && log.head.seq == UInt64(2 * round))
            try await log.record(.read(2 * round + 1))
            try await log.record(.read(2 * round + 2))
            let head = await log.close()
            #expect(head.seq == UInt64(2 * round + 2) && head.at == .at(2 * round + 2))
        }
        let log = try office.open().log
        #expect(try await log.page(limit: 10).entries.map(\.seq) == [6, 5, 4, 3, 2, 1])
        await log.close()
    }

    @Test func aTornTailIsSetAside() async throws {
        let log = try office.open().log
        try await log.record(.read(1))
        try await log.record(.read(2))
        let image = try AuditOffice(imageOf: office)
        let file = try #require(try image.segments().first)
        let bytes = try Data(contentsOf: URL(filePath: file))
        let handle = try #require(FileHandle(forWritingAtPath: file))
        try handle.truncate(atOffset: UInt64(bytes.count - 20))
        try handle.close()
        let (again, recovery) = try image.open()
        #expect(recovery.tornTail != nil && again.head.seq == 1)
        try await again.record(.read(3))
        #expect(try await again.page(limit: 10).entries.map(\.request) == ["request-3", "request-1"])
        await again.close()
        #expect(Verification(of: image.directory, decoder: .audit).faults.isEmpty)
        await log.close()
    }

    @Test func theLogOfAnotherStoreIsRefusedUntouched() async throws {
        try await office.open().log.close()
        let before = try office.lines()
        #expect(
            throws: JournalFault.otherStore(
                path: office.directory,
                store: "store-1/audit",
                expected: "store-2/audit"
            )
        ) {
            try office.open(of: "store-2")
        }
        #expect(try office.lines() == before)
    }

    @Test func othersThanTheOwnerAreKeptOut() async throws {
        let log = try office.open().log
        try await log.record(.read(1))
        await log.close()
        for folder in ["", "journal", "snapshots", "quarantine"] { #expect(try office.mode(of: folder) == 0o700) }
        for file in ["FORMAT", "LOCK", "END", "reserve", "journal/0000000001.ndjson"] {
            #expect(try office.mode(of: file) == 0o600, "\(file)")
        }
    }

    @Test func aClosedLogTakesNothing() async throws {
        let log = try office.open().log
        await log.close()
        let refused = await refusal { () async throws(Refusal) in try await log.record(.read(1)) }
        #expect(refused == .unavailable && log.condition == .closed)
    }

    @Test func aSealComesWhenItIsQuietAndTheHeadIsStillInTheChain() async throws {
        let disk = HeldDisk()
        let log = try office.open(disk: disk.disk, settings: { $0.sealAfterMilliseconds = 1 }).log
        disk.hold()
        let first = log.begin(.read(1))
        await disk.arrival()
        disk.letGo()
        #expect(await first.refusal == nil)
        let head = log.head
        await disk.arrival()
        disk.stop()
        await log.settled()
        #expect(log.head.seq == 1 && log.head.sum != head.sum)
        await log.close()
        for head in [head, log.head] {
            let kept = Verification.Head(seq: head.seq, sum: head.sum)
            #expect(Verification(of: office.directory, decoder: .audit, expecting: kept).faults.isEmpty)
        }
    }
}
