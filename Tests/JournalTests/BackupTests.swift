import Disks
import Foundation
import Synchronization
import Testing

@testable import Journal

@Suite struct Backups {
    static let now: Int64 = 1_750_000_000_000
    private static let atOnce = Pace(mebibytesPerSecond: nil)

    private func back(
        up office: Office,
        to point: SealedPoint? = nil,
        into target: Office,
        disk: Disk? = nil
    ) throws -> Manifest {
        let held = try point == nil ? HeldDirectory(office.path, holder: Array("{}".utf8)) : nil
        defer { held?.release() }
        return try Backup.create(
            of: office.path,
            upTo: point ?? (try #require(held)).end(.test),
            into: target.path,
            disk: disk ?? office.disk,
            pace: Self.atOnce,
            now: Self.now,
            decoder: .test
        )
    }

    @Test func itHoldsEverythingButWhatIsNotTheOfficesData() throws {
        let office = try Office.made()
        office.create(office.path + "/admin-token")
        office.create(office.path + "/quarantine/x")
        let before = try office.image().filter { $0.key != "LOCK" }
        let copy = office.beside()
        let manifest = try back(up: office, into: copy, disk: .live)
        #expect(try office.image().filter { $0.key != "LOCK" } == before)
        #expect(manifest.store == "store-1" && manifest.seq == 12 && manifest.at == Self.now)
        let files = (1...4).map { "journal/000000000\($0).ndjson" } + [6, 9].map { "snapshots/000000000\($0).ndjson" }
        #expect(manifest.files.map(\.name) == ["END", "FORMAT"] + files)
        for name in files { #expect(try copy.bytes(copy.path + "/" + name) == office.bytes(office.path + "/" + name)) }
        #expect(try copy.names() == ["END", "FORMAT", "MANIFEST.json", "journal", "quarantine", "snapshots"])
        #expect(try copy.names("quarantine").isEmpty)
        let text = String(decoding: try copy.bytes(copy.path + "/MANIFEST.json"), as: UTF8.self)
        #expect(
            text.hasPrefix(#"{"format":"kyogikai-backup","version":1,"store":"store-1","seq":12,"at":1750000000000,"#)
        )
        #expect(try Backup.verify(copy.path, decoder: .test) == (manifest, []))
        for name in try copy.contents().keys {
            #expect(try Disk.live.status(copy.path + "/" + name).mode & 0o077 == 0)
        }
        try copy.expectOpens(lines(1...12))
    }

    @Test func whileItIsMadeTheJournalGoesOn() throws {
        let office = try Office.made()
        let journal = try office.open().journal
        try journal.add()
        let point = try journal.sealedPoint()
        #expect(point.seq == 13 && point.segment == 4 && journal.isSealed)
        try journal.add(3)
        try journal.takeSnapshot(lines(1...16))
        let copy = office.beside()
        let manifest = try back(up: office, to: point, into: copy)
        #expect(manifest.seq == 13 && manifest.files.contains { $0.name == "snapshots/0000000009.ndjson" })
        #expect(!manifest.files.contains { $0.name == "snapshots/0000000016.ndjson" })
        try copy.expectOpens(lines(1...13))
        try journal.close()
    }

    @Test func filesThatTheServerRemovesMeanwhileBreakNothing() throws {
        let office = try Office.made()
        let journal = try office.open().journal
        let point = try journal.sealedPoint()
        let live = office.disk
        var disk = live
        // Snapshots go once they are open, as a server removes the older one.
        let (segment, snapshot) = (office.segment(1), office.snapshot(6))
        disk.open = { (name, flags, mode) throws(SystemError) in
            if name == segment { try? live.unlink(snapshot) }
            return try live.open(name, flags, mode)
        }
        let copy = office.beside()
        #expect(
            try back(up: office, to: point, into: copy, disk: disk).files.contains { $0.name.contains("06.ndjson") }
        )
        // A segment that has gone since it was listed: to be begun anew.
        disk.open = { (name, flags, mode) throws(SystemError) in
            if name == segment { try? live.unlink(segment) }
            return try live.open(name, flags, mode)
        }
        let second = office.beside()
        #expect(throws: ToolFault.changed(path: segment)) { try back(up: office, to: point, into: second, disk: disk) }
        #expect(!FileManager.default.fileExists(atPath: second.path))
        #expect(try back(up: office, to: point, into: second).files.filter { $0.name.hasPrefix("journal") }.count == 3)
        try second.expectOpens(lines(1...12))
        try journal.close()
    }

    @Test func aPlaceThatIsTakenIsNotTouched() throws {
        let office = try Office.made()
        let copy = office.beside()
        _ = try back(up: office, into: copy)
        let before = try copy.image()
        #expect(throws: ToolFault.notEmpty(path: copy.path)) { try back(up: office, into: copy) }
        #expect(try copy.image() == before)
        let empty = office.beside()
        try FileManager.default.createDirectory(
            atPath: empty.path,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        _ = try back(up: office, into: empty)
    }

    @Test func aDamagedSourceGivesNoBackup() throws {
        let office = try Office.made()
        let journal = try office.open().journal
        let point = try journal.sealedPoint()
        try office.rot(2, line: 2)
        let copy = office.beside()
        let fault = #expect(throws: ToolFault.self) { try back(up: office, to: point, into: copy) }
        #expect(fault?.description.contains("journal/0000000002.ndjson is damaged at byte") == true)
        #expect(!FileManager.default.fileExists(atPath: copy.path))
        try journal.close()
        #expect(throws: ToolFault.self) { try back(up: office, to: point, into: office) }
    }

    @Test func everyChangeOfABackupIsFound() throws {
        let office = try Office.made()
        let copy = office.beside()
        let manifest = try back(up: office, into: copy)
        for name in manifest.files.map(\.name) + ["MANIFEST.json"] {
            let whole = try copy.bytes(copy.path + "/" + name)
            for offset in [0, whole.count / 2, whole.count - 1] {
                var flipped = whole
                flipped[offset] ^= 1
                try copy.write(flipped, to: copy.path + "/" + name)
                let faults = try? Backup.verify(copy.path, decoder: .test).faults
                #expect(faults?.isEmpty != true, "\(name) \(offset)")
            }
            try copy.write(whole.dropLast(), to: copy.path + "/" + name)
            #expect((try? Backup.verify(copy.path, decoder: .test).faults)?.isEmpty != true, "\(name)")
            try copy.write(whole, to: copy.path + "/" + name)
        }
        copy.create(copy.path + "/journal/notes")
        #expect(try Backup.verify(copy.path, decoder: .test).faults.map(\.path) == [copy.path + "/journal/notes"])
        try FileManager.default.removeItem(atPath: copy.path + "/journal/notes")
        try FileManager.default.removeItem(atPath: copy.snapshot(6))
        #expect(try Backup.verify(copy.path, decoder: .test).faults.map(\.path) == [copy.snapshot(6)])
    }

    @Test func oneThatWasNotFinishedIsSaidToBe() throws {
        let office = try Office.made()
        let copy = office.beside()
        _ = try back(up: office, into: copy)
        let manifest = copy.path + "/MANIFEST.json"
        try FileManager.default.moveItem(atPath: manifest, toPath: manifest + ".unfinished")
        #expect(throws: ToolFault.unfinishedBackup(path: copy.path)) { try Backup.verify(copy.path, decoder: .test) }
        #expect(try Backup.list(copy.path).map(\.isComplete) == [false])
        let nothing = FileManager.default.temporaryDirectory.path
        #expect(throws: ToolFault.notABackup(path: nothing)) { try Backup.verify(nothing, decoder: .test) }
    }

    @Test func thoseInADirectoryAreListedNewestFirst() throws {
        let office = try Office.made()
        let folder = office.beside()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: false)
        let held = try HeldDirectory(office.path, holder: [])
        let point = try held.end(.test)
        for (name, now) in [("b", 2), ("a", 3), ("c", 1)] as [(String, Int64)] {
            _ = try Backup.create(
                of: office.path,
                upTo: point,
                into: folder.path + "/" + name,
                disk: office.disk,
                pace: Self.atOnce,
                now: now,
                decoder: .test
            )
        }
        held.release()
        try FileManager.default.copyItem(atPath: office.path, toPath: folder.path + "/data")
        let manifest = folder.path + "/b/MANIFEST.json"
        try FileManager.default.moveItem(atPath: manifest, toPath: manifest + ".unfinished")
        try FileManager.default.removeItem(atPath: folder.path + "/c/journal/0000000004.ndjson")
        let listed = try Backup.list(folder.path)
        #expect(listed.map { $0.path.suffix(1) } == ["a", "c", "b"])
        #expect(listed.map(\.isComplete) == [true, false, false])
        #expect(listed[0].bytes == listed[0].manifest?.bytes && listed[1].bytes < listed[0].bytes)
    }

    @Test func aFailedCallLeavesNothingAndAFullDiskSaysSo() throws {
        let office = try Office.made()
        let held = try HeldDirectory(office.path, holder: [])
        let point = try held.end(.test)
        held.release()
        for (call, kind) in [
            (.write, .error(ENOSPC)), (.write, .error(EIO)), (.fsync, .error(EIO)), (.open, .error(EIO)),
            (.rename, .error(EIO)), (.mkdir, .error(ENOSPC)), (.read, .error(EIO)),
        ] as [(Faults.Call, Faults.Kind)] {
            var struck = 0
            for number in 1...10_000 {
                let faults = Faults()
                let copy = office.beside()
                faults.strike(call, number, kind)
                let manifest = try? back(up: office, to: point, into: copy, disk: faults.disk(.withoutSyncs))
                if !faults.hasStruck { break }
                struck += 1
                if manifest == nil { #expect(!FileManager.default.fileExists(atPath: copy.path), "\(call) \(number)") }
                if manifest != nil { #expect(try Backup.verify(copy.path, decoder: .test).faults.isEmpty) }
            }
            #expect(struck > 0)
        }
    }

    @Test func thePaceIsHeld() throws {
        let clock = Mutex((now: Int64(0), slept: Int64(0)))
        var pace = Pace(mebibytesPerSecond: 4)
        pace.now = { clock.withLock { $0.now } }
        pace.sleep = { nanoseconds in clock.withLock { $0 = ($0.now + nanoseconds, $0.slept + nanoseconds) } }
        for _ in 1...40 { pace.wait(after: 1 << 20) }
        #expect(clock.withLock { $0.slept } == 10_000_000_000)
        // What took longer by itself is not made up for by more than a second's worth.
        clock.withLock { $0.now += 60_000_000_000 }
        for _ in 1...8 { pace.wait(after: 1 << 20) }
        #expect(clock.withLock { $0.slept } == 11_000_000_000)
    }
}
