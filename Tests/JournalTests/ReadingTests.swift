import Disks
import Foundation
@testable import Journal
import Synchronization
import Testing

/// What was written before is found again, beside the live journal.
@Suite struct Reading {
    private let office = Office()

    /// The numbers of the entries in a group.
    private static func seqs(_ group: JournalReader.Group?) throws -> [UInt64]? {
        try group.map { try JSONDecoder().decode([Office.Entry].self, from: Data($0.entries)).map(\.seq) }
    }

    /// Groups of one to three entries in segments of about five groups; the last number.
    private func fill(_ journal: Journal, groups: Int, _ text: String? = nil) throws -> UInt64 {
        for number in 0..<groups {
            try journal.add(1 + number % 3, text)
            if number % 4 == 0 { try journal.seal() }
        }
        return journal.lastSeq
    }

    @Test func everyEntryIsFoundInItsGroup() throws {
        let journal = try office.open { $0.segmentBytes = 1000 }.journal
        let last = try fill(journal, groups: 50)
        for reader in [journal.reader(), journal.reader()] {
            // From the newest on, as a history is walked, and again with the indexes there.
            for seq in Array((1...last).reversed()) + Array(1...last) {
                let found = try #require(try Self.seqs(reader.group(of: seq)))
                #expect(found.contains(seq) && found.count <= 3, "\(seq)")
            }
        }
        #expect(try office.names("journal").count > 5)
        try journal.close()
        let again = try office.open().journal
        let reader = again.reader()
        for seq in 1...last { #expect(try Self.seqs(reader.group(of: seq))?.contains(seq) == true) }
        #expect(try reader.group(of: 0) == nil)
    }

    @Test func aRangeIsGivenInItsOrderAndEachGroupOnce() throws {
        let journal = try office.open { $0.segmentBytes = 1000 }.journal
        let last = try fill(journal, groups: 50)
        let reader = journal.reader()
        for range in [1...last, 1...1, last...last, 7...31, 20...last, 2...(last - 1)] as [ClosedRange<UInt64>] {
            var seqs: [[UInt64]] = []
            try reader.groups(of: range) { group in seqs.append(try Self.seqs(group) ?? []) }
            let given = seqs.flatMap { $0 }
            #expect(given == given.sorted() && Set(given).isSuperset(of: range) && Set(given).count == given.count)
            #expect(seqs.allSatisfy { !$0.isEmpty && $0.contains(where: range.contains) }, "\(range)")
        }
        // Of what was removed nothing is given, and what is damaged is said.
        try FileManager.default.removeItem(atPath: office.segment(1))
        var first: UInt64?
        try reader.groups(of: 1...last) { group in
            if first == nil { first = try Self.seqs(group)?.first }
        }
        #expect(try #require(first) > 1)
        let file = office.segment(4)
        var bytes = try office.bytes(file)
        bytes[try #require(bytes.firstIndex(of: 10)) + 40] ^= 1
        try office.write(bytes, to: file)
        #expect(throws: JournalFault.self) { try reader.groups(of: 1...last) { _ in } }
    }

    @Test func whatIsWrittenLaterIsFoundByAReaderThatWasThereBefore() throws {
        let journal = try office.open { $0.segmentBytes = 1000 }.journal
        let reader = journal.reader()
        for seq in 1...60 as ClosedRange<UInt64> {
            try journal.add()
            #expect(try Self.seqs(reader.group(of: seq)) == [seq])
            #expect(try Self.seqs(reader.group(of: 1)) == [1])
        }
    }

    @Test func anEntryIsFoundWhileOthersAreWritten() async throws {
        let (journal, _, _) = try office.open { $0.segmentBytes = 2000 }
        let reader = journal.reader()
        let published = Mutex<UInt64>(0)
        let readers = Task.detached { () -> Int in
            var found = 0
            while found < 3000 {
                let last = published.withLock { $0 }
                if last == 0 {
                    await Task.yield()
                    continue
                }
                let seq = UInt64(found) * 7919 % last + 1
                guard try Self.seqs(reader.group(of: seq))?.contains(seq) == true else { return -1 }
                found += 1
                await Task.yield()
            }
            return found
        }
        for number in 0..<1500 {
            try journal.add(1 + number % 2)
            published.withLock { $0 = journal.lastSeq }
            if number % 50 == 0 { await Task.yield() }
        }
        #expect(try await readers.value == 3000)
    }

    /// Once the index is there, however long the journal is.
    @Test(arguments: [2_000, 20_000])
    func aSearchReadsABoundedNumberOfBytes(groups: Int) throws {
        let read = Mutex(0)
        let real = office.disk
        office.disk.read = { (file, buffer, offset) throws(SystemError) in
            let count = try real.read(file, buffer, offset)
            read.withLock { $0 += count }
            return count
        }
        let journal = try office.open { $0.segmentBytes = 1 << 20 }.journal
        let last = try fill(journal, groups: groups, String(repeating: "x", count: 40))
        let reader = journal.reader()
        // Each segment is read through once.
        read.withLock { $0 = 0 }
        for seq in stride(from: last, to: 0, by: -50) { _ = try reader.group(of: seq) }
        let length = try office.names("journal").reduce(0) {
            try $0 + office.bytes("\(office.path)/journal/\($1)").count
        }
        let searches = Int(last) / 50 + 1
        #expect(read.withLock { $0 } < 2 * length + searches * 4 * SegmentIndex.spacing)
        for seq in [1, last / 3, last / 2, last - 1, last] {
            read.withLock { $0 = 0 }
            #expect(try Self.seqs(reader.group(of: seq))?.contains(seq) == true)
            #expect(read.withLock { $0 } <= 3 * SegmentIndex.spacing)
        }
    }

    @Test func whatRetentionHasRemovedIsNotThere() throws {
        let journal = try office.open { $0.segmentBytes = 1000 }.journal
        let last = try fill(journal, groups: 50)
        let (old, new) = (journal.reader(), journal.reader())
        for seq in 1...last { _ = try old.group(of: seq) }
        for number in 1...3 { try FileManager.default.removeItem(atPath: office.segment(number)) }
        for reader in [old, new] {
            #expect(try reader.group(of: 1) == nil && reader.group(of: 4) == nil)
            let found = try (1...last).filter { try reader.group(of: $0) != nil }
            #expect(found.count > 10 && found == Array(found[0]...last))
            #expect(try reader.group(of: 1) == nil)
        }
        try journal.add()
        #expect(try Self.seqs(old.group(of: last + 1)) == [last + 1])
    }

    @Test func aSegmentInTheMakingHoldsNothingYet() throws {
        let journal = try office.open { $0.segmentBytes = 1000 }.journal
        let last = try fill(journal, groups: 10)
        let segments = try office.names("journal").count
        let reader = journal.reader()
        _ = try reader.group(of: last)
        for bytes in ["", #"{"format":"kyogikai-jou"#] {
            office.create(office.segment(segments + 1))
            try office.write(Array(bytes.utf8), to: office.segment(segments + 1))
            #expect(try Self.seqs(reader.group(of: last))?.contains(last) == true)
            #expect(try Self.seqs(journal.reader().group(of: last))?.contains(last) == true)
            try FileManager.default.removeItem(atPath: office.segment(segments + 1))
        }
    }

    /// Every byte of a group, one after the other: never another text in its place.
    @Test func aGroupThatHasRottenIsSaidWithItsPlace() throws {
        let journal = try office.open().journal
        for _ in 1...3 { try journal.add(1, "議") }
        let whole = try office.bytes(office.segment(1))
        let ends = whole.indices.filter { whole[$0] == 10 }
        let line = (ends[1] + 1)...ends[2]
        let right = try journal.reader().group(of: 2)
        for place in line {
            var bytes = whole
            bytes[place] ^= 1
            try office.write(bytes, to: office.segment(1))
            switch Result(catching: { () throws(JournalFault) in try journal.reader().group(of: 2) }) {
            case .success(let found):
                // What is wrong is seen by the numbers of the entries, if the search ended elsewhere.
                #expect(try Self.seqs(found)?.contains(2) == false || found == right, "\(place)")
            case .failure(let fault):
                #expect(fault.isDamage && "\(fault)".contains("0000000001.ndjson"), "\(place): \(fault)")
            }
        }
        try office.write(whole, to: office.segment(1))
        #expect(try journal.reader().group(of: 2) == right)
    }

    @Test func aHeaderThatHasRottenIsSaid() throws {
        let journal = try office.open { $0.segmentBytes = 500 }.journal
        _ = try fill(journal, groups: 30)
        var bytes = try office.bytes(office.segment(2))
        bytes[20] ^= 1
        try office.write(bytes, to: office.segment(2))
        #expect(throws: JournalFault.self) { try journal.reader().group(of: 3) }
    }

    @Test func callsThatFailAreSaidAndDoNoHarm() throws {
        let faults = Faults()
        office.disk = faults.disk(office.disk)
        let journal = try office.open { $0.segmentBytes = 1000 }.journal
        let last = try fill(journal, groups: 20)
        for call in [Faults.Call.open, .read, .names] {
            for number in 1... {
                let reader = journal.reader()
                faults.strike(call, number, .error(5))
                switch Result(catching: { () throws(JournalFault) in try reader.group(of: 5) }) {
                case .success(let found): #expect(try Self.seqs(found)?.contains(5) == true)
                case .failure(.unusable): break
                case .failure(let fault): Issue.record("\(fault)")
                }
                let hasStruck = faults.hasStruck
                faults.stop()
                #expect(try Self.seqs(reader.group(of: 5))?.contains(5) == true)
                if !hasStruck { break }
            }
        }
        try journal.add()
        #expect(try Self.seqs(journal.reader().group(of: last + 1)) == [last + 1])
    }

    @Test func noMoreIndexesAreKeptThanTheirBound() throws {
        let journal = try office.open { $0.segmentBytes = 300 }.journal
        let last = try fill(journal, groups: 2 * JournalReader.mostIndexes)
        let reader = journal.reader()
        for seq in 1...last { #expect(try Self.seqs(reader.group(of: seq))?.contains(seq) == true) }
        #expect(try office.names("journal").count > JournalReader.mostIndexes)
        #expect(reader.indexCount == JournalReader.mostIndexes)
    }

    @Test(arguments: [
        (#"{"entries":[],"prev""#, Record.Head.seal), (#"{"entries":[{"seq":12,"#, .group(first: 12)),
        (#"{"entries":[{"seq":12}"#, .group(first: 12)), (#"{"entries":[{"seq":12"#, .other),
        (#"{"entries":[{"seq":,"#, .other), (#"{"entries":[{"seq":1x"#, .other), (#"{"format":"#, .other),
        (#"{"entries":[{"seq":99999999999999999999,"#, .other), ("", .other),
    ])
    func theFirstBytesOfALineSayItsSeq(line: String, head: Record.Head) {
        #expect(Record.head(of: Array(line.utf8)[...]) == head)
    }
}
