import Disks
import Foundation
import Testing

@testable import Journal

/// What the system can answer, at each of its calls in turn.
@Suite struct SystemFaults {
    static let cases: [(Faults.Call, Faults.Kind)] = [
        (.open, .error(EIO)), (.open, .error(EMFILE)), (.open, .error(ENOSPC)), (.open, .error(EINTR)),
        (.read, .error(EIO)), (.read, .error(EINTR)), (.read, .short),
        (.write, .error(EIO)), (.write, .error(ENOSPC)), (.write, .error(EDQUOT)), (.write, .error(EFBIG)),
        (.write, .error(EINTR)), (.write, .short),
        (.fsync, .error(EIO)), (.fsync, .error(ENOSPC)), (.fsync, .error(EINTR)),
        (.fdatasync, .error(EIO)), (.fdatasync, .error(ENOSPC)), (.fdatasync, .error(EINTR)),
        (.ftruncate, .error(EIO)), (.ftruncate, .error(EINTR)), (.rename, .error(EIO)), (.rename, .error(ENOSPC)),
        (.unlink, .error(EIO)), (.mkdir, .error(ENOSPC)), (.names, .error(EIO)), (.names, .error(EINTR)),
        (.status, .error(EIO)), (.flock, .error(EINTR)), (.flock, .error(EIO)),
    ]

    @Test(arguments: cases)
    func nothingAcknowledgedIsLostAndNothingIsInvented(call: Faults.Call, kind: Faults.Kind) throws {
        var struck = 0
        for number in 1...10_000 {
            let faults = Faults()
            let office = Office(disk: faults.disk(.withoutSyncs))
            var first = Run()
            faults.strike(call, number, kind)
            first.go(office)
            if !faults.hasStruck { break }
            struck += 1
            if kind == .error(EINTR), [.open, .read, .write, .ftruncate, .flock, .names].contains(call) {
                #expect(first.faults.isEmpty, "\(number)")
            }
            faults.stop()
            let second = try office.open()
            let known = second.state.all.count
            #expect(second.state.all == (known == 0 ? [] : lines(1...UInt64(known))), "\(number)")
            #expect((Int(first.acknowledged)...Int(first.acknowledged) + first.unknown).contains(known), "\(number)")
            try second.journal.close()
            var third = Run()
            third.go(office)
            #expect(third.faults.isEmpty && Int(third.acknowledged) == known + 8, "\(number)")
        }
        #expect(struck > 0)
    }

    /// A recovery that is interrupted can be done again.
    @Test(arguments: cases)
    func aRecoveryThatFailsIsDoneAgain(call: Faults.Call, kind: Faults.Kind) throws {
        for number in 1...10_000 {
            let faults = Faults()
            let office = Office(disk: faults.disk(.withoutSyncs))
            do {
                let journal = try office.open { $0.segmentBytes = 500 }.journal
                for _ in 1...3 { try journal.add() }
                try journal.takeSnapshot(lines(1...3))
                try journal.add()
            }
            let last = try #require(try office.names("journal").last)
            let file = office.path + "/journal/" + last
            try office.write(try office.bytes(file) + Array("torn".utf8), to: file)
            faults.strike(call, number, kind)
            var fault: JournalFault?
            do throws(JournalFault) { try office.open().journal.close() } catch { fault = error }
            if !faults.hasStruck { break }
            if let fault { #expect(!fault.isDamage, "\(number): \(fault)") }
            faults.stop()
            let again = try office.open()
            #expect(again.state.all == lines(1...4), "\(number)")
            #expect(try office.names("quarantine").contains { $0.hasSuffix(".torn") }, "\(number)")
        }
    }

    @Test(arguments: [EIO, ENOSPC, EINTR])
    func aFailedSyncIsNeverTriedAgain(errno: Int32) throws {
        let faults = Faults()
        let office = Office(disk: faults.disk(.withoutSyncs))
        let journal = try office.open().journal
        try journal.add()
        faults.strike(.fdatasync, 1, .error(errno))
        let fault = JournalFault.failed(call: "fdatasync", path: office.segment(1), errno: errno)
        #expect(throws: fault) { try journal.add() }
        #expect(throws: fault) { try journal.add() }
        #expect(throws: fault) { try journal.seal() }
        #expect(throws: fault) { _ = try journal.beginSnapshot() }
        try journal.close()
        #expect(faults.count(.fdatasync) == 1 && faults.count(.write) == 1)
        #expect(journal.lastSeq == 1)
    }

    @Test func afterAFullDiskTheFileIsAsItWasAndTheJournalGoesOn() throws {
        let faults = Faults()
        let office = Office(disk: faults.disk(.withoutSyncs))
        let journal = try office.open().journal
        try journal.add()
        let before = try office.bytes(office.segment(1))
        for kind in [.short, .error(ENOSPC), .error(EDQUOT), .error(EFBIG)] as [Faults.Kind] {
            faults.strike(.write, 1, kind)
            #expect(throws: JournalFault.diskFull(path: office.segment(1))) { try journal.add(5) }
            #expect(try office.bytes(office.segment(1)) == before)
        }
        #expect(journal.hasRoom() && journal.lastSeq == 1)
        try journal.add()
        try journal.close()
        #expect(try office.open().state.entries == lines(1...2))
    }

    @Test func ifTheFileCannotBeCutBackNothingMoreIsWritten() throws {
        let faults = Faults()
        let office = Office(disk: faults.disk(.withoutSyncs))
        let journal = try office.open().journal
        var disk = office.disk
        disk.write = { (file, bytes, offset) throws(SystemError) in
            _ = try Disk.live.write(file, UnsafeRawBufferPointer(rebasing: bytes.prefix(9)), offset)
            return min(9, bytes.count)
        }
        disk.ftruncate = { (_, _) throws(SystemError) in throw SystemError(EIO) }
        try journal.close()
        office.disk = disk
        // The lock's line is cut to its length, too, and nobody minds if that fails.
        let broken = try office.open().journal
        #expect(throws: JournalFault.failed(call: "ftruncate", path: office.segment(1), errno: EIO)) {
            try broken.add()
        }
        #expect(throws: JournalFault.failed(call: "ftruncate", path: office.segment(1), errno: EIO)) {
            try broken.add()
        }
        try broken.close()
        office.disk = .withoutSyncs
        #expect(try office.open().recovery.tornTail?.bytes == 9)
    }

    @Test func aSegmentThatCannotBeMadeLeavesTheOldOneUsable() throws {
        let faults = Faults()
        let office = Office(disk: faults.disk(.withoutSyncs))
        let journal = try office.open { $0.segmentBytes = 1 }.journal
        try journal.add()
        let before = try office.contents()
        for (call, kind) in [(.open, .error(EMFILE)), (.write, .error(EIO)), (.write, .error(ENOSPC))]
            as [(Faults.Call, Faults.Kind)]
        {
            faults.strike(call, 1, kind)
            #expect(throws: JournalFault.self) { try journal.add() }
            #expect(try office.contents() == before)
        }
        try journal.add()
        #expect(try office.names("journal").count == 2)
        try journal.close()
        #expect(try office.open().state.entries == lines(1...2))
    }

    @Test func withoutRoomTheProbeSaysSo() throws {
        let office = Office()
        office.disk.allocate = { (_, _, _) throws(SystemError) in throw SystemError(ENOSPC) }
        let journal = try office.open().journal
        #expect(!journal.hasRoom())
        #expect(try office.names("journal") == ["0000000001.ndjson"])
    }
}
