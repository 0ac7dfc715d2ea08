import Foundation
import Testing

@testable import Journal

/// One byte is wrong: what opens holds what was written, or all but a group that was never sealed.
@Suite struct Flips {
    private func everyFlip(
        of file: String,
        in office: Office,
        _ check: (_ offset: Int, _ fault: JournalFault?, _ opened: (recovery: Recovery, state: Office.State)?) throws ->
            Void
    ) throws {
        let whole = try office.contents()
        let bytes = try office.bytes(file)
        for offset in bytes.indices {
            for bit in [0x02, 0x20, 0x81] as [UInt8] {
                var flipped = bytes
                flipped[offset] ^= bit
                try office.write(flipped, to: file)
                let before = try office.contents()
                do {
                    let opened = try office.open()
                    try opened.journal.close()
                    try check(offset, nil, (opened.recovery, opened.state))
                } catch let fault as JournalFault {
                    #expect(try office.contents() == before)
                    try check(offset, fault, nil)
                }
                try office.restore(whole)
            }
        }
    }

    @Test func inASegmentThatWasClosedEveryOneIsDamage() throws {
        let office = Office()
        let journal = try office.open().journal
        for _ in 1...3 { try journal.add() }
        try journal.close()
        try everyFlip(of: office.segment(1), in: office) { _, fault, _ in #expect(fault?.isDamage == true) }
        try everyFlip(of: office.path + "/END", in: office) { _, fault, _ in #expect(fault?.isDamage == true) }
    }

    @Test func inASealedSegmentNothingIsLost() throws {
        let office = Office()
        let journal = try office.open().journal
        for _ in 1...3 { try journal.add() }
        let sealed = try office.bytes(office.segment(1)).count
        try journal.close()
        try office.removeEnd()
        try everyFlip(of: office.segment(1), in: office) { offset, fault, opened in
            if let opened { #expect(opened.state.entries == lines(1...3) && opened.recovery.tornTail != nil) }
            if let fault { #expect(fault.isDamage) }
            #expect((opened == nil) == (offset < sealed))
        }
    }

    @Test func inAnUnsealedGroupOnlyItIsLost() throws {
        let office = Office()
        let journal = try office.open().journal
        try journal.add()
        let first = try office.bytes(office.segment(1)).count
        try journal.add()
        let bytes = try office.bytes(office.segment(1))
        try journal.close()
        try office.removeEnd()
        try office.write(bytes, to: office.segment(1))
        try everyFlip(of: office.segment(1), in: office) { offset, fault, opened in
            if let fault { #expect(fault.isDamage) }
            if let opened {
                #expect(offset >= first && opened.state.entries == lines(1...1) && opened.recovery.tornTail != nil)
            }
        }
    }

    @Test func inAnEarlierSegmentEveryOneIsDamage() throws {
        let office = Office()
        let journal = try office.open { $0.segmentBytes = 1 }.journal
        for _ in 1...2 { try journal.add() }
        try journal.close()
        try everyFlip(of: office.segment(1), in: office) { _, fault, _ in #expect(fault?.isDamage == true) }
    }

    @Test func inAHeaderAloneNothingIsLost() throws {
        let office = Office()
        let journal = try office.open().journal
        try journal.add()
        try journal.takeSnapshot(lines(1...1))
        try journal.close()
        let whole = try office.bytes(office.segment(2))
        try everyFlip(of: office.segment(2), in: office) { _, fault, opened in
            #expect(fault?.isDamage != false && (opened == nil || opened?.state.all == lines(1...1)))
            let bytes = try office.bytes(office.segment(2))
            if opened != nil { #expect(bytes == whole) }
        }
    }

    @Test func inASnapshotTheOlderOneIsUsed() throws {
        let office = Office()
        let journal = try office.open().journal
        try journal.add()
        try journal.takeSnapshot(lines(1...1))
        try journal.add()
        try journal.takeSnapshot(lines(1...2))
        try journal.add()
        try journal.close()
        try everyFlip(of: office.snapshot(2), in: office) { _, fault, opened in
            #expect(fault == nil)
            #expect(opened?.state == Office.State(lines: lines(1...1), entries: lines(2...3)))
            #expect(opened?.recovery.rejectedSnapshots.first?.seq == 2)
        }
    }

    @Test func inTheFormatEveryOneIsRefused() throws {
        let office = Office()
        let journal = try office.open().journal
        try journal.add()
        try journal.close()
        let end = try office.bytes(office.path + "/FORMAT").count - 1
        try everyFlip(of: office.path + "/FORMAT", in: office) { offset, fault, opened in
            #expect(fault != nil || offset == end && opened?.state.entries == lines(1...1))
        }
    }
}
