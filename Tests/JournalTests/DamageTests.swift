import Foundation
import Testing

@testable import Journal

@Suite struct Damage {
    @Test func aBadLineWithAnythingAfterItIsDamage() throws {
        let office = Office()
        let journal = try office.open().journal
        for _ in 1...3 { try journal.add() }
        let found = try office.groups()
        try journal.close()
        let seal = try office.groups()[3]
        var bad = found[2]
        bad[20] ^= 1
        try office.expectDamage(found[0], found[1], bad, seal)
        try office.expectDamage(found[0], bad, found[2])
        try office.expectDamage(found[0], bad, Array("torn".utf8))
        try office.expectDamage(found[0], found[1] + bad.dropLast() + [0] + seal)
        try office.expectDamage(found[0], found[1].dropLast() + [0] + found[2])
        try office.expectDamage(found[0], found[1].dropLast() + found[2])
        try office.expectDamage(found[0], found[1].dropLast() + [0] + found[2].dropLast(5))
    }

    @Test func linesOutOfTheirOrderAreDamage() throws {
        let office = Office()
        let journal = try office.open().journal
        for _ in 1...3 { try journal.add() }
        try journal.close()
        let found = try office.groups()
        try office.expectDamage(found[1], found[0], found[2], found[3])
        try office.expectDamage(found[0], found[0], found[1])
        try office.expectDamage(found[0], found[2], found[3])
        try office.expectDamage(found[0], found[1], found[2], found[2])
        try office.expectDamage(found[1])
        try office.write(office.headerLine() + found[0] + found[1] + found[2] + found[3], to: office.segment(1))
        #expect(try office.open().state.entries == lines(1...3))
    }

    @Test func aLineThatDoesNotFollowTheOneBeforeIsDamageWhateverItsNumber() throws {
        let office = Office()
        let other = Office()
        for (office, text) in [(office, "ours"), (other, "theirs")] {
            let journal = try office.open().journal
            try journal.add(1, text)
            try journal.seal()
            try journal.add(1, text)
            try journal.seal()
        }
        let ours = try office.groups()
        let theirs = try other.groups()
        try office.expectDamage(ours[0], ours[1], theirs[2])
        try office.expectDamage(ours[0], theirs[1])
        try office.expectDamage(ours[0], ours[2], ours[3])
        try office.expectDamage(ours[0], ours[1], ours[1])
        try office.expectDamage(ours[0], ours[1], ours[2], ours[3], ours[1])
        try office.write(office.headerLine() + ours.joined(), to: office.segment(1))
        #expect(try office.open().state.entries == [line(1, "ours"), line(2, "ours")])
    }

    @Test func zerosInThePlaceOfALastSegmentWithGroupsAreDamage() throws {
        let office = Office()
        let journal = try office.open { $0.segmentBytes = 1 }.journal
        for _ in 1...2 { try journal.add() }
        let header = try office.bytes(office.segment(2)).firstIndex(of: 10)
        let count = try #require(header) + 1
        try journal.close()
        try office.removeEnd()
        try office.expectDamage(in: 2, [UInt8](repeating: 0, count: count + 1))
        try office.write([UInt8](repeating: 0, count: count), to: office.segment(2))
        #expect(try office.open().state.entries == lines(1...1))
    }

    @Test func blocksZeroedDoubledOrSwappedAreDamage() throws {
        let office = Office()
        let journal = try office.open().journal
        for _ in 1...40 { try journal.add(3, "0123456789") }
        try journal.close()
        let whole = try office.bytes(office.segment(1))
        let expected = try office.open().state
        let size = 512
        let blocks = stride(from: 0, to: whole.count, by: size).map { Array(whole[$0..<min($0 + size, whole.count)]) }
        for index in blocks.indices {
            var zeroed = blocks
            zeroed[index] = [UInt8](repeating: 0, count: blocks[index].count)
            var doubled = blocks
            doubled.insert(blocks[index], at: index)
            var missing = blocks
            missing.remove(at: index)
            var swapped = blocks
            swapped.swapAt(index, (index + 1) % blocks.count)
            for changed in [zeroed, doubled, missing, swapped] {
                try office.write(Array(changed.joined()), to: office.segment(1))
                try office.expectDamageOrPrefix(of: expected.entries, atMostLost: index < blocks.count - 2 ? 0 : 9)
            }
        }
    }

    @Test func aMissingSegmentIsDamage() throws {
        let office = Office()
        let journal = try office.open { $0.segmentBytes = 1 }.journal
        for _ in 1...3 { try journal.add() }
        try journal.takeSnapshot(lines(1...3))
        try journal.close()
        let whole = try office.contents()
        for number in 2...4 {
            try FileManager.default.removeItem(atPath: office.segment(number))
            let before = try office.contents()
            #expect(throws: JournalFault.self) { try office.open() }
            #expect(try office.contents() == before)
            try office.restore(whole)
        }
        #expect(try office.open().state.lines == lines(1...3))
    }

    @Test func aBadLineBeforeAnotherSegmentIsDamage() throws {
        let office = Office()
        let journal = try office.open { $0.segmentBytes = 1 }.journal
        for _ in 1...2 { try journal.add() }
        try journal.close()
        let whole = try office.bytes(office.segment(1))
        try office.expectDamage(in: 1, Array(whole.dropLast()))
        try office.expectDamage(in: 1, office.headerLine())
        try office.expectDamage(in: 1, whole + Array("torn".utf8))
    }

    @Test func aGapAndWhatTheStoreCannotTakeAreDamage() throws {
        let office = Office()
        let journal = try office.open().journal
        try journal.append([Array(line(2).utf8)])
        try journal.close()
        let before = try office.contents()
        let gap = #expect(throws: JournalFault.self) { try office.open() }
        #expect(try #require(gap).description.contains("line 2: its first seq is 2 where 1 was due"))
        #expect(try office.contents() == before)

        let other = Office()
        let second = try other.open().journal
        try second.append([Array("{}".utf8)])
        try second.close()
        let fault = try #require(#expect(throws: JournalFault.self) { try other.open() })
        #expect(fault.isDamage && fault.description.contains("line 2"))
    }

    @Test func anotherStoresSegmentIsDamage() throws {
        let office = Office()
        try office.open().journal.close()
        try office.write(Array(#"{"name":"kyogikai","version":1,"store":"store-2"}"#.utf8), to: office.path + "/FORMAT")
        #expect(try #require(#expect(throws: JournalFault.self) { try office.open() }).isDamage)
    }
}

extension Office {
    /// The lines of the first segment after its header, each with its end.
    func groups() throws -> [[UInt8]] {
        try bytes(segment(1)).split(separator: 10).dropFirst().map { Array($0) + [10] }
    }

    func headerLine() throws -> [UInt8] {
        try Array(bytes(segment(1)).prefix { $0 != 10 }) + [10]
    }

    /// Puts these lines after the header of the first segment.
    func expectDamage(_ lines: [UInt8]..., at location: SourceLocation = #_sourceLocation) throws {
        try expectDamage(in: 1, headerLine() + lines.joined(), at: location)
    }

    /// Puts these bytes in the place of a segment for a while.
    func expectDamage(in number: Int, _ bytes: [UInt8], at location: SourceLocation = #_sourceLocation) throws {
        let whole = try self.bytes(segment(number))
        try write(bytes, to: segment(number))
        let before = try contents()
        let fault = #expect(throws: JournalFault.self, sourceLocation: location) { try open() }
        if let fault { #expect(fault.isDamage, sourceLocation: location) }
        #expect(try contents() == before, sourceLocation: location)
        try write(whole, to: segment(number))
    }

    func expectDamageOrPrefix(of entries: [String], atMostLost: Int) throws {
        do throws(JournalFault) {
            let opened = try open()
            #expect(entries.starts(with: opened.state.entries))
            #expect(entries.count - opened.state.entries.count <= atMostLost)
            #expect(opened.recovery.tornTail != nil || opened.state.entries == entries)
            try? opened.journal.close()
        } catch {
            #expect(error.isDamage)
        }
    }
}
