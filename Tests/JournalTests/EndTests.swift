import Disks
import Foundation
import Testing

@testable import Journal

/// After a clean stop it is known how far the journal had come, and for ever.
@Suite struct Ends {
    /// Two groups and a seal in each of two segments; what comes after the close is not in `END`.
    private func closed() throws -> Office {
        let office = Office()
        let journal = try office.open { $0.segmentBytes = 500 }.journal
        for _ in 1...4 { try journal.add() }
        try journal.close()
        return office
    }

    @Test func itSaysWhatTheJournalHadReached() throws {
        let office = Office(disk: .live)
        let journal = try office.open().journal
        try journal.add(2)
        try journal.close()
        let segment = try office.bytes(office.segment(1))
        let last = String(decoding: try #require(segment.split(separator: 10).last), as: UTF8.self)
        let sum = last.suffix(66).dropLast(2)
        let text = #"{"seq":2,"segment":1,"bytes":\#(segment.count),"sum":"\#(sum)"}"# + "\n"
        #expect(try office.bytes(office.path + "/END") == Array(text.utf8))
        #expect(try Disk.live.status(office.path + "/END").mode == 0o600)
    }

    @Test func wholeLinesCutOffAreDamage() throws {
        let office = try closed()
        let last = try #require(try office.names("journal").last)
        let file = office.path + "/journal/" + last
        let whole = try office.bytes(file)
        for length in 0..<whole.count {
            try office.write(Array(whole[..<length]), to: file)
            let before = try office.contents()
            let fault = #expect(throws: JournalFault.self) { try office.open() }
            #expect(fault?.isDamage == true && fault?.description.contains(last) == true, "\(length)")
            #expect(try office.contents() == before)
        }
        try office.write(whole, to: file)
        #expect(try office.open().state.entries == lines(1...4))
    }

    @Test func aZeroedEndIsDamage() throws {
        let office = try closed()
        let last = office.path + "/journal/" + (try #require(try office.names("journal").last))
        let whole = try office.bytes(last)
        for count in 1...whole.count {
            try office.write(whole.dropLast(count) + [UInt8](repeating: 0, count: count), to: last)
            #expect(try #require(#expect(throws: JournalFault.self) { try office.open() }).isDamage)
        }
    }

    @Test func aLastSegmentThatIsMissingIsDamage() throws {
        let office = try closed()
        let last = try #require(try office.names("journal").last)
        try FileManager.default.removeItem(atPath: office.path + "/journal/" + last)
        let fault = #expect(throws: JournalFault.self) { try office.open() }
        #expect(fault?.isDamage == true && fault?.description.contains("journal/\(last)") == true)
    }

    @Test func anotherHistoryOfTheSameLengthIsDamage() throws {
        let (office, other) = (Office(), Office())
        for (office, text) in [(office, "ours"), (other, "more")] {
            let journal = try office.open().journal
            try journal.add(1, text)
            try journal.close()
        }
        try office.write(other.bytes(other.segment(1)), to: office.segment(1))
        #expect(try #require(#expect(throws: JournalFault.self) { try office.open() }).isDamage)
    }

    @Test func aJournalThatWentOnAndWasKilledIsMeasuredByTheOldEnd() throws {
        let office = try closed()
        do { try office.open().journal.add() }
        let last = office.path + "/journal/" + (try #require(try office.names("journal").last))
        let whole = try office.bytes(last)
        try office.write(whole.dropLast(3), to: last)
        let again = try office.open()
        #expect(again.state.entries == lines(1...4) && again.recovery.tornTail != nil)
    }

    @Test func nothingIsAskedOfItOnceTheReplayBeginsBehindIt() throws {
        let office = try closed()
        let end = try office.bytes(office.path + "/END")
        do {
            let journal = try office.open({ $0.retentionDays = 1 }, now: { .max }).journal
            for seq in UInt64(5)...7 {
                try journal.add()
                try journal.takeSnapshot(lines(1...seq))
            }
        }
        #expect(try office.bytes(office.path + "/END") == end)
        #expect(try !office.names("journal").contains("0000000001.ndjson"))
        #expect(try office.open().state.lines == lines(1...7))
    }

    @Test func aStoreOfWhichOnlyTheEndIsLeftIsNotMadeAnew() throws {
        let office = Office()
        try office.open().journal.close()
        try FileManager.default.removeItem(atPath: office.path + "/FORMAT")
        let before = try office.contents()
        #expect(throws: JournalFault.foreign(path: office.path)) { try office.open() }
        #expect(try office.contents() == before)
    }

    @Test(arguments: [Faults.Call.open, .write, .fsync, .rename])
    func oneThatCannotBeWrittenHarmsNothing(call: Faults.Call) throws {
        let faults = Faults()
        let office = Office(disk: faults.disk(.withoutSyncs))
        let journal = try office.open().journal
        try journal.add()
        try journal.seal()
        faults.strike(call, 1, .error(EIO))
        let fault = #expect(throws: JournalFault.self) { try journal.close() }
        #expect(fault?.description.contains("END") == true)
        faults.stop()
        let again = try office.open()
        #expect(again.state.entries == lines(1...1))
        try again.journal.close()
        #expect(try office.names().filter { $0.hasPrefix("END") } == ["END"])
    }
}
