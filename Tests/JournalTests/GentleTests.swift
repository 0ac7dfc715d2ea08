import Disks
import Foundation
import Synchronization
import Testing

@testable import Journal

/// Work beside a live journal: in small pieces, each synced, at a pace.
@Suite struct Gentle {
    private static let piece = 128 << 10

    /// A pace of a megabyte a second, and how often it waited.
    private static func pace() -> (pace: Pace, waits: @Sendable () -> Int) {
        let waits = Counter()
        var pace = Pace(mebibytesPerSecond: 1)
        pace.now = { 0 }
        pace.sleep = { _ in waits.add() }
        return (pace, { waits.count })
    }

    private final class Counter: Sendable {
        private let value = Mutex(0)
        var count: Int { value.withLock { $0 } }
        func add() { value.withLock { $0 += 1 } }
    }

    /// Writes a snapshot of about ten pieces. Answers the syncs of data, and how long the longest read was.
    private func snapshot(isHurried: Bool) throws -> (syncs: Int, longest: Int, waits: Int) {
        let longest = Mutex(0)
        let faults = Faults()
        let office = Office(disk: faults.disk(.withoutSyncs))
        let journal = try office.open().journal
        try journal.add()
        let read = office.disk.read
        office.disk.read = { (file, buffer, offset) throws(SystemError) in
            longest.withLock { $0 = max($0, buffer.count) }
            return try read(file, buffer, offset)
        }
        try journal.close()
        let again = try office.open().journal
        try again.add()
        longest.withLock { $0 = 0 }
        let before = faults.count(.fdatasync)
        let (pace, waits) = Self.pace()
        let line = Array(repeating: UInt8(ascii: "a"), count: 1 << 10)
        let finished = try again.beginSnapshot().write(pace: pace, isHurried: { isHurried }) {
            (write) throws(JournalFault) in
            for _ in 0..<1300 { try write(line[...]) }
        }
        #expect(finished.lines == 1300)
        let syncs = faults.count(.fdatasync) - before
        try again.adopt(finished)
        try again.close()
        return (syncs, longest.withLock { $0 }, waits())
    }

    @Test func aSnapshotIsWrittenAndReadBackPieceByPiece() throws {
        let (syncs, longest, waits) = try snapshot(isHurried: false)
        // Each whole piece; what is left goes with the last sync.
        #expect(syncs == 10 && longest == Self.piece && waits >= 20)
    }

    @Test func inAHurryItDoesNotWait() throws {
        let (syncs, _, waits) = try snapshot(isHurried: true)
        #expect(syncs == 10 && waits == 0)
    }

    /// A process that is being started has copies of all descriptors for a moment.
    @Test func aCopyOfTheLocksDescriptorKeepsNobodyOut() throws {
        let office = Office()
        let copies = Mutex<[Int32]>([])
        let open = office.disk.open
        office.disk.open = { (path, flags, mode) throws(SystemError) in
            let file = try open(path, flags, mode)
            if path.hasSuffix("/LOCK") { copies.withLock { $0.append(dup(file)) } }
            return file
        }
        try office.open().journal.close()
        let again = try office.open()
        #expect(!again.recovery.isNew)
        try again.journal.close()
        for copy in copies.withLock({ $0 }) { close(copy) }
    }
}
