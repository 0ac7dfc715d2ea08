import Councils
import Foundation
import Glibc
import Journal
import Testing

@testable import Store

/// What becomes of entries when the disk fails or is full.
@Suite struct AuditFaultTests {
    private let office = AuditOffice()

    @Test func afterAFailedSyncNothingIsTakenAnyMore() async throws {
        let (disk, failed) = (HeldDisk(), Event())
        let log = try office.open(disk: disk.disk, failed: { _ in failed.happen() }).log
        try await log.record(.read(1))
        disk.hold()
        let second = log.begin(.read(2))
        await disk.arrival()
        let third = log.begin(.read(3))
        disk.letGo(failingWith: EIO)
        #expect(await second.refusal == .outcomeUnknown)
        #expect(await third.refusal == .unavailable)
        await failed.wait()
        disk.stop()
        #expect(log.condition == .failed && log.head.seq == 1)
        let later = await refusal { () async throws(Refusal) in try await log.record(.read(4)) }
        #expect(later == .unavailable && disk.syncs == 2)
        await log.close()
        #expect(log.condition == .failed && disk.syncs == 2)
    }

    @Test func aFullDiskGivesUpTheReserveAndWritesGoOn() async throws {
        let disk = RoomyDisk()
        let log = try office.open(disk: disk.disk, settings: { $0.retryAfterMilliseconds = 3_600_000 }).log
        #expect(disk.hasReserve)
        disk.fill()
        try await log.record(.read(1))
        #expect(log.condition == .reserve && !disk.hasReserve)
        for number in 2...20 { try await log.record(.read(number)) }
        disk.useUp()
        let refused = await refusal { () async throws(Refusal) in try await log.record(.read(21)) }
        #expect(refused == .diskFull && log.condition == .diskFull && log.head.seq == 20)
        let again = await refusal { () async throws(Refusal) in try await log.record(.read(22)) }
        #expect(again == .diskFull)
        await log.close()
        #expect(Verification(of: office.directory, decoder: .audit).entries == 20)
    }

    @Test func theReserveIsMadeAgainWhenThereIsRoom() async throws {
        let disk = RoomyDisk()
        let log = try office.open(disk: disk.disk).log
        disk.fill()
        try await log.record(.read(1))
        #expect(log.condition == .reserve)
        disk.empty()
        await disk.reserveMade()
        await log.settled()
        #expect(log.condition == .writable && disk.hasReserve)
        disk.fill()
        try await log.record(.read(2))
        await log.close()
    }

    @Test func withoutAReserveAtTheStartNothingIsChangedAndReadsGoOn() async throws {
        let disk = RoomyDisk()
        disk.refuseReserve()
        let log = try office.open(disk: disk.disk, settings: { $0.retryAfterMilliseconds = 3_600_000 }).log
        #expect(log.condition == .reserve)
        try await log.record(.read(1))
        await log.close()
    }

    @Test func aCallThatFailsBeforeAnythingIsWrittenRefusesThatEntryAlone() async throws {
        let (disk, reports) = (FaultyDisk(), Reasons())
        let log = try office.open(
            disk: disk.disk,
            settings: { $0.segmentBytes = 1 },
            report: { reports.add($0) }
        ).log
        try await log.record(.read(1))
        disk.set { $0.open = ("/journal/", EMFILE) }
        let refused = await refusal { () async throws(Refusal) in try await log.record(.read(2)) }
        #expect(refused == .unavailable && log.condition == .writable && reports.all.count == 1)
        disk.set { $0 = FaultyDisk.Plan() }
        try await log.record(.read(3))
        #expect(log.head.seq == 2)
        await log.close()
    }

    @Test(arguments: ["/LOCK", "/FORMAT", "/journal/"]) func whatCannotBeOpenedIsSaidAtTheStart(_ path: String)
        async throws
    {
        try await office.open().log.close()
        let disk = FaultyDisk()
        disk.set { $0.open = (path, EIO) }
        #expect(throws: JournalFault.self) { try office.open(disk: disk.disk) }
        // Nothing was changed: it can be opened when the disk can be read.
        let log = try office.open().log
        try await log.record(.read(1))
        await log.close()
    }
}
