import Disks
import Foundation
import Testing

@testable import Journal

@Suite struct Restoring {
    private func restore(_ office: Office, _ goal: Restore.Goal, into target: Office) throws -> Restore {
        let before = try office.image()
        defer { #expect((try? office.image()) == before) }
        return try Restore(from: office.path, to: goal, into: target.path, disk: office.disk, decoder: .test)
    }

    @Test(arguments: 0...12)
    func itEndsExactlyAfterTheEntry(seq: UInt64) throws {
        let office = try Office.made()
        let target = office.beside()
        let made = try restore(office, .seq(seq), into: target)
        #expect(made.seq == seq && made.at == (seq == 0 ? nil : Int64(seq) * 1000) && made.possible == 0...12)
        #expect(made.snapshots == [6, 9].filter { $0 <= seq })
        #expect(target.verification().faults.isEmpty && target.verification().seq == seq)
        try target.expectOpens(seq == 0 ? [] : lines(1...seq))
        // It can be gone on with.
        let journal = try target.open().journal
        try journal.add(2)
        try journal.close()
        #expect(target.verification().faults.isEmpty && target.verification().seq == seq + 2)
    }

    @Test func withoutAGoalItIsTheWholeAndOfABackupToo() throws {
        let office = try Office.made()
        let target = office.beside()
        #expect(try restore(office, .all, into: target).seq == 12)
        for name in ["journal", "snapshots"] {
            for file in try office.names(name) {
                #expect(
                    try target.bytes("\(target.path)/\(name)/\(file)") == office.bytes("\(office.path)/\(name)/\(file)")
                )
            }
        }
        try target.expectOpens(lines(1...12))
    }

    @Test(arguments: [1000, 1999, 2000, 6500, 12_000, 99_000] as [Int64])
    func aTimeTakesEverythingBeforeTheFirstLaterEntry(time: Int64) throws {
        let office = try Office.made()
        let target = office.beside()
        let made = try restore(office, .time(time), into: target)
        #expect(made.seq == UInt64(min(time / 1000, 12)) && made.leftOut == 0)
        try target.expectOpens(lines(1...made.seq))
    }

    @Test func entriesBehindAClockThatWentBackAreSaidToBeLeftOut() throws {
        let office = Office()
        let journal = try office.open().journal
        for at in ["1000", "5000", "9000", "4000", "5000", "8000"] { try journal.add(1, at) }
        try journal.close()
        let made = try restore(office, .time(5000), into: office.beside())
        #expect(made.seq == 2 && made.at == 5000 && made.leftOut == 2)
    }

    @Test func aCutGroupIsAGroupOfItsOwn() throws {
        let office = try Office.made()
        let target = office.beside()
        _ = try restore(office, .seq(2), into: target)
        let groups = try target.groups()
        #expect(groups.count == 3)
        #expect(String(decoding: groups[1], as: UTF8.self).hasPrefix(#"{"entries":[{"seq":2}],"prev":"#))
        #expect(String(decoding: groups[2], as: UTF8.self).hasPrefix(#"{"entries":[],"prev":"#))
    }

    @Test func withoutTheFirstSegmentsItBeginsWithASnapshot() throws {
        let office = try Office.made()
        for number in 1...2 { try FileManager.default.removeItem(atPath: office.segment(number)) }
        for seq in UInt64(6)...12 {
            let target = office.beside()
            let made = try restore(office, .seq(seq), into: target)
            #expect(made.possible == 6...12 && made.snapshots.last == (seq < 9 ? 6 : 9))
            try target.expectOpens(lines(1...seq))
        }
        let target = office.beside()
        let fault = #expect(throws: ToolFault.self) { _ = try restore(office, .seq(5), into: target) }
        #expect(fault?.description.hasPrefix("seq 5 is not there; possible: seq 6 to 12, 1970-01-01T00:00:07") == true)
        let early = #expect(throws: ToolFault.self) { _ = try restore(office, .time(6999), into: target) }
        #expect(early?.description.hasPrefix("1970-01-01T00:00:06.999Z is not there; possible: seq 6 to 12") == true)
        #expect(!FileManager.default.fileExists(atPath: target.path))
    }

    @Test func whatIsBeyondTheEndIsRefusedWithTheRange() throws {
        let office = try Office.made()
        let target = office.beside()
        let fault = #expect(throws: ToolFault.self) { _ = try restore(office, .seq(13), into: target) }
        #expect(fault?.description.contains("possible: seq 0 to 12") == true)
        #expect(throws: ToolFault.self) { _ = try restore(office, .time(999), into: target) }
        #expect(!FileManager.default.fileExists(atPath: target.path))
    }

    @Test func beforeDamageItCanBeHadAndBehindItNot() throws {
        let office = try Office.made()
        try office.rot(3, line: 2)
        let target = office.beside()
        try #expect(restore(office, .seq(6), into: target).seq == 6)
        try target.expectOpens(lines(1...6))
        try #expect(restore(office, .time(5500), into: office.beside()).seq == 5)
        for goal in [.all, .seq(7), .seq(12), .time(6000), .time(8000)] as [Restore.Goal] {
            let nowhere = office.beside()
            let fault = #expect(throws: ToolFault.self) { _ = try restore(office, goal, into: nowhere) }
            #expect(fault?.description.contains("0000000003.ndjson is damaged at byte") == true, "\(goal)")
            #expect(!FileManager.default.fileExists(atPath: nowhere.path))
        }
    }

    @Test func aTakenPlaceAForeignSourceAndOneInUseAreRefusedUntouched() throws {
        let office = try Office.made()
        let target = office.beside()
        _ = try restore(office, .all, into: target)
        let before = try target.image()
        #expect(throws: ToolFault.notEmpty(path: target.path)) { _ = try restore(office, .seq(3), into: target) }
        #expect(try target.image() == before)
        let nowhere = office.beside()
        #expect(throws: ToolFault.self) {
            _ = try Restore(from: nowhere.path, to: .all, into: target.path, decoder: .test)
        }
        let journal = try office.open().journal
        #expect(throws: ToolFault.data(.locked(holder: #"{"pid":1}"#))) { _ = try restore(office, .all, into: nowhere) }
        try journal.close()
    }

    @Test func aFailedCallLeavesNothing() throws {
        let office = try Office.made()
        for (call, kind) in [
            (.write, .error(ENOSPC)), (.fsync, .error(EIO)), (.open, .error(EIO)), (.rename, .error(EIO)),
            (.mkdir, .error(ENOSPC)), (.read, .error(EIO)),
        ] as [(Faults.Call, Faults.Kind)] {
            var struck = 0
            for number in 1...10_000 {
                let faults = Faults()
                faults.strike(call, number, kind)
                office.disk = faults.disk(.withoutSyncs)
                let target = office.beside()
                let made = try? Restore(
                    from: office.path,
                    to: .seq(8),
                    into: target.path,
                    disk: office.disk,
                    decoder: .test
                )
                if !faults.hasStruck { break }
                struck += 1
                #expect(made != nil || !FileManager.default.fileExists(atPath: target.path), "\(call) \(number)")
                if made != nil { #expect(target.verification().faults.isEmpty && made?.seq == 8) }
            }
            #expect(struck > 0)
        }
    }
}
