import Foundation
import Testing

@testable import Journal

@Suite struct TornTails {
    /// Two groups and the beginning of a third.
    @Test func aWriteCutOffAnywhereIsSetAside() throws {
        let office = Office()
        let journal = try office.open().journal
        try journal.add()
        try journal.add(2)
        let kept = try office.bytes(office.segment(1))
        try journal.add(2, "cut")
        let last = try office.bytes(office.segment(1))
        try journal.close()
        for length in (kept.count + 1)..<last.count {
            try office.removeEnd()
            try office.write(Array(last[..<length]), to: office.segment(1))
            let again = try office.open()
            #expect(again.state.entries == lines(1...3))
            let torn = try #require(again.recovery.tornTail)
            #expect(torn.file == office.segment(1) && torn.offset == kept.count && torn.bytes == length - kept.count)
            #expect(try office.bytes(try #require(torn.quarantine)) == Array(last[kept.count..<length]))
            #expect(try office.bytes(office.segment(1)) == kept)
            #expect(!again.journal.isSealed)
            try again.journal.add()
            try again.journal.close()
            let third = try office.open()
            #expect(third.state.entries == lines(1...4) && third.recovery.tornTail == nil)
            try third.journal.close()
        }
    }

    @Test func zerosAtTheEndAreSetAside() throws {
        let office = Office()
        let journal = try office.open().journal
        try journal.add()
        let kept = try office.bytes(office.segment(1))
        try journal.close()
        try office.removeEnd()
        try office.write(kept + [UInt8](repeating: 0, count: 5000), to: office.segment(1))
        #expect(try office.open().recovery.tornTail?.bytes == 5000)
        #expect(try office.bytes(office.segment(1)) == kept)
    }

    @Test func aSegmentCutOffInItsHeaderIsMadeAnew() throws {
        let office = Office()
        let journal = try office.open { $0.segmentBytes = 1 }.journal
        try journal.add()
        try journal.add()
        try journal.close()
        let second = try office.bytes(office.segment(2))
        let header = Array(second[...(try #require(second.firstIndex(of: 10)))])
        for length in 0..<header.count {
            try office.removeEnd()
            try office.write(Array(header[..<length]), to: office.segment(2))
            let again = try office.open()
            #expect(again.state.entries == lines(1...1))
            let torn = try #require(again.recovery.tornTail)
            #expect(torn.offset == 0 && torn.bytes == length && (torn.quarantine == nil) == (length == 0))
            #expect(try office.bytes(office.segment(2)) == header)
            try again.journal.add()
            try again.journal.close()
            #expect(try office.bytes(office.segment(2)) == second)
        }
    }

    @Test func aHeaderThatIsNotTheLastMustBeWhole() throws {
        let office = Office()
        let journal = try office.open { $0.segmentBytes = 1 }.journal
        for _ in 1...3 { try journal.add() }
        try journal.close()
        try office.expectDamage(in: 2, [])
        let first = Office()
        try first.open().journal.close()
        try first.expectDamage(in: 1, [])
    }
}
